"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { blank, merged, receive } = require("./page.js").load("frames").frames;

const FULL = { epoch: 2, seq: 7, age_ms: 5, set: { a: { text: "1", title: "t" }, b: { text: "2" } } };
const shown = receive(blank(), "full", FULL).state;
const diff = (epoch, seq, set = { a: { text: "3" } }) => ({ epoch, seq, age_ms: 5, set });

test("a full frame is taken as it is", () => {
  assert.deepEqual(receive(blank(), "full", FULL), {
    state: { epoch: 2, seq: 7, known: FULL.set },
    changed: FULL.set,
    reopen: false,
  });
});

test("a full frame forgets what it does not name", () => {
  const next = { epoch: 2, seq: 9, age_ms: 5, set: { a: { text: "9" } } };
  assert.deepEqual(receive(shown, "full", next).state.known, { a: { text: "9" } });
});

test("a difference is laid over what is known, property by property", () => {
  const { state, changed, reopen } = receive(shown, "diff", diff(2, 8));
  assert.deepEqual(state, {
    epoch: 2,
    seq: 8,
    known: { a: { text: "3", title: "t" }, b: { text: "2" } },
  });
  assert.deepEqual(changed, { a: { text: "3" } });
  assert.equal(reopen, false);
});

test("a difference may bring a component that was not known", () => {
  const { state } = receive(shown, "diff", diff(2, 8, { c: { text: "4" } }));
  assert.deepEqual(state.known.c, { text: "4" });
});

for (const [what, epoch, seq] of [
  ["twice the same", 2, 7],
  ["a gap", 2, 9],
  ["a newer epoch", 3, 8],
  ["an older epoch", 1, 8],
]) {
  test(`a difference with ${what} changes nothing and asks for a full frame`, () => {
    assert.deepEqual(receive(shown, "diff", diff(epoch, seq)), {
      state: shown,
      changed: {},
      reopen: true,
    });
  });
}

test("no difference fits before a full frame", () => {
  assert.equal(receive(blank(2), "diff", diff(2, 1)).reopen, true);
});

test("a full frame of an older epoch is never applied", () => {
  const old = { ...FULL, epoch: 1 };
  assert.deepEqual(receive(shown, "full", old), { state: shown, changed: {}, reopen: true });
});

test("a beat with the number shown changes nothing", () => {
  const beat = { epoch: 2, seq: 7, age_ms: 900 };
  assert.deepEqual(receive(shown, "beat", beat), { state: shown, changed: {}, reopen: false });
});

for (const [epoch, seq] of [[2, 8], [3, 7]]) {
  test(`a beat of ${epoch}, ${seq} in place of 2, 7 asks for a full frame`, () => {
    const found = receive(shown, "beat", { epoch, seq, age_ms: 5 });
    assert.deepEqual(found, { state: shown, changed: {}, reopen: true });
  });
}

for (const kind of ["full", "diff", "beat"]) {
  test(`while the server has no numbers, a ${kind} neither changes nor ends anything`, () => {
    const frame = { epoch: 0, seq: 0, age_ms: null, set: {} };
    assert.deepEqual(receive(shown, kind, frame), { state: shown, changed: {}, reopen: false });
  });
}

test("merging leaves what it merges alone", () => {
  const known = { a: { text: "1" } };
  merged(known, { a: { text: "2" } });
  assert.deepEqual(known, { a: { text: "1" } });
});

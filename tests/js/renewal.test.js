"use strict";
const assert = require("node:assert/strict");
const { beforeEach, afterEach, mock, test } = require("node:test");
const { isWanted, isQuiet, recent, look } = require("./page.js").load("renewal").renewal;

const HOUR = 3_600_000;

test("a page is renewed when another version is served than it is made by", () => {
  assert.equal(isWanted("a", "b", {}, 0), true);
  assert.equal(isWanted("a", "a", {}, 0), false);
  assert.equal(isWanted("a", "", {}, 0), false);
});

test("not twice for the same version within an hour", () => {
  assert.equal(isWanted("a", "b", { b: 1000 }, 1000 + HOUR - 1), false);
  assert.equal(isWanted("a", "b", { b: 1000 }, 1000 + HOUR), true);
  assert.equal(isWanted("a", "b", { c: 1000 }, 1001), true);
});

test("a clock that was set back holds nothing up, and what is old is forgotten", () => {
  assert.deepEqual(recent({ a: 0, b: 5000, c: 9999 * HOUR }, HOUR), { b: 5000 });
});

test("alarms are not blinked away, but not for ever", () => {
  assert.equal(isQuiet(0, 0), true);
  assert.equal(isQuiet(1, 600_000), false);
  assert.equal(isQuiet(1, 600_001), true);
});

let reloads, isOk, kept;

beforeEach(() => {
  [reloads, isOk, kept] = [0, true, new Map()];
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
  globalThis.location = { href: "/wall?rotate=5", reload: () => (reloads += 1) };
  globalThis.fetch = async () => {
    if (isOk === null) throw new Error("away");
    return { ok: isOk };
  };
  mock.method(Math, "random", () => 0.5);
  look("a", "a", 0, 0); // nothing is due from the test before
});
afterEach(() => mock.restoreAll());

const settled = () => new Promise((done) => setImmediate(done));

/** How often the page was reloaded once a newer version had been served for so long. */
async function reloadsAfter(from, to) {
  for (let now = from; now < to; now += 1000) look("a", "b", 0, now);
  await settled();
  return reloads;
}

test("it waits a little, so that not every wall reloads at once, then reloads once", async () => {
  look("a", "b", 0, 1000);
  look("a", "b", 0, 5999);
  await settled();
  assert.equal(reloads, 0);
  look("a", "b", 0, 6000);
  look("a", "b", 0, 6001);
  await settled();
  assert.equal(reloads, 1);
  assert.equal(await reloadsAfter(10_000, 99_000), 1);
});

test("while the server is away, or answers with an error, nothing is reloaded", async () => {
  for (const answer of [null, false]) {
    isOk = answer;
    assert.equal(await reloadsAfter(1000, 30_000), 0);
  }
  isOk = true;
  assert.equal(await reloadsAfter(31_000, 32_000), 1);
});

test("the version that was served before may come back meanwhile", async () => {
  look("a", "b", 0, 1000);
  look("a", "a", 0, 2000);
  look("a", "b", 0, 9000);
  await settled();
  assert.equal(reloads, 0);
});

test("where nothing can be remembered, nothing is reloaded", async () => {
  globalThis.sessionStorage.setItem = () => {
    throw new Error("forbidden");
  };
  assert.equal(await reloadsAfter(1000, 30_000), 0);
});

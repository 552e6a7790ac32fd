"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const { sound } = require("./page.js").load("sound");
const { fresh, after } = sound;

test("what was there at the first look makes no tone", () => {
  assert.deepEqual(fresh(null, ["1:5"]), []);
});

test("only what was never heard of does", () => {
  assert.deepEqual(fresh(["1:5"], ["1:5", "2:6"]), ["2:6"]);
  assert.deepEqual(fresh([], ["1:5"]), ["1:5"]);
});

test("an alert that went and came back makes none", () => {
  const heard = after(after(["1:5"], []), ["2:6"]);
  assert.deepEqual(fresh(heard, ["1:5", "2:6"]), []);
});

test("what is remembered does not grow", () => {
  let heard = null;
  for (let id = 0; id < 1000; id += 1) heard = after(heard, [`1:${id}`]);
  assert.equal(heard.length, 200);
  assert.equal(heard.at(-1), "1:999");
});

test("an alert that stays open is never forgotten", () => {
  let heard = null;
  for (let id = 0; id < 1000; id += 1) heard = after(heard, ["7:7", `1:${id}`]);
  assert.ok(heard.includes("7:7"));
});

let played, context, listeners;

class FakeContext {
  constructor() {
    Object.assign(this, { state: "suspended", currentTime: 0, destination: {} });
    context = this;
  }

  resume() {
    this.state = "running";
  }

  createOscillator() {
    const tone = { frequency: {}, connect: (node) => node, stop: () => {} };
    tone.start = () => (played += 1);
    return tone;
  }

  createGain() {
    const gain = { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} };
    return { gain, connect: (node) => node };
  }
}

beforeEach(() => {
  played = 0;
  listeners ??= {};
  globalThis.AudioContext = FakeContext;
  globalThis.document = { addEventListener: (kind, listener) => (listeners[kind] = listener) };
});

test("until it is wished for there is no sound; until a gesture it may be blocked", () => {
  sound.hear([]);
  sound.hear(["1:5"]);
  assert.deepEqual([played, sound.isBlocked()], [0, true]);
  sound.wish();
  sound.wish();
  sound.hear(["1:5", "1:6"]);
  assert.deepEqual([played, sound.isBlocked()], [0, true]);
  listeners.pointerdown();
  assert.equal(sound.isBlocked(), false);
  sound.hear(["1:5", "1:6"]);
  assert.equal(played, 0);
  sound.hear(["1:6", "1:7"]);
  assert.equal(played, 2, "one tone is two notes");
  assert.equal(context.state, "running");
});

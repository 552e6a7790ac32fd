"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const { hold, release } = require("./page.js").load("awake").awake;

let asked, onRelease, isRefused;

async function held(from, to) {
  for (let now = from; now < to; now += 1000) {
    hold(now);
    await new Promise((done) => setImmediate(done));
  }
  return asked;
}

beforeEach(() => {
  release();
  [asked, isRefused] = [0, false];
  globalThis.document = { hidden: false };
  const lock = { addEventListener: (_, listener) => (onRelease = listener), release: () => {} };
  const request = async () => {
    asked += 1;
    if (isRefused) throw new Error("low battery");
    return lock;
  };
  Object.defineProperty(globalThis, "navigator", { value: { wakeLock: { request } }, configurable: true });
});

test("the screen is held once, and again when it was let go", async () => {
  assert.equal(await held(0, 5000), 1);
  onRelease();
  assert.equal(await held(6000, 7000), 2);
});

test("a hidden page does not ask", async () => {
  document.hidden = true;
  assert.equal(await held(0, 1000), 0);
});

test("one that is refused, or that no browser knows, asks once a minute and says nothing", async () => {
  isRefused = true;
  assert.equal(await held(100_000, 220_000), 2);
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  await held(999_000, 1_000_000);
});

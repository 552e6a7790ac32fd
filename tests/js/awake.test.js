"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
require("../../assets/js/awake.js");
const { hold, release } = globalThis.dashboardLive.awake;

let asked, onRelease, isRefused;
const settled = () => new Promise((done) => setImmediate(done));

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
  for (let now = 0; now < 5000; now += 1000) {
    hold(now);
    await settled();
  }
  assert.equal(asked, 1);
  onRelease();
  hold(6000);
  await settled();
  assert.equal(asked, 2);
});

test("a hidden page does not ask", async () => {
  document.hidden = true;
  hold(0);
  await settled();
  assert.equal(asked, 0);
});

test("one that is refused, or that no browser knows, asks once a minute and says nothing", async () => {
  isRefused = true;
  for (let now = 100_000; now < 220_000; now += 1000) {
    hold(now);
    await settled();
  }
  assert.equal(asked, 2);
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  hold(999_000);
  await settled();
});

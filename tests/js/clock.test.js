"use strict";
const assert = require("node:assert/strict");
const { mock, test } = require("node:test");
const { load, open } = require("./page.js");
open();
const live = load("texts", "formats", "clock");
const { clock } = live;

test("a clock that stands gives ages of then, paused or not, until it goes on", () => {
  mock.method(performance, "now", () => 5_000);
  const age = { dataset: { since: "60000" }, textContent: "" };
  document.querySelectorAll = (selector) => (selector === "[data-since]" ? [age] : []);
  live.pause = { isPaused: () => true };
  assert.equal(clock.now(), null);
  clock.set(1_000_000);
  clock.stand(90_000);
  assert.equal(age.textContent, "30\u00a0s");
  assert.equal(clock.now(), 90_000);
  clock.stand(180_000);
  assert.equal(age.textContent, "2\u00a0m\u00a000\u00a0s");
  live.pause = { isPaused: () => false };
  clock.stand(null);
  assert.equal(clock.now(), 1_000_000);
});

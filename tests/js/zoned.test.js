"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { time } = require("./page.js").load("zoned").zoned;

const MOMENT = Date.UTC(2026, 0, 5, 23, 4, 5);

test("the time of day is that of the zone", () => {
  assert.equal(time("UTC", MOMENT), "23:04:05");
  assert.equal(time("Europe/Prague", MOMENT), "00:04:05");
  assert.equal(time("Asia/Kathmandu", MOMENT), "04:49:05");
});

test("a zone that this browser does not know has no time, and spoils no other", () => {
  assert.equal(time("Mars/Phobos", MOMENT), "–");
  assert.equal(time("", MOMENT), "–");
  assert.equal(time("UTC", MOMENT), "23:04:05");
});

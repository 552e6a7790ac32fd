"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { alerts } = require("./page.js").load("alerts");

test("a term is nothing, minutes, or the next morning of this place", () => {
  const night = new Date(2026, 4, 31, 23, 30);
  assert.deepEqual(alerts.term("", night), {});
  assert.deepEqual(alerts.term("15", night), { minutes: 15 });
  assert.deepEqual(alerts.term("tomorrow", night), { until: new Date(2026, 5, 1, 6).toISOString() });
});

test("why it was not done is said in words that help", () => {
  const words = { over: "over", failed: "failed" };
  assert.equal(alerts.reason(words, 409, "x"), "over");
  assert.equal(alerts.reason(words, 404, "x"), "over");
  assert.equal(alerts.reason(words, 503, "x"), "failed");
  assert.equal(alerts.reason(words, 0, ""), "failed");
  assert.equal(alerts.reason(words, 422, "note must be one line"), "note must be one line");
});

"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { left, top } = require("./page.js").load("help").help;

for (const [what, mark, width, window, expected] of [
  ["lies under its mark", 500, 200, 1000, 400],
  ["stays within the left edge", 50, 200, 1000, 12],
  ["stays within the right edge", 980, 200, 1000, 788],
  ["starts at the left where it is too wide", 200, 380, 390, 12],
]) {
  test(`a text ${what}`, () => assert.equal(left(mark, width, window), expected));
}

test("a text lies over its mark, so that the number under it stays in sight", () => {
  assert.equal(top({ top: 300, bottom: 324 }, 80), 214);
});

test("a text lies under its mark where the header is in the way", () => {
  assert.equal(top({ top: 120, bottom: 144 }, 80), 150);
});

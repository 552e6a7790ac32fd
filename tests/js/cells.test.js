"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { area } = require("./page.js").load("cells").cells;

test("an area goes from the first minute to the last, as high as its digits", () => {
  assert.equal(area("0z"), "0 100%, 0.0% 100%, 100.0% 0%, 100% 100%");
});

for (const odd of ["", "0); background: url(x", "Z"]) {
  test(`"${odd}" has no area`, () => assert.equal(area(odd), "0 100%, 100% 100%"));
}

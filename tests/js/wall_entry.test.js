"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");

require("../../assets/entry/wall_entry.js");

const { boardOf, tokenIn, verdict } = globalThis.dashboardLive.wallEntry;

test("the token stands in the fragment, and nowhere else", () => {
  assert.equal(tokenIn("#token=cdw_a-b"), "cdw_a-b");
  assert.equal(tokenIn("#x&token=abc"), "abc");
  assert.equal(tokenIn(""), "");
  assert.equal(tokenIn("#contacts"), "");
});

test("a screen goes on to the board of its link, with its wishes", () => {
  assert.equal(boardOf("/wall/enter", "?rotate=9"), "/wall?rotate=9");
  assert.equal(boardOf("/wall/7", ""), "/wall/7");
});

test("only a refusal is final", () => {
  assert.deepEqual([200, 401, 403, 422, 429, 0, 500, 503].map(verdict), [
    "in", "refused", "refused", "refused", "often", "late", "late", "late",
  ]);
});

"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { blacklist } = require("./page.js").load("desk/blacklist");

test("the address says what is shown, and keeps what else stands in it", () => {
  assert.deepEqual(blacklist.read("?q=%20456%20&lifted=1"), { q: "456", lifted: true });
  assert.deepEqual(blacklist.read("?lifted=yes"), { q: "", lifted: false });
  assert.equal(blacklist.read(`?q=${"x".repeat(100)}`).q.length, 64);
  assert.equal(blacklist.written("?lang=cs&q=1", { q: "2 3", lifted: false }), "?lang=cs&q=2+3");
  assert.equal(blacklist.written("?q=1&lifted=1", { q: "", lifted: false }), "");
  assert.equal(blacklist.written("", { q: "", lifted: true }), "?lifted=1");
});

test("lifted entries are asked for only when they are wanted", () => {
  assert.equal(blacklist.query({ q: "", lifted: false }, null), "?limit=50&active=1");
  assert.equal(blacklist.query({ q: "a&b", lifted: true }, "7"), "?limit=50&q=a%26b&cursor=7");
});

"use strict";
const assert = require("node:assert");
const test = require("node:test");
const { address, headers } = require("./page.js").load("reference").reference;

const field = (name, place, value) => ({ name, place, value });

test("arguments stand in the path, and only what was filled in stands in the query", () => {
  const fields = [field("id", "path", "a/b"), field("q", "query", "x y"), field("n", "query", "")];
  assert.strictEqual(address("/api/v1/x/{id}", fields), "/api/v1/x/a%2Fb?q=x+y");
  assert.strictEqual(address("/api/v1/x", []), "/api/v1/x");
});

test("a token is sent alone, else the proof that a page of ours asks", () => {
  const key = field("Idempotency-Key", "header", "k");
  assert.deepStrictEqual(headers([key], "t", true, "p"), {
    "Idempotency-Key": "k",
    "Content-Type": "application/json",
    Authorization: "Bearer t",
  });
  assert.deepStrictEqual(headers([], "", false, "p"), { "X-CSRF-Token": "p" });
  assert.deepStrictEqual(headers([], "", false, ""), {});
});

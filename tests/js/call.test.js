"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { call } = require("./page.js").load("call");

test("a cookie is found by its whole name", () => {
  assert.equal(call.cookie("csrf", "lang=en; csrf=a%3Db; x=1"), "a=b");
  assert.equal(call.cookie("csrf", "notcsrf=1; csrfx=2"), "");
  assert.equal(call.cookie("csrf", ""), "");
});

test("a call carries the session's token and its key", async () => {
  globalThis.document = { cookie: "csrf=t" };
  let asked = null;
  globalThis.fetch = async (path, options) => {
    asked = { path, ...options };
    return { status: 202, text: async () => '{"id":7}' };
  };
  const answer = await call.send("POST", "/x", { reason: "r" }, "k");
  assert.deepEqual(answer, { status: 202, body: { id: 7 } });
  assert.equal(asked.headers["X-CSRF-Token"], "t");
  assert.equal(asked.headers["Idempotency-Key"], "k");
  assert.equal(asked.body, '{"reason":"r"}');
});

test("no answer is no status", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("offline");
  };
  assert.deepEqual(await call.send("POST", "/x", {}), { status: 0, body: {} });
});

test("no two keys are alike", () => {
  assert.notEqual(call.newKey(), call.newKey());
});

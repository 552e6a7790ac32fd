"use strict";
const assert = require("node:assert/strict");
const { afterEach, beforeEach, mock, test } = require("node:test");

const { load, open } = require("./page.js");
const live = load("session");
const { session } = live;

let gone, sent, status;

beforeEach(() => {
  open();
  gone = [];
  sent = [];
  globalThis.location = { pathname: "/campaigns/7", search: "?lang=cs", hash: "", assign: (to) => gone.push(to) };
  globalThis.fetch = async () => {
    if (status === 0) throw new Error("offline");
    return { status };
  };
  live.call = { send: async (...given) => sent.push(given) };
});

afterEach(() => mock.restoreAll());

test("who is signed out is led to the login, and back to the page", async () => {
  status = 401;
  await session.look();
  assert.deepEqual(gone, ["/login?next=%2Fcampaigns%2F7%3Flang%3Dcs"]);
});

test("a server that does not answer, or fails, signs nobody out", async () => {
  for (status of [0, 200, 403, 429, 500, 503]) await session.look();
  assert.deepEqual([gone, session.isOut()], [[], false]);
});

test("a screen on the wall stays and says so, until it is let in again", async () => {
  document.body.dataset.role = "wall";
  status = 401;
  await session.look();
  assert.deepEqual([gone, session.isOut()], [[], true]);
  status = 200;
  await session.look();
  assert.equal(session.isOut(), false);
});

test("only a screen on the wall reports how old its numbers are", () => {
  document.querySelector = () => ({ dataset: { ageMs: "1500" } });
  session.report();
  document.body.dataset.role = "wall";
  session.report();
  assert.deepEqual(sent, [["POST", "/wall/seen", { behind_ms: 1500 }]]);
});

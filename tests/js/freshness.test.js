"use strict";
const assert = require("node:assert/strict");
const { afterEach, beforeEach, mock, test } = require("node:test");
const { Node, open } = require("./page.js");
require("../../assets/js/freshness.js");
const { freshness } = globalThis.dashboardLive;
const { judge, length, warning, word } = freshness;

for (const [age, connected, state] of [
  [0, true, "live"],
  [1500, true, "live"],
  [1501, true, "delayed"],
  [3000, true, "delayed"],
  [3001, true, "stale"],
  [null, true, "stale"],
  [1500, false, "live"],
  [1501, false, "offline"],
  [60000, false, "offline"],
  [null, false, "offline"],
]) {
  test(`an age of ${age} ${connected ? "with" : "without"} a stream is ${state}`, () => {
    assert.equal(judge(age, connected), state);
  });
}

for (const [ms, words] of [
  [0, "0.0 s"],
  [449, "0.4 s"],
  [9999, "9.9 s"],
  [34_500, "34 s"],
  [59_999, "59 s"],
  [130_000, "2 m 10 s"],
  [181_000, "3 m 01 s"],
  [11_100_000, "3 h 05"],
]) {
  test(`${ms} ms reads ${words}`, () => assert.equal(length(ms), words));
}

const NOON = new Date(2026, 4, 1, 12, 0, 0).getTime();

for (const [age, connected, isNew, sentence] of [
  [1000, true, false, ""],
  [2000, true, false, ""],
  [12_000, true, false, "Numbers are from 11:59:48, 12 s ago. The server has no newer ones."],
  [12_000, false, false, "Numbers are from 11:59:48, 12 s ago. Reconnecting…"],
  [null, true, true, "The server is reading the database. The numbers follow."],
  [null, false, true, ""],
  [null, false, false, "No answer from the server yet. Trying again…"],
]) {
  test(`the band at ${age}, ${connected}, ${isNew}: ${sentence || "none"}`, () => {
    assert.equal(warning(age, connected, isNew, NOON), sentence);
  });
}

test("a page that has just been opened is connecting, and reading while the server is", () => {
  assert.equal(word(null, false, true), "Connecting");
  assert.equal(word(null, false, false), "Offline");
  assert.equal(word(null, true, false), "Reading");
  assert.equal(word(100, true, false), "Live");
});

let badge, page;
let now = 0;

beforeEach(() => {
  page = open(".freshness", ".band");
  badge = page.nodes[".freshness"];
  const parts = { ".word": new Node(), ".age": new Node() };
  badge.querySelector = (selector) => parts[selector];
  badge.parts = parts;
  mock.method(performance, "now", () => now);
  mock.timers.enable({ apis: ["setInterval"] });
  freshness.start();
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

function after(ms) {
  now += ms;
  mock.timers.tick(200);
}

test("numbers age by the browser's own clock, without a frame", () => {
  freshness.hear(100);
  assert.deepEqual({ ...badge.dataset }, { state: "live", ageMs: 100 });
  after(1600);
  assert.deepEqual({ ...badge.dataset }, { state: "delayed", ageMs: 1700 });
  after(2000);
  assert.deepEqual({ ...badge.dataset }, { state: "stale", ageMs: 3700 });
  assert.equal(document.body.dataset.freshness, "stale");
  assert.match(page.nodes[".band"].textContent, /^Numbers are from .* 3\.7 s ago\./);
  assert.equal(page.nodes[".band"].hidden, false);
});

test("a lost stream is offline once its numbers are old, and live again with the next frame", () => {
  freshness.hear(0);
  freshness.lose();
  after(1000);
  assert.equal(badge.dataset.state, "live");
  after(1000);
  assert.equal(badge.dataset.state, "offline");
  freshness.hear(20);
  assert.equal(badge.dataset.state, "live");
  assert.equal(page.nodes[".band"].hidden, true);
});

test("an unknown age is empty, never 0", () => {
  freshness.hear(null);
  assert.deepEqual({ ...badge.dataset }, { state: "stale", ageMs: "" });
  assert.equal(badge.parts[".age"].textContent, "");
});

test("another page knows nothing yet", () => {
  freshness.hear(0);
  freshness.forget();
  assert.deepEqual({ ...badge.dataset }, { state: "offline", ageMs: "" });
  assert.equal(badge.parts[".word"].textContent, "Connecting");
  assert.equal(page.nodes[".band"].hidden, true);
});

test("a computer that slept does not take old numbers for live ones", () => {
  let wall = Date.now();
  mock.method(Date, "now", () => wall);
  freshness.hear(100);
  wall += 3_600_000; // while performance.now() stood still
  mock.timers.tick(200);
  assert.equal(badge.dataset.state, "stale");
});

"use strict";
const assert = require("node:assert/strict");
const { afterEach, beforeEach, mock, test } = require("node:test");
const { Node, load, open } = require("./page.js");
const live = load("texts", "formats", "freshness");
const { freshness } = live;
const { judge, warning, word } = freshness;

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

const NOON = new Date(2026, 4, 1, 12, 0, 0).getTime();

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const from = (time, age) => `Numbers are from ${time} (${zone}), ${age}\u00a0s ago.`;
const seen = (given) => ({
  age: null,
  told: null,
  connected: true,
  isNew: false,
  isPaused: false,
  isWatching: true,
  opening: null,
  now: NOON,
  ...given,
});

for (const [what, given, sentence] of [
  ["fresh", { age: 1000 }, ""],
  ["a little old", { age: 2000 }, ""],
  ["the server says it has none newer", { age: 12_000, told: 11_000 }, `${from("11:59:48", 12)} The server has no newer ones.`],
  ["the server says nothing", { age: 12_000, told: 20 }, `${from("11:59:48", 12)} The server is silent.`],
  ["lost", { age: 12_000, connected: false }, `${from("11:59:48", 12)} Reconnecting…`],
  ["reading", { isNew: true }, "The server is reading the database. The numbers follow."],
  ["just opened", { connected: false, isNew: true }, ""],
  ["never answered", { connected: false }, "No answer from the server yet. Trying again…"],
  ["paused", { age: 12_000, isPaused: true, connected: false }, `Updates are paused. ${from("11:59:48", 12)}`],
  ["nothing is watched", { connected: false, isWatching: false }, ""],
  ["on the way to another page", { age: 0, opening: "Soon." }, "Soon."],
  ["the screen is signed out", { age: 0, isOut: true }, "This screen has been signed out. Open the link of a wall here again."],
]) {
  test(`the band when ${what}`, () => assert.equal(warning(seen(given)), sentence));
}

for (const [given, expected] of [
  [{ connected: false, isNew: true }, "Connecting"],
  [{ connected: false }, "Offline"],
  [{}, "Reading"],
  [{ age: 100 }, "Live"],
  [{ age: 100, isPaused: true }, "Paused"],
  [{ age: 100, opening: "" }, "Opening"],
]) {
  test(`the word is ${expected}`, () => assert.equal(word(seen(given)), expected));
}

test("what is held is never live", () => {
  assert.equal(judge(0, true, true), "delayed");
  assert.equal(judge(9000, false, true), "offline");
});

let badge, isPaused, page;
let now = 0;

beforeEach(() => {
  page = open(".freshness", ".band");
  document.body.dataset.streaming = "";
  badge = page.nodes[".freshness"];
  const parts = { ".word": new Node(), ".age": new Node(), ".announced": new Node() };
  badge.querySelector = (selector) => parts[selector];
  badge.parts = parts;
  mock.method(performance, "now", () => now);
  mock.method(Date, "now", () => NOON + now);
  mock.timers.enable({ apis: ["setInterval"] });
  globalThis.addEventListener = () => {};
  isPaused = false;
  live.pause = { isPaused: () => isPaused };
  live.places = { opening: () => null };
  live.session = { isOut: () => false };
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
  assert.match(page.nodes[".band"].textContent, /^Numbers are from .* 3\.7\u00a0s ago\./);
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

test("only a state that stands is announced, and never an age", () => {
  freshness.hear(0);
  after(200);
  assert.equal(badge.parts[".announced"].textContent, "");
  freshness.hear(0);
  after(900);
  assert.equal(badge.parts[".announced"].textContent, "Live");
  after(800); // delayed
  freshness.hear(0); // live again, at once
  after(900);
  assert.equal(badge.parts[".announced"].textContent, "Live");
  after(5000);
  after(1000);
  assert.equal(badge.parts[".announced"].textContent, "Stale");
});

test("paused, the badge ages and is never live", () => {
  freshness.hear(0);
  isPaused = true;
  after(200);
  assert.deepEqual({ ...badge.dataset }, { state: "delayed", ageMs: 200 });
  assert.equal(badge.parts[".word"].textContent, "Paused");
  after(5000);
  assert.equal(badge.dataset.state, "stale");
  assert.equal(page.nodes[".band"].hidden, false);
});

test("a page of the past is never live, however the stream before it stood", () => {
  freshness.hear(0);
  document.body.dataset.past = "";
  freshness.forget();
  assert.deepEqual({ ...badge.dataset }, { state: "past", ageMs: "" });
  assert.equal(badge.parts[".word"].textContent, "Past");
  assert.equal(document.body.dataset.freshness, "past");
  live.places = { opening: () => "Soon." };
  after(200);
  assert.equal(badge.parts[".word"].textContent, "Opening");
});

"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { blank, noted, next, elapsed } = require("./page.js").load("rotation").rotation;

const at = (campaign, critical = [], now = 0) => noted(blank(), campaign, critical, now);

test("the turns go round in the order of the campaigns", () => {
  assert.equal(next(blank(), ["1", "2", "10"], []), "1");
  assert.equal(next(at("1"), ["1", "2", "10"], []), "2");
  assert.equal(next(at("2"), ["1", "2", "10"], []), "10");
  assert.equal(next(at("10"), ["1", "2", "10"], []), "1");
});

test("after one that has ended comes the one that would have", () => {
  assert.equal(next(at("2"), ["1", "3"], []), "3");
  assert.equal(next(at("4"), ["1", "3"], []), "1");
});

test("numbers of campaigns are told apart to the last digit", () => {
  const [one, other] = ["900000000000000001", "900000000000000002"];
  assert.equal(next(at(one), [one, other], []), other);
});

test("without campaigns there is no next one", () => {
  assert.equal(next(at("2"), [], []), null);
});

test("a critical alert that was not seen yet comes first", () => {
  assert.equal(next(at("1"), ["1", "2", "3"], ["3:7"]), "3");
  assert.equal(next(blank(), ["1", "2", "3"], ["2:5", "3:7"]), "2");
});

test("one that has had its turn waits for the next like all others", () => {
  let state = noted(at("1"), "3", ["3:7"], 10);
  assert.equal(next(state, ["1", "2", "3"], ["3:7"]), "1");
  state = noted(state, "1", ["3:7"], 20);
  assert.equal(next(state, ["1", "2", "3"], ["3:7"]), "2");
});

test("a new alert of the same campaign has a turn of its own, and what is over is forgotten", () => {
  let state = noted(noted(at("1"), "3", ["3:7"], 10), "1", ["3:7", "3:8"], 20);
  assert.equal(next(state, ["1", "2", "3"], ["3:7", "3:8"]), "3");
  state = noted(state, "1", [], 30);
  assert.deepEqual(state.seen, []);
});

test("a turn lasts as long as was asked for, from when the campaign was shown", () => {
  const state = at("1", [], 1000);
  assert.equal(elapsed(state, ["1", "2"], [], 20_000, 1000), 0);
  assert.equal(elapsed(state, ["1", "2"], [], 20_000, 11_000), 0.5);
  assert.equal(elapsed(state, ["1", "2"], [], 20_000, 21_000), 1);
  assert.equal(elapsed(state, ["1", "2"], [], 20_000, 99_000), 1);
});

test("the same campaign shown again and again does not begin its turn anew", () => {
  const state = noted(at("1", [], 1000), "1", [], 9000);
  assert.equal(elapsed(state, ["1", "2"], [], 20_000, 11_000), 0.5);
});

test("a campaign with a critical alert stays twice as long", () => {
  assert.equal(elapsed(at("1", ["1:5"]), ["1", "2"], ["1:5"], 20_000, 20_000), 0.5);
});

test("a critical alert elsewhere waits for five seconds, not for the end of the turn", () => {
  assert.equal(elapsed(at("1"), ["1", "2"], ["2:5"], 20_000, 4_000), 0.8);
  assert.equal(elapsed(at("1"), ["1", "2"], ["2:5"], 20_000, 5_000), 1);
});

test("a campaign that is alone stays, one that has ended goes", () => {
  assert.equal(elapsed(at("1"), ["1"], [], 20_000, 99_000), 0);
  assert.equal(elapsed(at("1"), ["2"], [], 20_000, 0), 1);
  assert.equal(elapsed(blank(), ["2", "3"], [], 20_000, 0), 1);
});

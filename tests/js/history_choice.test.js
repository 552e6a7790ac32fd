"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { historyChoice } = require("./page.js").load("audit_filter", "history_choice");
const { FIRST, beside, query, read, written } = historyChoice;

const SHOWN = ["attempts", "connects"];

test("what an address says comes back in the address, and nothing else does", () => {
  const search = "?range=own&from=2026-03-01T10:00&to=2026-03-02T10:00&compare=7&show=connects";
  const choice = read(`${search}&x=1`, SHOWN);
  assert.deepEqual(choice, {
    range: "own", from: "2026-03-01T10:00", to: "2026-03-02T10:00", compare: "7", show: "connects",
  });
  assert.equal(written("", choice), search);
  assert.equal(written("?lang=cs&range=7d", choice), search.replace("?", "?lang=cs&"));
  assert.equal(written("?range=7d", FIRST), "");
  assert.equal(beside(`${search}&state=calling,acw`), "?state=calling,acw");
});

test("what nobody knows is left out", () => {
  const odd = "?range=constructor&from=soon&to=2026-03-01&compare=1e3&show=__proto__";
  assert.deepEqual(read(odd, SHOWN), FIRST);
  assert.equal(read("?compare=last_week", SHOWN).compare, "last_week");
});

test("moments of an own range stay out of the address of another one", () => {
  const own = read("?range=own&from=2026-03-01T10:00", SHOWN);
  assert.equal(written("", { ...own, range: "7d" }), "?range=7d");
});

test("days are days of the zone, and what ends today has no end", () => {
  const now = Date.parse("2026-03-28T23:30:00Z"); // half past midnight of the 29th in Prague
  const asked = (range, zone = "Europe/Prague") =>
    Object.fromEntries(query({ ...FIRST, range, from: "a", to: "b" }, now, zone));
  const tz = "Europe/Prague";
  assert.deepEqual(asked("today"), { tz, from: "2026-03-29", to: "2026-03-30" });
  assert.deepEqual(asked("today", "UTC"), { tz: "UTC", from: "2026-03-28", to: "2026-03-29" });
  assert.deepEqual(asked("yesterday"), { tz, from: "2026-03-28", to: "2026-03-29" });
  assert.deepEqual(asked("7d"), { tz, from: "2026-03-23" });
  assert.deepEqual(asked("30d"), { tz, from: "2026-02-28" });
  assert.deepEqual(asked("start"), { tz });
  assert.deepEqual(asked("own"), { tz, from: "a", to: "b" });
  assert.deepEqual(asked("hour"), { tz, from: "2026-03-28T22:30:00.000Z" });
});

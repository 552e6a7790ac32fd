"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { comparison, fits, read, turned, write } = require("./page.js").load("order").order;

const STATUSES = ["in_progress", "paused", "finished"];
const row = (id, given = {}) => ({
  id,
  name: `Campaign ${id}`,
  mode: "preview",
  status: "in_progress",
  problems: [0, 0],
  ...given,
});
const sorted = (search, ...rows) =>
  rows.sort(comparison(read(search), "cs", STATUSES)).map(({ id }) => id);

test("problems come first, critical ones before any number of warnings, then what moves", () => {
  const rows = [
    row(1, { status: "finished" }),
    row(2),
    row(3, { problems: [0, 99] }),
    row(4, { problems: [1, 0], status: "paused" }),
    row(5, { status: "archived" }),
    row(6, { problems: null }),
  ];
  assert.deepEqual(sorted("", ...rows), [4, 3, 2, 1, 5, 6]);
});

test("a number that nobody knows is the smallest", () => {
  const rows = [row(1, { progress: null }), row(2, { progress: 0 }), row(3, { progress: 0.5 })];
  assert.deepEqual(sorted("?sort=-progress", ...rows), [3, 2, 1]);
  assert.deepEqual(sorted("?sort=progress", ...rows), [1, 2, 3]);
});

test("names are sorted as in the language, and by their numbers", () => {
  const rows = [row(1, { name: "Zima" }), row(2, { name: "Čeští" }), row(3, { name: "Cena 10" }), row(4, { name: "Cena 9" })];
  assert.deepEqual(sorted("?sort=name", ...rows), [4, 3, 2, 1]);
});

test("what is equal keeps one order whatever the direction", () => {
  assert.deepEqual(sorted("?sort=mode", row(2), row(1)), [1, 2]);
  assert.deepEqual(sorted("?sort=-mode", row(2), row(1)), [1, 2]);
});

for (const [search, isThere] of [
  ["", true],
  ["?q=spring", true],
  ["?q=PRÍPRAVY", true],
  ["?q=autumn", false],
  ["?status=paused", true],
  ["?status=finished", false],
  ["?mode=preview", false],
  ["?problems=1", true],
  ["?q=spring&status=paused&mode=predictive&problems=1", true],
]) {
  test(`${search || "nothing asked"} ${isThere ? "shows" : "hides"} it`, () => {
    const one = row(1, { name: "Přípravy: Spring", status: "paused", mode: "predictive", problems: [0, 1] });
    assert.equal(fits(one, read(search)), isThere);
  });
}

test("without any problem, or any knowledge of them, it is none with problems", () => {
  assert.equal(fits(row(1), read("?problems=1")), false);
  assert.equal(fits(row(1, { problems: null }), read("?problems=1")), false);
});

test("an address says what is asked, and keeps what is not ours", () => {
  for (const search of ["", "?q=a+b", "?lang=cs&status=paused&mode=preview&problems=1&sort=-total"])
    assert.equal(write(read(search), search), search);
  assert.equal(write(read(""), "?q=old&lang=cs"), "?lang=cs");
});

test("a heading begins with what one looks for, and turns round", () => {
  const first = read("");
  assert.deepEqual([turned(first, "total").column, turned(first, "total").isDown], ["total", true]);
  assert.equal(turned(first, "name").isDown, false);
  assert.equal(turned(first, "problems").isDown, false);
});

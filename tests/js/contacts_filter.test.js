"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { contactsFilter } = require("./page.js").load("history_choice", "contacts_filter");

const CODES = ["initial", "calling", "acw", "other"];
const read = (search) => contactsFilter.read(search, CODES);

test("an address and back", () => {
  const search = "?lang=cs&state=calling,acw&q=novák&min_dwell=300&sort=-since";
  const filter = read(search);
  assert.deepEqual(filter.state, ["calling", "acw"]);
  assert.equal(filter.min_dwell, "300");
  const again = contactsFilter.written("?lang=cs&q=old", filter);
  assert.deepEqual(read(again), filter);
  assert.match(again, /lang=cs/);
  assert.match(again, /state=calling,acw/);
});

test("what nobody knows is left out", () => {
  const filter = read("?state=nothing,acw,acw,__proto__&sort=phone&x=1");
  assert.deepEqual(filter.state, ["acw"]);
  assert.equal(filter.sort, "");
});

test("an empty filter leaves no trace in the address", () => {
  assert.equal(contactsFilter.written("?state=acw&sort=-id", read("")), "");
  assert.equal(contactsFilter.written("?lang=cs&q=a", read("")), "?lang=cs");
});

test("what an address says beside the filter", () => {
  assert.equal(contactsFilter.beside("?lang=cs&state=acw&sort=-id"), "?lang=cs");
  assert.equal(contactsFilter.beside("?state=&q=a"), "");
});

test("what is asked of the API", () => {
  const query = new URLSearchParams(contactsFilter.query(read("?state=acw&sort=since"), 50, "abc"));
  assert.deepEqual(Object.fromEntries(query), { state: "acw", sort: "since", limit: "50", cursor: "abc" });
  assert.equal(contactsFilter.query(read(""), 100, null), "?limit=100");
});

test("lengths of time are read and written", () => {
  const lengths = { 90: "90", "5 m": "300", "2h": "7200", "3 D": "259200", "10 min": "600", " 7 s ": "7" };
  for (const [text, seconds] of Object.entries(lengths)) assert.equal(contactsFilter.seconds(text), seconds);
  for (const text of ["", "x", "-5", "1.5 h", "5 weeks", "1e3"]) assert.equal(contactsFilter.seconds(text), null);
  assert.equal(contactsFilter.spelled("300"), "5 m");
  assert.equal(contactsFilter.spelled("86400"), "1 d");
  assert.equal(contactsFilter.spelled("61"), "61 s");
  assert.equal(contactsFilter.spelled(""), "");
});

test("states alone are counted by the live numbers", () => {
  assert.ok(contactsFilter.isOfStates(read("?state=acw&sort=-id")));
  assert.ok(!contactsFilter.isOfStates(read("?state=acw&q=a")));
  assert.ok(contactsFilter.isEmpty(read("?sort=-id")));
  assert.ok(!contactsFilter.isEmpty(read("?state=acw")));
});

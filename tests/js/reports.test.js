"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load } = require("./page.js");
const parts = ["texts", "formats", "audit_filter", "desk/reports_question", "desk/reports_runs"];
const { reportsQuestion: question, reportsRuns: runs } = load(...parts);

const KNOWN = {
  reports: [
    { kind: "summary", title: "Summary", formats: ["csv", "xlsx", "json", "pdf"] },
    { kind: "contacts", title: "Contacts", formats: ["csv", "xlsx", "json"] },
  ],
  timezone: "UTC",
};
const CAMPAIGNS = [{ id: 7, timezone: "Europe/Prague" }, { id: 8, timezone: "Asia/Tokyo" }];
const read = (search) => question.read(search, KNOWN);

test("an address says what is asked, and is written again as it was", () => {
  const search = "?lang=cs&kind=contacts&campaign=7%2C8&from=2026-03-01T08%3A00&to=2026-04-01&tz=Asia%2FTokyo&state=success&format=xlsx&file_lang=en";
  const wish = read(search);
  assert.deepEqual(wish.campaign, ["7", "8"]);
  assert.deepEqual([wish.kind, wish.range, wish.from, wish.to, wish.tz], ["contacts", "own", "2026-03-01T08:00", "2026-04-01", "Asia/Tokyo"]);
  assert.equal(question.written(search, wish), search);
});

test("what nobody says is all of it, as the first file there is", () => {
  const wish = read("");
  assert.deepEqual([wish.kind, wish.range, wish.format, wish.campaign], ["summary", "all", "csv", []]);
  assert.equal(question.written("?lang=cs", wish), "?lang=cs&kind=summary&format=csv");
});

test("a report that is not there, and a format that it has not, give way", () => {
  assert.equal(read("?kind=gossip").kind, "summary");
  assert.equal(read("?kind=contacts&format=pdf").format, "csv");
  assert.equal(question.fitted({ ...read("?kind=summary&format=pdf"), kind: "contacts" }, KNOWN).format, "csv");
});

test("a time that has a name has no ends of its own", () => {
  const own = read("?from=2026-01-01");
  assert.deepEqual([own.range, own.from], ["own", "2026-01-01"]);
  assert.equal(question.fitted({ ...own, range: "yesterday" }, KNOWN).from, "");
});

test("the API is asked for the file's language, not the page's", () => {
  assert.equal(question.query(read("?range=yesterday&campaign=7"), "UTC", "cs"), "?campaign=7&tz=UTC&format=csv&range=yesterday&lang=cs");
  assert.equal(question.query(read("?from=2026-01-01&file_lang=en"), "UTC", "cs"), "?from=2026-01-01&tz=UTC&format=csv&lang=en");
  assert.equal(question.path(read("")), "/api/v1/reports/summary");
});

test("the zone is the one chosen, that of the only campaign, or that of the house", () => {
  const zone = (search) => question.zone(read(search), KNOWN, CAMPAIGNS);
  assert.equal(zone(""), "UTC");
  assert.equal(zone("?campaign=7"), "Europe/Prague");
  assert.equal(zone("?campaign=7,8"), "UTC");
  assert.equal(zone("?campaign=9"), "UTC");
  assert.equal(zone("?campaign=7&tz=Asia%2FTokyo"), "Asia/Tokyo");
});

test("values are shown by what they are", () => {
  const states = { success: { label: "Success" } };
  const cell = (value, kind) => question.cell(value, kind, "Europe/Prague", states);
  assert.equal(cell(41188, "whole"), "41,188");
  assert.equal(cell(0.018, "rate"), "1.8\u00a0%");
  assert.equal(cell(34, "seconds"), "34\u00a0s");
  assert.equal(cell("success", "state"), "Success");
  assert.equal(cell("hypnotized", "state"), "hypnotized");
  assert.equal(cell("2026-03-01T12:00:05.250Z", "instant"), "2026-03-01 13:00:05");
  assert.equal(cell(1.5, "number"), "1.5");
  assert.equal(cell(null, "whole"), "");
  assert.equal(cell("=1+1", "text"), "=1+1");
});

test("a count that is not all says so", () => {
  const texts = { rows: "{n} rows", least: "{n} rows or more" };
  assert.equal(question.size({ count: 1200, exact: true }, texts), "1,200 rows");
  assert.equal(question.size({ count: 20000, exact: false }, texts), "20,000 rows or more");
});

test("a run is said in one line, with whose it is", () => {
  const texts = { writing: "{report} {format} {n}", done: "done {n}", stopped: "stopped", broken: "failed {reason}", whose: "{who}: {what}" };
  const run = { own: true, kind: "contacts", format: "csv", rows: 1234, state: "running", reason: null, who: "ana" };
  const said = (more) => runs.sentence({ ...run, ...more }, texts, { contacts: "Contacts" });
  assert.equal(said({}), "Contacts CSV 1,234");
  assert.equal(said({ state: "done" }), "done 1,234");
  assert.equal(said({ state: "failed", reason: "No." }), "failed No.");
  assert.equal(said({ own: false, state: "stopped" }), "ana: stopped");
});

test("what runs has a line, and the last one of one's own", () => {
  const all = [
    { id: 1, own: false, state: "running" },
    { id: 2, own: true, state: "done" },
    { id: 3, own: true, state: "done" },
    { id: 4, own: false, state: "done" },
  ];
  assert.deepEqual(runs.shown(all).map(({ id }) => id), [1, 2]);
});

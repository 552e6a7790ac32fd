"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const { load } = require("./page.js");
const { historyShape: shape } = load("texts", "formats", "history_shape");

beforeEach(() => {
  document.documentElement.lang = "en";
});

const hours = (day, from, to, offset) =>
  Array.from({ length: to - from }, (_, i) => `2026-${day}T${String(from + i).padStart(2, "0")}:00${offset}`);

const AUTUMN = [...hours("10-25", 0, 3, "+02:00"), ...hours("10-25", 2, 24, "+01:00")];

const BODY = {
  bucket: "PT1H",
  labels: hours("05-01", 8, 11, "+02:00"),
  whole: [true, true, false],
  series: {
    attempts: [3, 1200, null],
    connects: [1, 300, null],
    attempts_ended: [2, 0, null],
    connect_rate: [0.5, null, null],
  },
  states: { initial: [5, 4, null], calling: [1, 2, null], success: [0, 1, null] },
  compare: null,
};
const WORDS = {
  time: "Time", rate: "Rate", connects: "Connects", ended: "Ended",
  series: { attempts: "Attempts", connects: "Connects" },
  groups: [{ label: "Open", codes: ["initial", "calling"] }, { label: "Won", codes: ["success"] }],
};

test("an hour that clocks show twice says which one it is", () => {
  const times = shape.times(AUTUMN, "PT1H");
  assert.deepEqual(times.slice(1, 5), [
    "25 Oct, 01:00", "25 Oct, 02:00 (+02:00)", "25 Oct, 02:00 (+01:00)", "25 Oct, 03:00",
  ]);
  assert.equal(shape.times(["2026-03-01T00:00+01:00"], "P1D")[0], "Sun, 1 Mar 2026");
  document.documentElement.lang = "cs";
  assert.equal(shape.times(["2026-03-01T00:00+01:00"], "P1M")[0], "březen 2026");
});

test("below a day stand hours, below more days their names, and never too many", () => {
  assert.deepEqual(shape.ticks(AUTUMN, "PT1H", 4).text, ["00:00", "06:00", "12:00", "18:00"]);
  assert.deepEqual(shape.ticks(AUTUMN, "PT1H", 4).at, [0, 7, 13, 19]);
  const week = ["01", "02", "03", "04", "05"].flatMap((day) => hours(`05-${day}`, 0, 24, "+02:00"));
  assert.deepEqual(shape.ticks(week, "PT1H", 8).text, ["1 May", "2 May", "3 May", "4 May", "5 May"]);
  assert.deepEqual(shape.ticks(week, "PT1H", 3).text, ["1 May", "3 May", "5 May"]);
  const days = week.filter((_, i) => i % 24 === 0);
  assert.deepEqual(shape.ticks(days, "P1D", 2).text, ["1 May", "4 May"]);
});

test("a chart shows what was counted, and pale what is not over", () => {
  const { data, layout } = shape.moves(BODY, "attempts", 8);
  assert.deepEqual(data[0].y, [3, 1200, null]);
  assert.deepEqual(data[0].marker.opacity, [1, 1, 0.45]);
  assert.deepEqual(data[1], { x: [], y: [], customdata: [] });
  assert.deepEqual(layout.xaxis.range, [-0.5, 2.5]);
  const compare = { labels: hours("04-30", 8, 11, "+02:00"), series: { ...BODY.series, attempts: [7, 8, 9] } };
  const beside = shape.moves({ ...BODY, compare }, "attempts", 8).data[1];
  assert.deepEqual([beside.x, beside.y, beside.customdata[0]], [[0, 1, 2], [7, 8, 9], "30 Apr, 08:00"]);
  assert.match(shape.rate({ ...BODY, compare }, 8).data[0].customdata[0], /08:00 · 1 \/ 2$/);
});

test("where nothing was counted there is no scale", () => {
  const nothing = { ...BODY, series: { ...BODY.series, attempts: [0, 0, null] } };
  assert.deepEqual(shape.moves(nothing, "attempts", 8).layout.yaxis, { range: [0, 1], tickvals: [0] });
  assert.equal(shape.moves(BODY, "attempts", 8).layout.yaxis, undefined);
  const before = { ...nothing, compare: { labels: BODY.labels, series: { attempts: [0, 7, 0] } } };
  assert.equal(shape.moves(before, "attempts", 8).layout.yaxis, undefined);
});

test("states stand upon each other by group, and what is ahead is not known", () => {
  assert.deepEqual(shape.grouped(BODY, ["initial", "calling"]), [6, 6, null]);
  assert.deepEqual(shape.states(BODY, WORDS.groups, 8).data.map(({ y }) => y), [[0, 1, null], [6, 6, null]]);
  assert.equal(shape.last([6, 7, null]), 7);
  assert.equal(shape.last([null]), null);
});

test("tables say what charts show", () => {
  assert.deepEqual(shape.movesTable(BODY, "attempts", WORDS, ""), {
    head: ["Time", "Attempts", "Connects"],
    rows: [["1 May, 08:00", "3", "1"], ["1 May, 09:00", "1,200", "300"], ["1 May, 10:00", "–", "–"]],
  });
  const compare = { labels: BODY.labels, series: { ...BODY.series, attempts: [7, 8, null], connect_rate: [1, 0, null] } };
  const beside = { ...BODY, compare };
  assert.deepEqual(shape.movesTable(beside, "attempts", WORDS, "before").rows[0], ["1 May, 08:00", "3", "1", "7"]);
  assert.equal(shape.movesTable(beside, "attempts", WORDS, "before").head.at(-1), "Attempts, before");
  const rows = shape.rateTable(beside, WORDS, "before").rows;
  assert.deepEqual(rows[0], ["1 May, 08:00", "50.0\u00a0%", "1", "2", "100.0\u00a0%"]);
  assert.deepEqual(rows[1], ["1 May, 09:00", "–", "300", "0", "0.0\u00a0%"]);
  assert.deepEqual(shape.statesTable(BODY, WORDS).rows[1], ["1 May, 09:00", "6", "1"]);
});

test("a week begins on Monday", () => {
  assert.deepEqual(shape.weekdays(), ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
});

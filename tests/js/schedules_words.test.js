"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load } = require("./page.js");
const parts = ["texts", "formats", "deed_fields", "desk/schedules_words", "desk/schedules_form"];
const { schedulesWords: words, schedulesForm: form } = load(...parts);

const TEXTS = {
  day: "Daily at {time}", week: "Weekly, {day} at {time}", month: "Monthly, on day {day} at {time}",
  lastDay: "Monthly, on the last day at {time}", here: "{time} here", done: "Written", late: "Came late",
  failed: "Failed", overdue: "Overdue", unsent: "Not sent", stopped: "Stopped", ended: "Ended", none: "No report yet",
  waiting: "Waits", writing: "Is being written", skipped: "{n} before it were not made up for.",
  notSent: "{receiver} did not take it: {reason}", unknown: "?", rows: "{n} rows", written: "written {time}",
  sent: "sent to {receiver} {time}", removed: "gone", all: "all campaigns", some: "campaigns {ids}", to: "to {names}",
  by: "made by {name}", webhook: "webhook",
};
const DUE = "2026-03-21T01:30:00Z";
const NEXT = "2026-03-22T01:30:00Z";
const RUN = {
  due_at: DUE, start: "2026-03-19T23:00:00Z", end: "2026-03-20T23:00:00Z", status: "done", late: false, skipped: 0,
  done_at: "2026-03-21T01:31:00Z", removed_at: null, bytes: 34_560, rows: 1204, error: null, sent: [],
};
const SCHEDULE = { next_at: NEXT, ended_at: null, error: null, last: RUN };
const NOW = Date.parse("2026-03-21T12:00:00Z");
const run = (more) => ({ ...RUN, ...more });
const tone = (more, now = NOW) => {
  const { tone: found, word } = words.standing({ ...SCHEDULE, ...more }, now, TEXTS);
  return `${found}: ${word}`;
};

test("when a report comes is said with its zone", () => {
  const at = { time: "06:30", timezone: "Europe/Prague" };
  assert.equal(words.when({ ...at, every: "day", day: null }, TEXTS), "Daily at 06:30 (Europe/Prague)");
  assert.equal(words.when({ ...at, every: "week", day: 0 }, TEXTS), "Weekly, Monday at 06:30 (Europe/Prague)");
  assert.equal(words.when({ ...at, every: "month", day: 1 }, TEXTS), "Monthly, on day 1 at 06:30 (Europe/Prague)");
  assert.equal(words.when({ ...at, every: "month", day: 31 }, TEXTS), "Monthly, on the last day at 06:30 (Europe/Prague)");
});

test("a moment is that of the schedule's clocks, with ours where they differ", () => {
  assert.equal(words.moment(DUE, "Europe/Prague", TEXTS, "Europe/Prague"), "21 Mar 2026, 02:30");
  assert.equal(words.moment(DUE, "Europe/Prague", TEXTS, "UTC"), "21 Mar 2026, 02:30 (01:30 here)");
  assert.equal(words.moment(DUE, "Europe/Prague", TEXTS, "America/New_York"), "21 Mar 2026, 02:30 (20 Mar 2026, 21:30 here)");
});

test("the days that a report covers are whole days of its zone", () => {
  assert.equal(words.days(RUN, "Europe/Prague"), "20 Mar 2026");
  const week = { start: "2026-03-15T23:00:00Z", end: "2026-03-22T23:00:00Z" };
  assert.equal(words.days(week, "Europe/Prague").replaceAll(/\s/g, ""), "16–22Mar2026");
});

test("sizes are short", () => {
  assert.deepEqual([0, 999, 1000, 9960, 34_560, 5_250_000].map(words.size).map((text) => text.replace("\u00a0", " ")), [
    "0 B", "999 B", "1.0 kB", "10.0 kB", "35 kB", "5.3 MB",
  ]);
});

test("only what was written in time and sent is told as well", () => {
  assert.equal(tone({}), "good: Written");
  assert.equal(tone({ last: null }), "muted: No report yet");
  assert.equal(tone({ last: run({ late: true }) }), "warn: Came late");
  assert.equal(tone({ last: run({ status: "failed", error: "disk full" }) }), "critical: Failed");
  assert.equal(tone({ last: run({ status: "writing" }), next_at: NEXT }, Date.parse(DUE) + 60_000), "muted: Is being written");
  assert.equal(tone({ last: run({ status: "writing" }) }), "warn: Overdue");
  assert.equal(tone({ next_at: DUE }), "warn: Overdue");
  assert.equal(tone({ ended_at: DUE }), "muted: Ended");
  assert.equal(tone({ ended_at: DUE, error: "may not" }), "critical: Stopped");
  const tried = { receiver: "webhook", attempts: 2, delivered_at: null, error: "The answer was 500." };
  assert.equal(tone({ last: run({ sent: [tried] }) }), "warn: Not sent");
  assert.equal(tone({ last: run({ sent: [{ ...tried, attempts: 0, error: null }] }) }), "good: Written");
  assert.equal(words.ofRun(run({ sent: [tried] }), TEXTS).said, "webhook did not take it: The answer was 500.");
  assert.equal(words.ofRun(run({ late: true, skipped: 13 }), TEXTS).said, "13 before it were not made up for.");
});

test("what was stopped by nobody is seen for two weeks", () => {
  assert.equal(words.isCurrent(SCHEDULE, NOW), true);
  assert.equal(words.isCurrent({ ...SCHEDULE, ended_at: DUE }, NOW), false);
  const stopped = { ...SCHEDULE, ended_at: DUE, error: "may not" };
  assert.deepEqual([0, 13, 15].map((days) => words.isCurrent(stopped, NOW + days * 86_400_000)), [true, true, false]);
});

test("of a file its rows, size, and when it was written and sent", () => {
  const sent = [{ receiver: "webhook", attempts: 1, delivered_at: "2026-03-21T01:32:00Z", error: null }];
  const said = words.about(run({ sent }), "UTC", TEXTS).map((text) => text.replace("\u00a0", " "));
  assert.deepEqual(said.slice(0, 2), ["1,204 rows", "35 kB"]);
  assert.equal(said[3], "sent to webhook 21 Mar 2026, 01:32");
  assert.deepEqual(words.about(run({ status: "failed" }), "UTC", TEXTS), []);
});

test("what a schedule is of", () => {
  const schedule = { kind: "summary", format: "csv", campaigns: [1, 2], receivers: ["webhook"], created_by: "mia" };
  assert.deepEqual(words.facts(schedule, [{ key: "summary", title: "Summary" }], TEXTS), [
    "Summary, CSV", "campaigns 1, 2", "to webhook", "made by mia",
  ]);
});

test("campaigns are found by name and number, and those chosen stay in sight", () => {
  const campaigns = [{ id: 1, name: "Spring" }, { id: 2, name: "Autumn" }, { id: 3, name: null }];
  const found = (text, ...chosen) => form.fitting(campaigns, new Set(chosen), text).map(({ id }) => id);
  assert.deepEqual(found("spr"), [1]);
  assert.deepEqual(found("3"), [3]);
  assert.deepEqual(found("spr", 2), [2, 1]);
  const many = Array.from({ length: 300 }, (_, at) => ({ id: at, name: "x" }));
  assert.equal(form.fitting(many, new Set([299]), "x").length, 101);
  assert.equal(form.fitting(many, new Set([299]), "x")[0].id, 299);
});

test("nothing is sent that is not whole", () => {
  const wish = { name: "Each day", time: "06:00", timezone: "UTC" };
  assert.equal(form.isRight(wish), true);
  assert.equal(form.isRight({ ...wish, campaigns: [1] }), true);
  for (const wrong of [{ name: "" }, { time: "" }, { timezone: "" }, { campaigns: [] }]) {
    assert.equal(form.isRight({ ...wish, ...wrong }), false);
  }
});

"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { replay } = require("./page.js").load("frames", "desk/replay");

const NOON = Date.parse("2026-05-01T12:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ms) => ({ ms });

test("every speed goes as fast as it says", () => {
  for (const [speed, { step, everyMs }] of Object.entries(replay.SPEEDS))
    assert.equal((step * 1_000) / everyMs, Number({ 1: 1, 10: 10, 60: 60 }[speed]));
});

test("frames are asked for before they run out, and never more than a few", () => {
  const { step, count } = replay.SPEEDS[60];
  const far = NOON + 24 * HOUR;
  assert.equal(replay.wanted([], NOON, 60, far), NOON + step * 1_000);
  const few = Array.from({ length: count / 2 }, (_, i) => at(NOON + i));
  assert.equal(replay.wanted(few, NOON, 60, far), few.at(-1).ms + step * 1_000);
  assert.equal(replay.wanted([...few, at(NOON + HOUR)], NOON, 60, far), null);
});

test("what lies ahead is not asked for, and the end is the end once all was played", () => {
  assert.equal(replay.wanted([], NOON, 60, NOON + 14_999), null);
  assert.equal(replay.wanted([], NOON, 60, NOON + 15_000), NOON + 15_000);
  assert.equal(replay.isOver([], NOON, 60, NOON + 14_999), true);
  assert.equal(replay.isOver([], NOON, 60, NOON + 15_000), false);
  assert.equal(replay.isOver([at(NOON)], NOON, 60, NOON), false);
});

test("the first frame of an answer says all, the others what changed", () => {
  const [full, next] = replay.framesOf({
    frames: [
      { at: "2026-05-01T12:00:00.000Z", set: { a: { text: "1", hidden: false } } },
      { at: "2026-05-01T12:00:15.000Z", set: { a: { text: "2" } } },
    ],
  });
  assert.deepEqual([full.ms, next.ms], [NOON, NOON + 15_000]);
  const first = replay.known({ gone: { text: "of before" } }, full);
  assert.deepEqual(first, { a: { text: "1", hidden: false } });
  assert.deepEqual(replay.known(first, next), { a: { text: "2", hidden: false } });
});

test("an address holds a moment to the second, beside what else it says", () => {
  const search = replay.address("?lang=cs&at=old", NOON + 7_900);
  assert.equal(search, "?lang=cs&at=2026-05-01T12:00:07Z");
  assert.equal(replay.asked(search), NOON + 7_000);
  assert.equal(replay.asked("?at=2026-05-01T14:00:00%2B02:00"), NOON);
  assert.equal(replay.asked("?lang=cs"), null);
  for (const text of ["", "noon", "2026-05-01", "2026-05-01T12:00", "2026-13-01T12:00:00Z"])
    assert.ok(Number.isNaN(replay.asked(`?at=${text}`)), text);
});

const life = (moves, level = 60) =>
  replay.lifeOf({ began: "2026-05-01T12:00:00Z", until: "2026-05-02T12:00:00Z", level, moves });

test("a life begins with the first whole second there is", () => {
  const told = { began: "2026-05-01T11:59:59.001Z", until: "2026-05-02T12:00:00.500Z", level: 60, moves: [] };
  assert.equal(replay.lifeOf(told).began, NOON);
});

test("it begins an hour before the last move, or half way through fewer hours", () => {
  const start = NOON / MINUTE;
  assert.equal(replay.first(life([[start, 5], [start + 600, 9]])), NOON + 10 * HOUR);
  assert.equal(replay.first(life([[start, 5]])), NOON + HOUR / 2);
  assert.equal(replay.first(life([])), NOON + 24 * HOUR);
});

test("nobody goes before the beginning or past the newest moment", () => {
  assert.deepEqual(replay.within(NOON - 1, NOON, NOON + HOUR), { ms: NOON, outside: "early" });
  assert.deepEqual(replay.within(NOON + HOUR + 1, NOON, NOON + HOUR), { ms: NOON + HOUR, outside: "ahead" });
  assert.deepEqual(replay.within(NOON + 1, NOON, NOON + HOUR), { ms: NOON + 1, outside: "" });
});

test("the shape has a column for each while, the tallest as tall as there is room", () => {
  const start = NOON / MINUTE;
  const found = life([[start - 30, 1], [start + 720, 4]]);
  assert.equal(
    replay.shape(found, found.until),
    "0 100%, 0.00% 100%, 0.00% 75%, 2.08% 75%, 2.08% 100%, " +
      "50.00% 100%, 50.00% 0%, 54.17% 0%, 54.17% 100%, 100% 100%",
  );
  assert.equal(replay.shape(life([]), NOON), "0 100%, 100% 100%");
});

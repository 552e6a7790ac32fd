"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load } = require("./page.js");
const { operationWords } = load("texts", "formats", "deed_words", "operation_words");

const TEXTS = {
  progress: "{done} of {total}",
  rate: "{n} a second",
  left: "{time} left",
  calls: "{n} call is let finish|{n} calls are let finish",
  skipped: "{n} skipped",
  wanted: "{n} waits|{n} wait",
  campaign: "Campaign {id}",
  "kind.cancel": "Cancel campaign",
};
const DEED = {
  kind: "cancel", stage: "running", campaign_id: 7, campaign_name: "Spring", total: 12_431, done: 8_000,
  skipped: 3, in_call: 14, rate: 8_214.2, seconds_left: 0.6, error: null, approved_by: null, undone_by: null,
  undo_until: "2026-05-01T12:10:00Z",
};

test("how far a deed is, in the words of the server", () => {
  const said = (given) => operationWords.facts({ ...DEED, ...given }, TEXTS).replaceAll("\u00a0", " ");
  assert.equal(said({}), "8,000 of 12,431 · 8,214 a second · 1 s left · 14 calls are let finish");
  assert.equal(said({ stage: "draining", in_call: 1, done: 12_431 }), "1 call is let finish · 12,431 of 12,431");
  assert.equal(said({ stage: "done" }), "8,000 of 12,431 · 3 skipped");
  assert.equal(said({ stage: "failed", error: "the disk is full" }), "the disk is full · 8,000 of 12,431");
  assert.equal(said({ stage: "awaiting_approval" }), "12,431 wait");
  const beside = operationWords.rest({ ...DEED, stage: "draining" }, TEXTS);
  assert.equal(beside, "14 calls are let finish");
});

test("the stages in their order, and where it stands", () => {
  const course = (given) => operationWords.course({ ...DEED, ...given }).map(({ stage, is }) => `${stage} ${is}`);
  assert.deepEqual(course({}), ["running now", "draining next", "done next"]);
  assert.deepEqual(course({ stage: "failed" }), ["failed now", "draining next", "done next"]);
  assert.deepEqual(course({ stage: "stopped" }), ["running past", "draining past", "stopped past"]);
  assert.deepEqual(course({ stage: "draining", approved_by: "bob" })[0], "awaiting_approval past");
});

test("it can be undone once, and while there is time", () => {
  const before = Date.parse("2026-05-01T12:09:00Z");
  assert.equal(operationWords.canBeUndone(DEED, before), true);
  assert.equal(operationWords.canBeUndone(DEED, before + 60_000), false);
  assert.equal(operationWords.canBeUndone({ ...DEED, undone_by: 9 }, before), false);
  assert.equal(operationWords.canBeUndone({ ...DEED, kind: "undo" }, before), false);
  assert.equal(operationWords.canBeUndone({ ...DEED, undo_until: null }, before), false);
});

test("a deed on all campaigns names none", () => {
  assert.equal(operationWords.campaign({ campaign_id: null }, TEXTS), "");
  assert.equal(operationWords.campaign({ campaign_id: 7 }, TEXTS), "Campaign 7");
  assert.equal(operationWords.campaign(DEED, TEXTS), "Spring");
});

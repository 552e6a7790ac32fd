"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load } = require("./page.js");
const parts = ["texts", "formats", "deed_words", "deed_fields", "deed_dialog"];
const { deedWords, deedFields, deedDialog } = load(...parts);

const TEXTS = {
  "cancel.moved": "{n} waiting will be canceled",
  drains: "{n} call will be let finish|{n} calls will be let finish",
  acw: "{n} in after-call work is untouched|{n} in after-call work are untouched",
  untouched: "{n} stays as it is|{n} stay as they are",
  unknown: "not known",
  unavailable: "busy: {reason}",
  forbidden: "not allowed",
  refused: "not done: {reason}",
};
const PLAN = {
  kind: "cancel",
  fates: {
    moved: { initial: 12_000, retry_scheduled: 431, dial_failed: 0 },
    drains: { calling: 10, call_in_progress: 4 },
    untouched: { acw: 3, success: 8_412 },
  },
  counts: { moved: 12_431, asked: 0, drains: 14, untouched: 8_415 },
};

test("a plan is told by fate, after-call work by itself, and by state", () => {
  const lines = deedWords.lines(PLAN, TEXTS);
  assert.deepEqual(
    lines.map((line) => line.text),
    [
      "12,431 waiting will be canceled",
      "14 calls will be let finish",
      "3 in after-call work are untouched",
      "8,412 stay as they are",
    ],
  );
  assert.deepEqual(lines[0].states, [["initial", 12_000], ["retry_scheduled", 431]]);
  assert.equal(deedWords.touched(PLAN), 12_445);
});

test("a fate that nobody has is not spoken of", () => {
  const lines = deedWords.lines({ kind: "cancel", fates: { moved: { initial: 0 }, drains: { calling: 1 } } }, TEXTS);
  assert.deepEqual(lines.map((line) => line.text), ["1 call will be let finish"]);
});

test("each language has its plurals", () => {
  const text = "{n} hovor|{n} hovory|{n} hovorů";
  document.documentElement.lang = "cs";
  assert.deepEqual([1, 3, 5].map((n) => deedWords.counted(text, n)), ["1 hovor", "3 hovory", "5 hovorů"]);
  document.documentElement.lang = "en";
  assert.equal(deedWords.counted("Remove {n} contact|Remove {n} contacts", 1214), "Remove 1,214 contacts");
  assert.equal(deedWords.counted("Cancel campaign", 2), "Cancel campaign");
});

test("why it was not done: what is certain, and what is not", () => {
  const said = (status, detail) => deedWords.refusal({ status, body: { detail } }, TEXTS);
  assert.equal(said(0), "not known");
  assert.equal(said(500, "x"), "not known");
  assert.equal(said(503, "full"), "busy: full");
  assert.equal(said(403, "x"), "not allowed");
  assert.equal(said(409, "it is finished."), "not done: it is finished.");
  assert.equal(deedWords.isAnswer(409), true);
  assert.equal(deedWords.isAnswer(0), false);
  assert.equal(deedWords.isAnswer(502), false);
});

const REASON = { name: "reason", kind: "text", required: true };
const form = (values) => ({
  elements: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, setAttribute() {} }])),
});

test("all has to stand there, and the name as it is", () => {
  const deed = { fields: [REASON], confirm: true };
  const right = (reason, typed) => deedFields.areRight(form({ reason, "deed-confirm": typed }), deed, "Spring  renewals ");
  assert.equal(right("by mistake", "Spring renewals"), true);
  assert.equal(right("by mistake", " Spring renewals"), true);
  assert.equal(right("by mistake", "spring renewals"), false);
  assert.equal(right("by mistake", ""), false);
  assert.equal(right("  \n ", "Spring renewals"), false);
});

test("an optional field may be empty, and is not sent then", () => {
  const deed = { fields: [REASON, { name: "note", kind: "line", required: false }], confirm: false };
  const filled = form({ reason: " by \n mistake ", note: "" });
  assert.equal(deedFields.areRight(filled, deed, ""), true);
  assert.deepEqual(deedFields.values(filled, deed), { reason: "by mistake" });
});

test("a button has a label before its number is known", () => {
  assert.equal(deedDialog.unnumbered("Remove {n} contact|Remove {n} contacts"), "Remove contacts");
});

"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const { formats, texts } = require("./page.js").load("texts", "formats");

const speak = (lang) => (globalThis.document = { documentElement: { lang } });
const spaced = (text) => text.replaceAll(" ", "\u00a0");

beforeEach(() => speak("en"));

test("ages in a list have no tenths", () => assert.equal(formats.length(9999, true), spaced("9 s")));

for (const [kind, number, en, cs] of [
  ["count", null, "–", "–"],
  ["count", 0, "0", "0"],
  ["count", 999, "999", "999"],
  ["count", 41_188, "41,188", "41 188"],
  ["count", 1e9, "1,000,000,000", "1 000 000 000"],
  ["rate", null, "–", "–"],
  ["rate", 0, "0.0 %", "0,0 %"],
  ["rate", 0.0181, "1.8 %", "1,8 %"],
  ["rate", 0.9999, "99.9 %", "99,9 %"],
  ["rate", 1, "100.0 %", "100,0 %"],
  ["rate", 15, "1,500.0 %", "1 500,0 %"],
  ["length", 0, "0.0 s", "0,0 s"],
  ["length", 449, "0.4 s", "0,4 s"],
  ["length", 9999, "9.9 s", "9,9 s"],
  ["length", 34_500, "34 s", "34 s"],
  ["length", 59_999, "59 s", "59 s"],
  ["length", 130_000, "2 m 10 s", "2 min 10 s"],
  ["length", 181_000, "3 m 01 s", "3 min 01 s"],
  ["length", 11_100_000, "3 h 05", "3 h 05"],
  ["length", 172_799_000, "47 h 59", "47 h 59"],
  ["length", 172_800_000, "2 d", "2 d"],
]) {
  test(`the ${kind} ${number} reads ${en}`, () => {
    assert.equal(formats[kind](number), spaced(en));
    speak("cs");
    assert.equal(formats[kind](number), spaced(cs));
  });
}

test("a text takes its values, and stays English where there is no other", () => {
  speak("cs");
  assert.equal(texts.t("Live"), "Živě");
  assert.equal(texts.t("{shown} of {all} campaigns", { shown: 2, all: 9 }), "2 z 9 kampaní");
  assert.equal(texts.t("Nobody wrote this"), "Nobody wrote this");
  speak("tlh");
  assert.equal(texts.t("Live"), "Live");
});

"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
require("../../assets/js/texts.js");
require("../../assets/js/formats.js");
const { formats, texts } = globalThis.dashboardLive;

const speak = (lang) => (globalThis.document = { documentElement: { lang } });
const spaced = (text) => text.replaceAll(" ", "\u00a0");

beforeEach(() => speak("en"));

for (const [ms, en, cs] of [
  [0, "0.0 s", "0,0 s"],
  [449, "0.4 s", "0,4 s"],
  [9999, "9.9 s", "9,9 s"],
  [34_500, "34 s", "34 s"],
  [59_999, "59 s", "59 s"],
  [130_000, "2 m 10 s", "2 min 10 s"],
  [181_000, "3 m 01 s", "3 min 01 s"],
  [11_100_000, "3 h 05", "3 h 05"],
  [172_799_000, "47 h 59", "47 h 59"],
  [172_800_000, "2 d", "2 d"],
]) {
  test(`${ms} ms reads ${en}`, () => {
    assert.equal(formats.length(ms), spaced(en));
    speak("cs");
    assert.equal(formats.length(ms), spaced(cs));
  });
}

test("ages in a list have no tenths", () => assert.equal(formats.length(9999, true), spaced("9 s")));

for (const [number, en, cs] of [
  [null, "–", "–"],
  [0, "0", "0"],
  [999, "999", "999"],
  [41_188, "41,188", "41 188"],
  [1e9, "1,000,000,000", "1 000 000 000"],
]) {
  test(`the count ${number}`, () => {
    assert.equal(formats.count(number), en);
    speak("cs");
    assert.equal(formats.count(number), spaced(cs));
  });
}

for (const [share, en, cs] of [
  [null, "–", "–"],
  [0, "0.0 %", "0,0 %"],
  [0.0181, "1.8 %", "1,8 %"],
  [0.9999, "99.9 %", "99,9 %"],
  [1, "100.0 %", "100,0 %"],
  [15, "1,500.0 %", "1 500,0 %"],
]) {
  test(`the rate ${share}`, () => {
    assert.equal(formats.rate(share), spaced(en));
    speak("cs");
    assert.equal(formats.rate(share), spaced(cs));
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

"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { read } = require("./page.js").load("wishes").wishes;

const USUAL = { rotate: 20_000, theme: "dark", lang: null, campaigns: null, sound: false };

test("without wishes everything is as usual", () => {
  assert.deepEqual(read(""), { ...USUAL, wrong: [] });
  assert.deepEqual(read("?token=x&rotat=3"), { ...USUAL, wrong: [] });
});

test("what can be met is met", () => {
  assert.deepEqual(read("?rotate=5&theme=light&lang=cs&campaigns=1,007,12&sound=on"), {
    rotate: 5000,
    theme: "light",
    lang: "cs",
    campaigns: ["1", "7", "12"],
    sound: true,
    wrong: [],
  });
});

for (const text of ["4", "3601", "-20", "2e1", "20s", "", "0x14", "NaN", " ", "99999999999999999999"])
  test(`rotate=${text} cannot be met`, () => {
    assert.deepEqual(read(`?rotate=${text}`), { ...USUAL, wrong: ["rotate"] });
  });

test("whatever is wrong is named, and the rest is met", () => {
  const wishes = read("?rotate=30&theme=pink&lang=fr&campaigns=1,,2&sound=loud&sound=on");
  assert.deepEqual(wishes.wrong, ["theme", "lang", "campaigns", "sound"]);
  assert.equal(wishes.rotate, 30_000);
  assert.equal(wishes.campaigns, null);
});

test("what cannot be decoded does no harm", () => {
  assert.deepEqual(read("?campaigns=%E0%A4%A&__proto__=1").wrong, ["campaigns"]);
});

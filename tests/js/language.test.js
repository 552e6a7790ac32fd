"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { plain } = require("./page.js").load("language").language;

for (const [href, expected] of [
  ["http://here/campaigns/7?lang=cs", "http://here/campaigns/7"],
  ["http://here/?q=spring&lang=cs&sort=-total", "http://here/?q=spring&sort=-total"],
  ["http://here/", "http://here/"],
]) {
  test(`${href} keeps everything but its language`, () => assert.equal(plain(href), expected));
}

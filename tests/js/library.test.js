"use strict";
const assert = require("node:assert/strict");
const { beforeEach, mock, test } = require("node:test");
const { library } = require("./page.js").load("library");

let scripts;

beforeEach(() => {
  scripts = [];
  globalThis.document = {
    createElement: () => ({}),
    head: { append: (script) => scripts.push(script) },
  };
  globalThis.Plotly = "small";
});

test("a library is asked for once, and is there when it has come", () => {
  assert.equal(library.get("/a.js"), null);
  assert.equal(library.get("/a.js"), null);
  assert.equal(scripts.length, 1);
  assert.equal(scripts[0].src, "/a.js");
  globalThis.Plotly = "full";
  scripts[0].onload();
  assert.equal(library.get("/a.js"), "full");
});

test("the library that was there before keeps its name", () => {
  library.get("/b.js");
  globalThis.Plotly = "full";
  scripts[0].onload();
  assert.equal(globalThis.Plotly, "small");
});

test("one that did not come is asked for again, after a while", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  library.get("/c.js");
  scripts[0].onerror();
  library.get("/c.js");
  assert.equal(scripts.length, 1);
  mock.timers.tick(10_000);
  library.get("/c.js");
  assert.equal(scripts.length, 2);
  mock.timers.reset();
});

test("no address is the library of the page's other charts", () => {
  const before = globalThis.Plotly;
  delete globalThis.Plotly;
  assert.equal(library.get(""), null);
  globalThis.Plotly = { own: true };
  assert.equal(library.get(""), globalThis.Plotly);
  globalThis.Plotly = before;
});

"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
require("../../assets/js/theme.js");
const { start } = globalThis.dashboardLive.theme;

let changed, isSystemDark, listeners, root, system;

beforeEach(() => {
  changed = 0;
  isSystemDark = true;
  listeners = {};
  root = { dataset: {} };
  globalThis.document = {
    documentElement: root,
    addEventListener: (kind, listener) => (listeners[kind] = listener),
    dispatchEvent: () => (changed += 1),
  };
  globalThis.matchMedia = () => ({
    matches: isSystemDark,
    addEventListener: (_, listener) => (system = listener),
  });
  forgetful(new Map());
});

function forgetful(kept) {
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
}

const click = () => listeners.click({ target: { closest: () => ({}) } });

test("the system chooses", () => {
  start();
  assert.equal(root.dataset.theme, "dark");
});

test("the system's change is followed", () => {
  start();
  isSystemDark = false;
  system();
  assert.equal(root.dataset.theme, "light");
});

test("a click switches, tells the charts, and is remembered", () => {
  start();
  click();
  assert.deepEqual([root.dataset.theme, changed], ["light", 2]);
  root.dataset = {};
  start();
  assert.equal(root.dataset.theme, "light");
});

test("what was chosen holds against the system", () => {
  start();
  click();
  system();
  assert.equal(root.dataset.theme, "light");
});

test("a click elsewhere changes nothing", () => {
  start();
  listeners.click({ target: { closest: () => null } });
  assert.equal(root.dataset.theme, "dark");
});

test("where storage is forbidden, the choice still holds for the page", () => {
  const forbid = () => {
    throw new Error("forbidden");
  };
  globalThis.localStorage = { getItem: forbid, setItem: forbid };
  start();
  click();
  assert.equal(root.dataset.theme, "light");
});

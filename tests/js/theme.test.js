"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
require("../../assets/js/theme.js");
const { start, renew } = globalThis.dashboardLive.theme;

let changed, isSystemDark, listeners, root, system;

beforeEach(() => {
  changed = 0;
  isSystemDark = true;
  globalThis.location = { pathname: "/campaigns/7", search: "?theme=light" };
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
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
});

const click = () => listeners.click({ target: { closest: () => ({}) } });

test("the system chooses, and its change is followed", () => {
  start();
  assert.equal(root.dataset.theme, "dark");
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

test("a wall is dark, whatever the system or anybody chose, unless its address says otherwise", () => {
  isSystemDark = false;
  globalThis.location = { pathname: "/wall", search: "?theme=pink" };
  start();
  assert.equal(root.dataset.theme, "dark");
  globalThis.location = { pathname: "/wall/7", search: "?theme=light" };
  renew();
  assert.equal(root.dataset.theme, "light");
});

test("the page that follows a wall is as it was before", () => {
  isSystemDark = false;
  globalThis.location = { pathname: "/wall", search: "" };
  start();
  globalThis.location = { pathname: "/", search: "" };
  renew();
  assert.equal(root.dataset.theme, "light");
});

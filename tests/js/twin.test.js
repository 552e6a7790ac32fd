"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { open } = require("./page.js");
require("../../assets/js/twin.js");
const { twin } = globalThis.dashboardLive;

class Made {
  constructor(tag) {
    this.tag = tag;
    this.children = [];
  }

  append(...nodes) {
    this.children.push(...nodes);
  }

  hasChildNodes() {
    return this.children.length > 0;
  }
}

function details(rows, isOpen = true) {
  const body = new Made("tbody");
  body.dataset = { rows: JSON.stringify(rows) };
  return { body, target: { open: isOpen, querySelector: () => body } };
}

function listen() {
  const page = open();
  document.createElement = (tag) => new Made(tag);
  twin.start();
  return page.listeners.toggle;
}

test("the rows are made when the table is opened, once", () => {
  const toggle = listen();
  const { body, target } = details([
    ["move-1", "", "A → B", "move-1-5m"],
    ["", "minute-0-time", "", "minute-0-attempts", "minute-0-closed"],
  ]);
  toggle({ target });
  toggle({ target });
  const [move, minute] = body.children;
  assert.equal(body.children.length, 2);
  assert.deepEqual([move.id, move.hidden], ["move-1", true]);
  assert.deepEqual(
    move.children.map(({ tag, id, textContent }) => [tag, id, textContent]),
    [
      ["th", undefined, "A → B"],
      ["td", "move-1-5m", "–"],
    ],
  );
  assert.equal(move.children[0].scope, "row");
  assert.equal(minute.hidden, undefined);
  assert.deepEqual(
    minute.children.map(({ id }) => id),
    ["minute-0-time", "minute-0-attempts", "minute-0-closed"],
  );
});

test("a table that is closed, or is none, is left alone", () => {
  const toggle = listen();
  const { body, target } = details([["", "", "a"]], false);
  toggle({ target });
  toggle({ target: { open: true, querySelector: () => null } });
  assert.equal(body.children.length, 0);
});

"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load, Node, open } = require("./page.js");
const { choice } = load("choice");

function buttons(...keys) {
  const box = new Node("box");
  const row = { children: [] };
  for (const key of keys) {
    const button = new Node(key);
    Object.assign(button, { dataset: { choice: key }, parentElement: row });
    button.closest = (selector) => (selector === "[data-choice]" ? button : box);
    row.children.push(button);
  }
  return { box, row: row.children };
}

test("the pressed button is the only one, and its part is shown", () => {
  const page = open();
  choice.start();
  const { box, row } = buttons("5m", "1h");
  page.listeners.click({ target: row[1] });
  assert.equal(box.dataset.chosen, "1h");
  assert.deepEqual(row.map((button) => button.attributes["aria-pressed"]), ["false", "true"]);
});

test("a click elsewhere changes nothing", () => {
  const page = open();
  choice.start();
  page.listeners.click({ target: { closest: () => null } });
  page.listeners.click({ target: {} });
});

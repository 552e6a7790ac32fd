"use strict";
const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const { grow } = require("./page.js").load("grow");

class Made {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [] });
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  append(...nodes) {
    this.children.push(...nodes);
  }

  hasChildNodes() {
    return this.children.length > 0;
  }
}

beforeEach(() => {
  globalThis.document = {
    createElement: (tag) => new Made(tag),
    createTextNode: (text) => String(text),
  };
});

test("an element with its attributes and all that is in it", () => {
  const row = grow.made({
    type: "Tr",
    props: {
      id: "move-1",
      className: "live",
      hidden: true,
      "data-value": "",
      children: [
        { type: "Th", props: { children: "A → B", scope: "row", tabIndex: 0 } },
        { type: "Td", props: { children: null, hidden: false } },
      ],
    },
  });
  assert.equal(row.tag, "tr");
  assert.deepEqual(row.attributes, { id: "move-1", class: "live", hidden: "", "data-value": "" });
  const [heading, cell] = row.children;
  assert.deepEqual(heading.children, ["A → B"]);
  assert.deepEqual(heading.attributes, { scope: "row", tabindex: 0 });
  assert.deepEqual([cell.attributes, cell.children], [{}, []]);
});

test("markup in a text stays a text", () => {
  assert.equal(grow.made("<b>"), "<b>");
  assert.equal(grow.made(7), "7");
});

test("a place is filled once", () => {
  const place = new Made("div");
  place.dataset = { tree: JSON.stringify({ type: "P", props: { children: "a" } }) };
  grow.fill(place);
  grow.fill(place);
  assert.equal(place.children.length, 1);
});

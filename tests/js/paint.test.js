"use strict";
const assert = require("node:assert/strict");
const { afterEach, beforeEach, mock, test } = require("node:test");
const { load, Node, open } = require("./page.js");
const { paint } = load("frames", "paint");

let page, sent;
let now = 100_000;

beforeEach(() => {
  page = open("a", "b", "rows");
  sent = [];
  globalThis.dash_clientside = { set_props: (id, props) => sent.push([id, props]) };
  globalThis.dashboardLive.charts = { show: (node, series) => sent.push([node.id, series]) };
  mock.method(performance, "now", () => now);
  mock.timers.enable({ apis: ["setTimeout"] });
  paint.forget();
  paint.start();
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

function show(set) {
  paint.show(set, set);
}

/** The same, with the frame in which it is painted. */
function painted(set) {
  show(set);
  page.nextFrame();
}

test("nothing is painted before the next frame", () => {
  show({ a: { text: "1" } });
  assert.equal(page.nodes.a.textContent, "");
  page.nextFrame();
  assert.equal(page.nodes.a.textContent, "1");
});

test("many changes are one pass, and the latest wins", () => {
  show({ a: { text: "1", "data-value": 1 } });
  show({ a: { text: "2" }, b: { text: "9" } });
  assert.equal(page.frames.length, 1);
  page.nextFrame();
  assert.equal(page.nodes.a.textContent, "2");
  assert.equal(page.nodes.a.attributes["data-value"], "1");
  assert.equal(page.nodes.b.textContent, "9");
});

test("a change after a pass is painted by the next one", () => {
  painted({ a: { text: "1" } });
  painted({ a: { text: "2" } });
  assert.equal(page.nodes.a.textContent, "2");
});

test("each property goes where it belongs", () => {
  show({
    a: { "data-value": 3, "aria-label": "l", title: "t", hidden: true, "style.--share": 0.5 },
    b: { series: [{ x: [1] }] },
    rows: { children: ["r"] },
  });
  page.nextFrame();
  const { a } = page.nodes;
  assert.deepEqual(a.attributes, { "data-value": "3", "aria-label": "l", title: "t" });
  assert.equal(a.hidden, true);
  assert.equal(a.style["--share"], 0.5);
  assert.deepEqual(sent, [
    ["b", [{ x: [1] }]],
    ["rows", { children: ["r"] }],
  ]);
});

test("what is not on the page yet is painted when it comes", () => {
  const late = new Node("late");
  painted({ late: { text: "7" } });
  paint.repaint(late);
  assert.equal(late.textContent, "7");
});

test("a node that Dash has made anew gets all that is known, not only the last change", () => {
  paint.show({ a: { text: "1", title: "t" } }, { a: { text: "1" } });
  page.nextFrame();
  const again = new Node("a");
  paint.repaint(again);
  assert.equal(again.textContent, "1");
  assert.deepEqual(again.attributes, { title: "t" });
});

test("what belonged to another page is not painted any more", () => {
  show({ a: { text: "1" } });
  paint.forget();
  page.nextFrame();
  paint.repaint(page.nodes.a);
  assert.equal(page.nodes.a.textContent, "");
});

test("a list waits while the pointer moves over it, and does not wait for ever", () => {
  page.nodes.rows.isHovered = true;
  page.listeners.pointermove();
  painted({ rows: { children: ["r"] } });
  assert.deepEqual(sent, []);
  now += 2000;
  mock.timers.tick(2000);
  assert.deepEqual(sent, [["rows", { children: ["r"] }]]);
});

test("a list that waited shows the latest", () => {
  page.nodes.rows.isHovered = true;
  page.listeners.pointermove();
  painted({ rows: { children: ["old"] } });
  now += 1000;
  page.nodes.rows.isHovered = false;
  painted({ rows: { children: ["new"] } });
  now += 1000;
  mock.timers.tick(2000);
  assert.deepEqual(sent.at(-1), ["rows", { children: ["new"] }]);
  assert.ok(!JSON.stringify(sent).includes("old"));
});

test("the cells of a row are filled, and an empty text leaves its cell as it is", () => {
  page.nodes.a.children = [new Node(), new Node(), new Node()];
  page.nodes.a.children[0].textContent = "A → B";
  painted({ a: { cells: "\t5\t1,234" } });
  const texts = page.nodes.a.children.map((node) => node.textContent);
  assert.deepEqual(texts, ["A → B", "5", "1,234"]);
});

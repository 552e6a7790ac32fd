"use strict";
const assert = require("node:assert/strict");
const { afterEach, beforeEach, mock, test } = require("node:test");
const { load, Node, open } = require("./page.js");
const { charts } = load("charts");
const { merged, resolved, wait } = charts;

test("colours are resolved wherever they stand, and nothing else is touched", () => {
  const figure = { data: [{ marker: { color: ["var(--success)", "red"] }, x: [1] }], n: null };
  assert.deepEqual(resolved(figure, (name) => `<${name}>`), {
    data: [{ marker: { color: ["<--success>", "red"] }, x: [1] }],
    n: null,
  });
});

test("each trace takes its part of the series", () => {
  assert.deepEqual(merged([{ type: "bar", x: [] }, { type: "line" }], [{ x: [1] }, { y: [2] }]), [
    { type: "bar", x: [1] },
    { type: "line", y: [2] },
  ]);
});

test("a chart waits for what is left of a quarter of a second, or of its own while", () => {
  assert.deepEqual([1100, 1250, 9000].map((now) => wait(1000, now)), [150, 0, 0]);
  assert.equal(wait(1000, 1100, 1000), 900);
});

test("a part of a series goes over a part of a trace, and lists as a whole", () => {
  const traces = [{ type: "sankey", link: { hover: "h", value: [1, 2] } }];
  assert.deepEqual(merged(traces, [{ link: { value: [3] } }]), [
    { type: "sankey", link: { hover: "h", value: [3] } },
  ]);
});

let now = 100_000;
let see, drawn, page;

class Watcher {
  constructor(callback) {
    see = (node, isIntersecting = true) => callback([{ target: node, isIntersecting }]);
  }

  observe() {}

  unobserve(node) {
    node.isForgotten = true;
  }
}
globalThis.IntersectionObserver = Watcher;

let number = 0;

function chart() {
  const node = new Node(`chart-${(number += 1)}`);
  const plot = { _fullLayout: {} };
  Object.assign(node, { plot, isConnected: true });
  node.querySelector = () => plot;
  return node;
}

/** A chart in sight that shows this. */
function inSight(series = [{ x: [1] }]) {
  const node = chart();
  charts.show(node, series);
  see(node);
  return node;
}

beforeEach(() => {
  page = open();
  drawn = [];
  const figure = { data: [{ type: "bar" }], layout: { title: "t" } };
  globalThis.dash_component_api = { getLayout: () => ({ props: { figure } }) };
  globalThis.Plotly = { react: (plot, data, layout) => drawn.push({ plot, data, layout }) };
  mock.method(performance, "now", () => now);
  mock.timers.enable({ apis: ["setTimeout"] });
  charts.start();
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const drawnOn = (node) => drawn.filter(({ plot }) => plot === node.plot);
const lastOn = (node) => drawnOn(node).at(-1).data[0].x;

function after(ms) {
  now += ms;
  mock.timers.tick(ms);
}

test("what is out of sight is not drawn until it is seen, and then the latest", () => {
  const node = chart();
  charts.show(node, [{ x: [1] }]);
  charts.show(node, [{ x: [2] }]);
  after(1000);
  assert.equal(drawnOn(node).length, 0);
  see(node);
  after(0);
  assert.deepEqual(drawn, [
    { plot: node.plot, data: [{ type: "bar", x: [2] }], layout: { title: "t" } },
  ]);
  assert.equal(node.dataset.drawn, "");
});

test("a chart is drawn four times a second at most, and the last change is not lost", () => {
  const node = inSight();
  for (let i = 1; i <= 100; i += 1) {
    charts.show(node, [{ x: [i] }]);
    after(10);
  }
  const times = drawnOn(node).length;
  assert.ok(times >= 4 && times <= 5, `${times} times`);
  after(250);
  assert.deepEqual(lastOn(node), [100]);
});

test("nothing is drawn where nothing changed", () => {
  const node = inSight();
  after(2000);
  assert.equal(drawnOn(node).length, 1);
});

test("a chart that scrolls out of sight stops, and catches up", () => {
  const node = inSight();
  after(300);
  see(node, false);
  charts.show(node, [{ x: [2] }]);
  after(1000);
  assert.equal(drawnOn(node).length, 1);
  see(node);
  after(0);
  assert.deepEqual(lastOn(node), [2]);
});

test("nothing is drawn in a hidden tab", () => {
  document.hidden = true;
  const node = inSight();
  after(1000);
  assert.equal(drawnOn(node).length, 0);
  document.hidden = false;
  page.listeners.visibilitychange();
  after(0);
  assert.equal(drawnOn(node).length, 1);
});

test("another theme draws again", () => {
  const node = inSight();
  after(300);
  page.listeners.themechange();
  after(250);
  assert.equal(drawnOn(node).length, 2);
});

test("a chart waits for dcc.Graph to have drawn once", () => {
  const node = chart();
  const { plot } = node;
  node.querySelector = () => null;
  charts.show(node, [{ x: [1] }]);
  see(node);
  after(500);
  assert.equal(drawnOn(node).length, 0);
  node.querySelector = () => plot;
  after(250);
  assert.equal(drawnOn(node).length, 1);
});

test("a chart that left the page is let go", () => {
  const node = chart();
  charts.show(node, [{ x: [1] }]);
  node.isConnected = false;
  see(node);
  after(500);
  assert.equal(drawnOn(node).length, 0);
  assert.equal(node.isForgotten, true);
});

test("a new node in the place of an old one is drawn", () => {
  const old = inSight();
  after(300);
  const fresh = chart();
  fresh.id = old.id;
  charts.show(fresh, [{ x: [1] }]);
  see(fresh);
  after(0);
  assert.equal(fresh.dataset.drawn, "");
});

test("a series may change the layout too", () => {
  inSight({ data: [{ x: [1] }], layout: { yaxis: { range: [0, 9] } } });
  after(0);
  const { data, layout } = drawn.at(-1);
  assert.deepEqual(layout, { title: "t", yaxis: { range: [0, 9] } });
  assert.deepEqual(data[0].x, [1]);
});

test("a chart with a library of its own waits for it, and is drawn by it", () => {
  const node = chart();
  const full = { react: (plot, data) => drawn.push({ plot, data, by: "full" }) };
  let come = null;
  const asked = [];
  globalThis.dashboardLive.library = { get: (url) => (asked.push(url), come) };
  const figure = JSON.stringify({ data: [{ type: "sankey", link: { label: "l" } }], layout: {} });
  Object.assign(node.dataset, { library: "/full.js", figure, periodMs: "1000" });
  charts.show(node, [{ link: { value: [1] } }]);
  after(2000);
  assert.equal(asked.length, 0);
  see(node);
  after(0);
  assert.equal(drawnOn(node).length, 0);
  come = full;
  after(1000);
  assert.deepEqual(drawnOn(node).map(({ by, data }) => [by, data]), [
    ["full", [{ type: "sankey", link: { label: "l", value: [1] } }]],
  ]);
  for (let i = 0; i < 30; i += 1) {
    charts.show(node, [{ link: { value: [i] } }]);
    after(100);
  }
  assert.equal(drawnOn(node).length, 4);
});

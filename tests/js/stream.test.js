"use strict";
const assert = require("node:assert/strict");
const { afterEach, beforeEach, mock, test } = require("node:test");
const { load, open } = require("./page.js");
const live = load("frames", "stream");
const { stream } = live;

test("the first try is quick, then each waits longer, up to 8 s, with jitter", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 50].map((n) => stream.delay(n, 1)), [
    150, 500, 1000, 2000, 4000, 8000, 8000, 8000,
  ]);
  assert.deepEqual([1, 2, 50].map((n) => stream.delay(n, 0)), [50, 250, 4000]);
});

class Source {
  static opened = [];

  constructor(path) {
    Object.assign(this, { path, listeners: {}, isOpen: true });
    Source.opened.push(this);
  }

  addEventListener(kind, listener) {
    this.listeners[kind] = listener;
  }

  close() {
    this.isOpen = false;
  }

  send(type, frame) {
    this.listeners[type]({ type, target: this, data: JSON.stringify(frame) });
  }
}
globalThis.EventSource = Source;

const last = () => Source.opened.at(-1);
const isOpen = () => Source.opened.filter((source) => source.isOpen).length;

let epoch = 0;
let now = 1000; // in the browser
let sent = 500_000; // by the server's clock
let asked, isPaused, log, page;

beforeEach(() => {
  page = open();
  log = [];
  Source.opened = [];
  live.paint = { show: (known, changed) => log.push(changed), forget: () => log.push("forget") };
  live.clock = { set: () => {} };
  asked = 0;
  live.session = { look: () => (asked += 1) };
  isPaused = false;
  live.pause = { isPaused: () => isPaused };
  live.freshness = {
    hear: (age) => log.push(age),
    lose: () => log.push("lost"),
    forget: () => log.push("age forgotten"),
  };
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(Math, "random", () => 0);
  mock.method(performance, "now", () => now);
  stream.start();
  stream.watch("/live/overview");
});

afterEach(() => {
  stream.watch(null);
  mock.timers.reset();
  mock.restoreAll();
});

function full(seq = 1, set = { a: { text: "1" } }) {
  last().send("full", { epoch: (epoch += 1), seq, age_ms: 5, at_ms: sent, set });
}

/** The stream fails again and again, each time after the longest wait. */
function fail(times) {
  for (let i = 0; i < times; i += 1) {
    last().onerror();
    mock.timers.tick(8000);
  }
}

function beat() {
  last().send("beat", { epoch, seq: 1, age_ms: 5, at_ms: sent });
}

function setHidden(isHidden) {
  document.hidden = isHidden;
  page.listeners.visibilitychange();
}

test("one stream per tab: another page closes the last one's", () => {
  stream.watch("/live/campaigns/7");
  assert.deepEqual(Source.opened.map(({ path, isOpen }) => [path, isOpen]), [
    ["/live/overview", false],
    ["/live/campaigns/7", true],
  ]);
});

test("another page knows no age yet; another stream of the same page keeps the one it shows", () => {
  full();
  log = [];
  stream.turn("/live/wall/turns/2");
  stream.turn("/live/wall/turns/2");
  assert.deepEqual(log, ["forget", "lost"]);
  assert.deepEqual([Source.opened.length, isOpen()], [2, 1]);
  stream.watch("/live/wall/turns/2");
  assert.equal(Source.opened.length, 2);
  stream.watch("/live/overview");
  assert.equal(log.at(-1), "age forgotten");
});

test("the same page keeps its stream", () => {
  stream.watch("/live/overview");
  assert.equal(Source.opened.length, 1);
});

test("a page without a stream has none, and says so", () => {
  assert.equal("data-streaming" in document.body.attributes, true);
  stream.watch(null);
  assert.equal(isOpen(), 0);
  assert.equal("data-streaming" in document.body.attributes, false);
});

test("a frame is painted, and its age is heard", () => {
  full();
  assert.deepEqual(log.slice(-2), [{ a: { text: "1" } }, 5]);
});

test("an error opens the stream again, soon, and says that it was lost", () => {
  full();
  last().onerror();
  assert.deepEqual([isOpen(), log.at(-1)], [0, "lost"]);
  mock.timers.tick(50);
  assert.equal(isOpen(), 1);
});

test("errors in a row wait longer, and never give up", () => {
  fail(40);
  assert.equal(Source.opened.length, 41);
  last().onerror();
  mock.timers.tick(3999);
  assert.equal(Source.opened.length, 41);
  mock.timers.tick(1);
  assert.equal(Source.opened.length, 42);
});

test("a full frame ends the waiting: the next try is quick again", () => {
  fail(5);
  full();
  last().onerror();
  mock.timers.tick(50);
  assert.equal(Source.opened.length, 7);
});

test("a frame that does not follow opens the stream again and is not painted", () => {
  full();
  const before = log.length;
  last().send("diff", { epoch, seq: 3, age_ms: 5, at_ms: sent, set: { a: { text: "wrong" } } });
  assert.deepEqual(log.slice(before), ["lost"]);
  mock.timers.tick(50);
  assert.equal(Source.opened.length, 2);
});

test("silence for 10 s counts as a lost connection", () => {
  full();
  mock.timers.tick(9999);
  assert.equal(Source.opened.length, 1);
  mock.timers.tick(1);
  assert.equal(isOpen(), 0);
  mock.timers.tick(50);
  assert.equal(isOpen(), 1);
});

test("any frame breaks the silence", () => {
  full();
  for (let i = 0; i < 5; i += 1) {
    mock.timers.tick(9000);
    beat();
  }
  assert.equal(Source.opened.length, 1);
});

test("a hidden tab has no stream and opens it when it is shown", () => {
  setHidden(true);
  mock.timers.tick(60_000);
  assert.deepEqual([isOpen(), Source.opened.length], [0, 1]);
  setHidden(false);
  assert.equal(isOpen(), 1);
});

test("a tab hidden while it waits for a new try stays without", () => {
  last().onerror();
  setHidden(true);
  mock.timers.tick(60_000);
  assert.deepEqual([isOpen(), Source.opened.length], [0, 1]);
});

test("another page does not wait for the last one's next try, nor suffer it", () => {
  last().onerror();
  stream.watch("/live/campaigns/7");
  mock.timers.tick(9000);
  assert.deepEqual([isOpen(), Source.opened.length], [1, 2]);
});

test("a server with an older epoch is believed once the stream to it is opened anew", () => {
  epoch = 100;
  full();
  epoch = 50;
  last().onerror();
  mock.timers.tick(1000);
  full(1, { a: { text: "from another server" } });
  assert.deepEqual(log.at(-2), { a: { text: "from another server" } });
  assert.equal(isOpen(), 1);
});

test("within one stream nothing of an older epoch is shown", () => {
  epoch = 100;
  full();
  const streams = Source.opened.length;
  epoch = 50;
  full(1, { a: { text: "old" } });
  assert.ok(!log.some((entry) => entry?.a?.text === "old"));
  mock.timers.tick(1000);
  assert.equal(Source.opened.length, streams + 1);
});

test("a frame that was long on its way is as old as that", () => {
  full();
  const hear = (later, sentLater) => {
    now += later;
    sent += sentLater;
    beat();
    return Math.round(log.at(-1));
  };
  assert.equal(hear(1000, 1000), 5);
  assert.equal(hear(8000, 1000), 5 + 7000 - 8);
  assert.equal(hear(1000, 8000), 5);
});

test("clocks that do not run alike make nothing look old", () => {
  full();
  for (let day = 0; day < 86_400; day += 100) {
    now += 100_010;
    sent += 100_000;
    beat();
  }
  assert.ok(log.at(-1) < 100);
});

test("what a stream that was left still had to say is not heard", () => {
  const before = last();
  stream.watch("/live/campaigns/7");
  const heard = log.length;
  before.send("full", { epoch: 99, seq: 1, age_ms: 5, at_ms: sent, set: { a: { text: "9" } } });
  assert.equal(log.length, heard);
});

test("a page that is paused lets go of its stream, and takes it up again", () => {
  full();
  isPaused = true;
  stream.open();
  assert.equal(isOpen(), 0);
  isPaused = false;
  stream.open();
  assert.equal(isOpen(), 1);
});

test("another page is shown once while updates are paused", () => {
  full();
  isPaused = true;
  stream.open();
  stream.watch("/live/campaigns/7");
  assert.equal(isOpen(), 1);
  full(1, { b: { text: "2" } });
  assert.deepEqual(log.filter((entry) => entry.b).length, 1);
  assert.equal(isOpen(), 0);
});

test("a stream that fails does not say why: it is asked who is signed in", () => {
  assert.equal(asked, 0);
  last().onerror();
  assert.equal(asked, 1);
});

/** The one stream of this tab: opened for the page on show, opened again whenever it fails. */
((live) => {
  "use strict";

  const QUIET_MS = 10_000;
  const QUICK_MS = 100;
  const FIRST_MS = 500;
  const LONGEST_MS = 8_000;
  const DRIFT = 0.001;
  const KINDS = ["full", "diff", "beat"];

  let path = null;
  let source = null;
  let state = live.frames.blank();
  let hasShown = false;
  let failures = 0;
  let quickest = Infinity;
  let heardAt = 0;
  let retry = null;
  let quiet = null;

  /** How long to wait before the next try: quick at first, then doubling, with jitter. */
  function delay(failed, random) {
    if (failed <= 1) return QUICK_MS * (0.5 + random);
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** (failed - 2)) * (0.5 + random / 2);
  }

  /** Shows another page: its stream instead of the one before. Null is a page without any. */
  function watch(next) {
    if (next === path) return;
    turn(next);
    live.freshness.forget();
  }

  /** Another stream for the same page: what it shows stays, ageing, until the first frame comes. */
  function turn(next) {
    if (next === path) return;
    path = next;
    hasShown = false;
    failures = 0;
    live.paint.forget();
    document.body.toggleAttribute("data-streaming", path !== null);
    open();
  }

  // A page that is paused shows what it is opened with, and no more.
  const isHeld = () => hasShown && live.pause.isPaused();

  /** Opens the stream, or lets go of it while nobody sees it, or wants to see it move. */
  function open() {
    close();
    if (path === null || document.hidden || isHeld()) return;
    // Epochs are one server's own: behind another one, or a clock set back, they may be lower.
    state = live.frames.blank();
    quickest = Infinity;
    source = new EventSource(path);
    source.onerror = reopen;
    for (const kind of KINDS) source.addEventListener(kind, receive);
    listen();
  }

  function close() {
    clearTimeout(retry);
    clearTimeout(quiet);
    source?.close();
    source = null;
    live.freshness.lose();
  }

  /** The browser's own reconnection gives up on some answers, and knows no jitter. */
  function reopen() {
    close();
    failures += 1;
    live.session.look();
    retry = setTimeout(open, delay(failures, Math.random()));
  }

  // A half-open connection never reports an error, so silence counts as one.
  function listen() {
    clearTimeout(quiet);
    quiet = setTimeout(reopen, QUIET_MS);
  }

  /**
   * How much longer than the quickest frame of this stream one has been on its way. The measure
   * creeps, because no two clocks run alike: a thousandth of the time that passes.
   */
  function delayed(sentAt) {
    const now = performance.now();
    const journey = now - sentAt;
    quickest = Math.min(quickest + (now - heardAt) * DRIFT, journey);
    heardAt = now;
    return journey - quickest;
  }

  function receive(event) {
    if (event.target !== source) return;
    const frame = JSON.parse(event.data);
    const result = live.frames.receive(state, event.type, frame);
    if (result.reopen) return reopen();
    if (event.type === "full") failures = 0;
    state = result.state;
    listen();
    live.paint.show(state.known, result.changed);
    live.clock.set(frame.clock_ms);
    live.freshness.hear(frame.age_ms === null ? null : frame.age_ms + delayed(frame.at_ms));
    hasShown ||= frame.age_ms !== null;
    if (isHeld()) close();
  }

  const start = () => document.addEventListener("visibilitychange", open);

  live.stream = { delay, watch, turn, open, start };
})((globalThis.dashboardLive ??= {}));

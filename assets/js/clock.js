/** The database's clock as far as this browser knows it: ages that tick by it, time that is left. */
((live) => {
  "use strict";

  const TICK_MS = 1_000;

  // By the steady clock: somebody may set the other.
  let ahead = null;
  let stood = null; // where it stands still

  /** A frame has said what time it is, in milliseconds since 1970. */
  function set(clock) {
    ahead = clock - performance.now();
  }

  /** It stands still at a moment, and all ages with it; null lets it go on. */
  function stand(moment) {
    stood = moment;
    tick();
  }

  /** Now, by the database's clock; null before anything was heard. */
  const now = () => stood ?? (ahead === null ? null : ahead + performance.now());

  /** `data-since` is a moment in milliseconds since 1970: the element's text is its age. */
  function tick() {
    const moment = now();
    if (moment === null || (stood === null && live.pause.isPaused())) return;
    for (const node of document.querySelectorAll("[data-since]")) show(node, moment);
    for (const node of document.querySelectorAll("[data-until]")) count(node, moment);
  }

  /** `data-until` is a moment too: the element's text is how long it is until then. */
  function count(node, moment) {
    const { until } = node.dataset;
    const text = until === "" ? "" : live.formats.length(Math.max(0, Number(until) - moment), true);
    if (node.textContent !== text) node.textContent = text;
  }

  function show(node, moment = now()) {
    if (moment === null) return;
    const since = node.dataset.since;
    const text = since === "" ? "" : live.formats.length(Math.max(1_000, moment - Number(since)), true);
    if (node.textContent !== text) node.textContent = text;
  }

  const start = () => setInterval(tick, TICK_MS);

  live.clock = { set, stand, now, show, tick, start };
})((globalThis.dashboardLive ??= {}));

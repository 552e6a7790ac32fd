/** Starts everything, and follows what Dash puts on the page. */
((live) => {
  "use strict";

  const PARTS = [
    "alerts",
    "charts",
    "choice",
    "clock",
    "contacts",
    "deedDialog",
    "desk",
    "freshness",
    "handover",
    "help",
    "history",
    "language",
    "operation",
    "operations",
    "paint",
    "pause",
    "places",
    "session",
    "stream",
    "table",
    "wall",
  ];

  // Until Dash has made the page, its address tells which stream it will be shown.
  const STREAMS = [
    [/^\/$/, "/live/overview"],
    [/^(\/alerts)$/, "/live$1"],
    [/^(\/campaigns\/\d{1,18})$/, "/live$1"],
    [/^(\/operations(?:\/\d{1,18})?)$/, "/live$1"],
    [/^(\/wall(?:\/\d{1,18})?)$/, "/live$1"],
    [/^(\/campaigns\/\d{1,18}\/contacts\/\d{1,18})$/, "/live$1"],
  ];

  /** A stream in the language of the page. */
  const spoken = (stream) => `${stream}?lang=${document.documentElement.lang}`;

  /** The stream of the page at a path; null where there is none. */
  function expected(path) {
    const found = STREAMS.find(([pattern]) => pattern.test(path));
    return found ? spoken(path.replace(...found)) : null;
  }

  function follow(records) {
    for (const record of records) read(record);
    if (!document.getElementById("page")?.hasChildNodes()) return;
    live.places.name();
    const stream = document.querySelector("[data-stream]")?.dataset.stream;
    live.stream.watch(stream ? spoken(stream) : null);
    live.wall.follow();
  }

  function read(record) {
    if (record.type === "attributes") live.paint.repaint(record.target);
    for (const node of record.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) discover(node);
  }

  function discover(node) {
    if (node instanceof SVGElement) return; // the inside of a chart
    for (const place of node.querySelectorAll("[data-tree]")) live.grow.fill(place);
    if (node.id) live.paint.repaint(node);
    for (const inner of node.querySelectorAll("[id]")) live.paint.repaint(inner);
  }

  function start() {
    const watched = { childList: true, subtree: true, attributeFilter: ["id", "data-stream"] };
    new MutationObserver(follow).observe(document.documentElement, watched);
    for (const part of PARTS) live[part].start();
    live.stream.watch(expected(location.pathname));
  }

  live.watch = { spoken };
  start();
})(globalThis.dashboardLive);

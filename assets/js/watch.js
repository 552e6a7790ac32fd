/** Starts everything, and follows what Dash puts on the page. */
((live) => {
  "use strict";

  const PARTS = ["charts", "freshness", "help", "paint", "stream"];

  function follow(records) {
    for (const record of records) read(record);
    live.stream.watch(document.querySelector("[data-stream]")?.dataset.stream ?? null);
  }

  function read(record) {
    if (record.type === "attributes") live.paint.repaint(record.target);
    for (const node of record.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) discover(node);
  }

  function discover(node) {
    if (node instanceof SVGElement) return; // the inside of a chart
    if (node.id) live.paint.repaint(node);
    for (const inner of node.querySelectorAll("[id]")) live.paint.repaint(inner);
  }

  function start() {
    const watched = { childList: true, subtree: true, attributeFilter: ["id", "data-stream"] };
    new MutationObserver(follow).observe(document.documentElement, watched);
    for (const part of PARTS) live[part].start();
  }

  start();
})(globalThis.dashboardLive);

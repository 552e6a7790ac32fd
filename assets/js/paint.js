/** Puts what frames say on the page: one pass per animation frame, the latest value wins. */
((live) => {
  "use strict";

  const HOLD_MS = 2000;

  let known = {};
  let queue = {};
  let scheduled = false;
  let pointedAt = -HOLD_MS;

  function setText(node, prop, value) {
    if (node.textContent !== value) node.textContent = value;
  }

  const setHidden = (node, prop, value) => (node.hidden = value);

  const setStyle = (node, prop, value) => node.style.setProperty(prop.slice("style.".length), value);

  const setAttribute = (node, prop, value) => node.setAttribute(prop, value);

  /** The texts of a row's cells, with tabs between them; an empty one leaves its cell as it is. */
  function setCells(node, prop, value) {
    for (const [at, text] of value.split("\t").entries()) {
      if (text !== "") setText(node.children[at], prop, text);
    }
  }

  const setSeries = (node, prop, value) => live.charts.show(node, value);

  const setRows = (node, prop, value) => live.table.show(node, value);

  const setCell = (node, prop, value) => live.table.fill(node, prop.slice("cell.".length), value);

  function setComponent(node, prop, value) {
    if (isHeld(node)) setTimeout(repaint, HOLD_MS, node);
    else globalThis.dash_clientside.set_props(node.id, { [prop]: value });
  }

  // A list does not jump under a pointer that is about to click in it.
  const isHeld = (node) => performance.now() - pointedAt < HOLD_MS && node.matches(":hover");

  const APPLIERS = [
    [/^text$/, setText],
    [/^hidden$/, setHidden],
    [/^style\./, setStyle],
    [/^(data-|aria-|title$)/, setAttribute],
    [/^series$/, setSeries],
    [/^rows$/, setRows],
    [/^cell\./, setCell],
    [/^cells$/, setCells],
    [/./, setComponent],
  ];

  const applierOf = (prop) => APPLIERS.find(([pattern]) => pattern.test(prop))[1];

  function apply(node, props) {
    for (const [prop, value] of Object.entries(props)) applierOf(prop)(node, prop, value);
  }

  /** Takes what is known, and what of it is new, to be painted with the next frame. */
  function show(all, changed) {
    known = all;
    queue = live.frames.merged(queue, changed);
    if (!scheduled) requestAnimationFrame(flush);
    scheduled = true;
  }

  // An id that is not on the page yet is painted when it comes: see `repaint`.
  function flush() {
    const changes = Object.entries(queue);
    queue = {};
    scheduled = false;
    for (const [id, props] of changes) {
      const node = document.getElementById(id);
      if (node) apply(node, props);
    }
  }

  /** Puts on a node that Dash has made, or made anew, what is known of it. */
  function repaint(node) {
    if (node.id in known) apply(node, known[node.id]);
  }

  /** Another page: what was known of the last one is not to be painted any more. */
  function forget() {
    known = {};
    queue = {};
  }

  function start() {
    document.addEventListener("pointermove", () => (pointedAt = performance.now()));
  }

  live.paint = { show, repaint, forget, start };
})((globalThis.dashboardLive ??= {}));

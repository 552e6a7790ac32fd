/** Charts: drawn at most four times a second each, and only while somebody can see them. */
((live) => {
  "use strict";

  const PERIOD_MS = 250;
  const COLOUR = /^var\((--[\w-]+)\)$/;

  const charts = new Map();
  let watcher = null;

  /** A copy of a figure with every `var(--name)` in it replaced by `colourOf(name)`. */
  function resolved(value, colourOf) {
    if (Array.isArray(value)) return value.map((item) => resolved(item, colourOf));
    if (typeof value === "string") return value.replace(COLOUR, (_, name) => colourOf(name));
    if (value === null || typeof value !== "object") return value;
    const pairs = Object.entries(value).map(([key, item]) => [key, resolved(item, colourOf)]);
    return Object.fromEntries(pairs);
  }

  /** The traces of a figure, each with its part of the series over it. */
  const merged = (traces, series) => traces.map((trace, i) => ({ ...trace, ...series[i] }));

  /** How long a chart drawn at `drawnAt` has to wait. */
  const wait = (drawnAt, now) => Math.max(0, drawnAt + PERIOD_MS - now);

  /** The colour behind a custom property in the theme of the moment. */
  function colourOf(name) {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(${name})`;
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  }

  /** Takes new series for the chart at a node. */
  function show(node, series) {
    const chart = charts.get(node.id);
    if (chart?.node !== node) charts.set(node.id, adopt(node, series));
    else Object.assign(chart, { series, isDue: true });
    schedule(charts.get(node.id));
  }

  function adopt(node, series) {
    watcher ??= new IntersectionObserver(see);
    watcher.observe(node);
    return { node, series, base: null, isDue: true, isSeen: false, drawnAt: 0, timer: null };
  }

  function see(entries) {
    for (const { target, isIntersecting } of entries) {
      const chart = charts.get(target.id);
      if (chart?.node !== target) continue;
      chart.isSeen = isIntersecting;
      schedule(chart);
    }
  }

  function schedule(chart) {
    if (!chart.isDue || !chart.isSeen || chart.timer !== null || document.hidden) return;
    chart.timer = setTimeout(draw, wait(chart.drawnAt, performance.now()), chart);
  }

  function draw(chart) {
    chart.timer = null;
    chart.drawnAt = performance.now();
    if (!chart.node.isConnected) return drop(chart);
    const plot = chart.node.querySelector(".js-plotly-plot");
    if (plot?._fullLayout) redraw(chart, plot);
    return schedule(chart); // until dcc.Graph has drawn for the first time
  }

  function redraw(chart, plot) {
    chart.isDue = false;
    chart.base ??= resolved(figureOf(chart.node.id), colourOf);
    Plotly.react(plot, merged(chart.base.data, chart.series), chart.base.layout);
    chart.node.dataset.drawn = "";
  }

  const figureOf = (id) => globalThis.dash_component_api.getLayout(id).props.figure;

  function drop(chart) {
    watcher.unobserve(chart.node);
    if (charts.get(chart.node.id) === chart) charts.delete(chart.node.id);
  }

  /** The colours or the visibility of the page have changed. */
  function refresh() {
    for (const chart of charts.values()) {
      Object.assign(chart, { base: null, isDue: true });
      schedule(chart);
    }
  }

  function start() {
    document.addEventListener("themechange", refresh);
    document.addEventListener("visibilitychange", refresh);
  }

  live.charts = { resolved, merged, wait, show, start };
})((globalThis.dashboardLive ??= {}));

/**
 * Charts: drawn at most four times a second each, or as seldom as they say, and only while somebody
 * can see them.
 */
((live) => {
  "use strict";

  const PERIOD_MS = 250;
  const CONFIG = { displayModeBar: false, doubleClick: false, responsive: true };
  const COLOUR = /^var\((--[\w-]+)\)$/;

  const charts = new Map();
  const colours = new Map();
  let watcher = null;

  /** A copy of a figure with every `var(--name)` in it replaced by `colourOf(name)`. */
  function resolved(value, colourOf) {
    if (Array.isArray(value)) return value.map((item) => resolved(item, colourOf));
    if (typeof value === "string") return value.replace(COLOUR, (_, name) => colourOf(name));
    if (value === null || typeof value !== "object") return value;
    const pairs = Object.entries(value).map(([key, item]) => [key, resolved(item, colourOf)]);
    return Object.fromEntries(pairs);
  }

  const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  /** What is given, over what was there before: part by part, lists as a whole. */
  function over(before, given) {
    if (!isPlain(before) || !isPlain(given)) return given;
    const pairs = Object.entries(given).map(([key, value]) => [key, over(before[key], value)]);
    return { ...before, ...Object.fromEntries(pairs) };
  }

  /** The traces of a figure, each with its part of the series over it. */
  const merged = (traces, series) => traces.map((trace, i) => over(trace, series[i] ?? {}));

  /** A series is a list of traces, or these with what changes of the layout. */
  const parted = (series) => (Array.isArray(series) ? { data: series, layout: {} } : series);

  /** How long a chart drawn at `drawnAt` has to wait. */
  const wait = (drawnAt, now, period = PERIOD_MS) => Math.max(0, drawnAt + period - now);

  /** The colour behind a custom property in the theme of the moment. */
  function colourOf(name) {
    if (!colours.has(name)) colours.set(name, computed(name));
    return colours.get(name);
  }

  function computed(name) {
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
    const period = Number(node.dataset.periodMs ?? PERIOD_MS);
    return { node, series, period, base: null, isDue: true, isSeen: false, drawnAt: 0, timer: null };
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
    chart.timer = setTimeout(draw, wait(chart.drawnAt, performance.now(), chart.period), chart);
  }

  function draw(chart) {
    chart.timer = null;
    chart.drawnAt = performance.now();
    if (!chart.node.isConnected) return drop(chart);
    const drawer = chart.node.dataset.library === undefined ? early(chart.node) : late(chart.node);
    if (drawer) redraw(chart, drawer);
    return schedule(chart); // until it can be drawn
  }

  /** A chart of Dash, once dcc.Graph has drawn it for the first time. */
  function early(node) {
    const plot = node.querySelector(".js-plotly-plot");
    if (!plot?._fullLayout) return null;
    const figure = () => globalThis.dash_component_api.getLayout(node.id).props.figure;
    return { plotly: globalThis.Plotly, plot, figure };
  }

  /** A chart that needs a library of its own, once that is there. */
  function late(node) {
    const plotly = live.library.get(node.dataset.library);
    const figure = () => JSON.parse(node.dataset.figure);
    return plotly && { plotly, plot: node.querySelector(".plot"), figure, config: CONFIG };
  }

  function redraw(chart, { plotly, plot, figure, config }) {
    chart.isDue = false;
    chart.base ??= resolved(figure(), colourOf);
    const { data, layout } = resolved(parted(chart.series), colourOf);
    plotly.react(plot, merged(chart.base.data, data), over(chart.base.layout, layout), config);
    chart.node.dataset.drawn = "";
  }

  function drop(chart) {
    watcher.unobserve(chart.node);
    if (charts.get(chart.node.id) === chart) charts.delete(chart.node.id);
  }

  /** The colours or the visibility of the page have changed. */
  function refresh() {
    colours.clear();
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

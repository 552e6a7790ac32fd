/** Libraries that only some charts need: loaded when the first of these comes into view. */
((live) => {
  "use strict";

  const AGAIN_MS = 10_000;

  const libraries = new Map();

  /** The library at an address, without one that of the page's other charts; null until it has come. */
  function get(url) {
    if (url === "") return globalThis.Plotly ?? null;
    if (!libraries.has(url)) load(url);
    return libraries.get(url);
  }

  /** Every copy of plotly.js takes the same name; the one that was there keeps it. */
  function load(url) {
    const before = globalThis.Plotly;
    libraries.set(url, null);
    const script = document.createElement("script");
    script.onload = () => {
      libraries.set(url, globalThis.Plotly);
      globalThis.Plotly = before;
    };
    script.onerror = () => setTimeout(() => libraries.delete(url), AGAIN_MS);
    script.src = url;
    document.head.append(script);
  }

  live.library = { get };
})((globalThis.dashboardLive ??= {}));

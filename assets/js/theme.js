/** Dark or light: the system's choice until somebody chooses. Runs before the first paint. */
((live) => {
  "use strict";

  const KEY = "theme";

  const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  const other = (theme) => (theme === "dark" ? "light" : "dark");

  // Storage is forbidden in some browsers; then the choice lasts as long as the page.
  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      return;
    }
  }

  /** A wall is dark unless its address says otherwise; any other page has no say. */
  function named() {
    if (!/^\/wall(\/|$)/.test(location.pathname)) return null;
    return new URLSearchParams(location.search).get("theme") === "light" ? "light" : "dark";
  }

  const wanted = () => named() ?? remembered() ?? system();

  function choose(theme) {
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  }

  function click(event) {
    if (!event.target.closest?.(".theme")) return;
    const theme = other(document.documentElement.dataset.theme);
    remember(theme);
    choose(theme);
  }

  /** The page or the system is another. */
  const renew = () => choose(wanted());

  function start() {
    renew();
    document.addEventListener("click", click);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renew);
  }

  live.theme = { renew, start };
  if (globalThis.document) start();
})((globalThis.dashboardLive ??= {}));

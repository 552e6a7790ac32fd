/** Which page is shown, which one the address asks for, and the title of the document. */
((live) => {
  "use strict";

  const TICK_MS = 200;
  const PATIENCE_MS = 400;
  const SILENT_MS = 3000;
  const AGAIN_MS = 5000;

  let asked = { path: null, at: 0 };
  let triedAt = 0;
  let named = null;

  /** The path of the page on show; null before there is a frame, empty before there is a page. */
  function shown() {
    const page = document.getElementById("page");
    return page && (page.querySelector("[data-path]")?.dataset.path ?? "");
  }

  /** How long the page that the address asks for has been missing; 0 once it is shown. */
  function missing() {
    const path = shown();
    if (path === null || path === location.pathname) asked = { path: null, at: 0 };
    else if (asked.path !== location.pathname) {
      asked = { path: location.pathname, at: performance.now() };
      triedAt = asked.at;
    }
    return asked.path === null ? null : performance.now() - asked.at;
  }

  /** What to say while another page than the one asked for is shown; null while none is. */
  function opening() {
    const waited = missing();
    if (waited === null) return null;
    if (waited < PATIENCE_MS) return "";
    return waited < SILENT_MS
      ? live.texts.t("The page is being opened…")
      : live.texts.t("The page cannot be opened yet: the server does not answer. Trying again…");
  }

  // Dash asks for a page once. When that has failed, a server that answers again is asked anew.
  function insist() {
    const waited = missing();
    document.getElementById("page")?.setAttribute("aria-busy", String(waited !== null));
    if (waited === null || performance.now() - triedAt < AGAIN_MS) return;
    triedAt = performance.now();
    fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(AGAIN_MS) })
      .then((answer) => answer.ok && missing() !== null && location.reload())
      .catch(() => {});
  }

  /** The document is called after the page, until the page's stream has a better name. */
  function name() {
    const page = document.querySelector("[data-title]");
    const key = page && `${page.dataset.path} ${page.dataset.title}`;
    if (key === null || key === named) return;
    named = key;
    document.title = page.dataset.title;
    live.paint.repaint(document.getElementById("document-title"));
  }

  /** Opens a page of ours as its links do: without leaving the document. */
  function go(href) {
    history.pushState(null, "", href);
    dispatchEvent(new PopStateEvent("popstate"));
    scrollTo(0, 0);
  }

  const start = () => setInterval(insist, TICK_MS);

  live.places = { opening, name, go, start };
})((globalThis.dashboardLive ??= {}));

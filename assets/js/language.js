/** The choice of a language: a link that keeps the rest of the address. */
((live) => {
  "use strict";

  const YEAR_SECONDS = 31_536_000;

  const keep = (code) =>
    (document.cookie = `lang=${code}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`);

  /** The address without a language of its own. */
  function plain(href) {
    const url = new URL(href);
    url.searchParams.delete("lang");
    return url.href;
  }

  function click(event) {
    const link = event.target.closest?.("a.language");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    keep(link.lang);
    const next = plain(location.href);
    if (next === location.href) location.reload();
    else location.replace(next);
  }

  // Pages of two languages may stand side by side: the one in use says what the next one speaks.
  function follow() {
    if (/(^|; )lang=/.test(document.cookie)) keep(document.documentElement.lang);
  }

  function start() {
    document.addEventListener("click", click);
    addEventListener("focus", follow);
  }

  live.language = { plain, start };
})((globalThis.dashboardLive ??= {}));

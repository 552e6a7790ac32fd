/** The scripts of the desk: only for its own pages, and loaded when the first of these is shown. */
((live) => {
  "use strict";

  const AGAIN_MS = 10_000;
  const PAGES = "#access, #audit, #blacklist, #contact, #reports, #time-bar";
  const PARTS = ["access", "audit", "blacklist", "contact", "past", "reports", "reveal", "schedules"];

  let isAskedFor = false;

  function look() {
    if (isAskedFor || document.querySelector(PAGES) === null) return;
    isAskedFor = true;
    const script = document.createElement("script");
    script.onload = () => PARTS.forEach((part) => live[part].start());
    script.onerror = () => setTimeout(again, AGAIN_MS);
    script.src = document.body.dataset.desk;
    document.head.append(script);
  }

  function again() {
    isAskedFor = false;
    look();
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.desk = { start };
})((globalThis.dashboardLive ??= {}));

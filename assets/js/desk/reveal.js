/** A phone number, told for half a minute: never on paper, nor on a page that is held or left. */
((live) => {
  "use strict";

  const SECONDS = 30;
  const TICK_MS = 1_000;

  let shown = null;

  /** Puts the number into its place, and takes it away when its time is over. */
  function show(place, phone, words) {
    hide();
    if (live.pause.isPaused()) return;
    const number = document.createElement("b");
    const left = document.createElement("small");
    number.textContent = phone;
    place.replaceChildren(number, left);
    place.hidden = false;
    shown = { place, left, words, until: performance.now() + SECONDS * 1_000, timer: setInterval(tick, TICK_MS) };
    tick();
  }

  function tick() {
    const seconds = Math.ceil((shown.until - performance.now()) / 1_000);
    if (seconds <= 0) hide();
    else shown.left.textContent = shown.words.replace("{seconds}", seconds);
  }

  function hide() {
    if (shown === null) return;
    clearInterval(shown.timer);
    shown.place.replaceChildren();
    shown.place.hidden = true;
    shown = null;
  }

  const press = (event) => event.target.closest?.(".pause") && hide();

  function start() {
    document.addEventListener("click", press);
    document.addEventListener("visibilitychange", () => document.hidden && hide());
    addEventListener("beforeprint", hide);
    addEventListener("pagehide", hide);
  }

  live.reveal = { show, hide, start };
})((globalThis.dashboardLive ??= {}));

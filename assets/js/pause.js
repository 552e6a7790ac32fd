/** Holds everything that moves by itself, for whoever wants to read in peace. */
((live) => {
  "use strict";

  let paused = false;

  const isPaused = () => paused;

  function press(event) {
    if (!event.target.closest?.(".pause")) return;
    paused = !paused;
    document.body.toggleAttribute("data-paused", paused);
    live.stream.open();
    live.freshness.tick();
  }

  const start = () => document.addEventListener("click", press);

  live.pause = { isPaused, start };
})((globalThis.dashboardLive ??= {}));

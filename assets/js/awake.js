/** Keeps the screen from going to sleep, where the browser can and will. */
((live) => {
  "use strict";

  const AGAIN_MS = 60_000;

  let lock = null;
  let isAsking = false;
  let refusedAt = -Infinity;

  // A lock is lost whenever the page is hidden, so it is asked for again and again.
  async function hold(now) {
    if (lock || isAsking || document.hidden || now - refusedAt < AGAIN_MS) return;
    isAsking = true;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => (lock = null));
    } catch {
      refusedAt = now; // not known here, or not allowed
    }
    isAsking = false;
  }

  function release() {
    lock?.release();
    lock = null;
  }

  live.awake = { hold, release };
})((globalThis.dashboardLive ??= {}));

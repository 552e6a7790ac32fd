/** Reloads a page once a newer version of it is served: softly, and never in a circle. */
((live) => {
  "use strict";

  const KEY = "renewals";
  const APART_MS = 3_600_000;
  const SPREAD_MS = 10_000;
  const PATIENCE_MS = 600_000;
  const ANSWER_MS = 5_000;

  let dueAt = null;
  let isAsking = false;

  /** The versions this tab was reloaded for, and when; those of the last hour only. */
  const recent = (past, now) =>
    Object.fromEntries(Object.entries(past).filter(([, at]) => now - at < APART_MS && at <= now));

  /** Whether another version is served than this page is made by, and not just been reloaded for. */
  const isWanted = (built, served, past, now) =>
    served !== "" && served !== built && !(served in recent(past, now));

  /** Alarms are not to be blinked away; after a while the new version matters more. */
  const isQuiet = (alerts, waitedMs) => alerts === 0 || waitedMs > PATIENCE_MS;

  // Storage is forbidden in some browsers; there a page does not reload itself.
  function memory() {
    try {
      sessionStorage.setItem(`${KEY}-test`, "");
      return JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    } catch {
      return null;
    }
  }

  /** Called each second with what the page is made by, what is served, and the open alarms. */
  function look(built, served, alerts, now) {
    const past = memory();
    if (past === null || !isWanted(built, served, past, Date.now())) return (dueAt = null);
    dueAt ??= now + SPREAD_MS * Math.random(); // not every wall of the house at once
    if (now >= dueAt && !isAsking && isQuiet(alerts, now - dueAt)) renew(served, past);
  }

  async function renew(served, past) {
    isAsking = true;
    if (await isThere()) {
      const now = Date.now();
      sessionStorage.setItem(KEY, JSON.stringify({ ...recent(past, now), [served]: now }));
      location.reload();
    }
    isAsking = false;
  }

  // A reload while the server is away would leave the browser's own error page on the wall.
  async function isThere() {
    try {
      const limits = { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) };
      return (await fetch(location.href, limits)).ok;
    } catch {
      return false;
    }
  }

  live.renewal = { isWanted, isQuiet, recent, look };
})((globalThis.dashboardLive ??= {}));

/** Whether somebody is still signed in, and the way out; a screen on the wall says that it is there. */
((live) => {
  "use strict";

  const SEEN_MS = 60_000;
  const FIRST_MS = 5_000;

  let out = false;

  /** The login, which leads back to the page at an address. */
  const loginFor = ({ pathname, search }) =>
    `/login?next=${encodeURIComponent(pathname + search)}`;

  const isWall = () => document.body.dataset.role === "wall";

  /** A stream has failed, and does not say why: perhaps nobody is signed in any more. */
  async function look() {
    let status = 0;
    try {
      status = (await fetch("/session", { cache: "no-store" })).status;
    } catch {
      return;
    }
    if (status === 401 && !isWall()) location.assign(loginFor(location));
    else out = status === 401;
  }

  async function leave() {
    await live.call.send("POST", "/logout", {});
    location.assign("/login");
  }

  function click(event) {
    if (event.target.closest?.(".leave")) leave();
  }

  /** How far behind this screen is. Nobody reads the answer: the next one follows in a minute. */
  function report() {
    const age = document.querySelector(".freshness")?.dataset.ageMs;
    if (isWall() && age) live.call.send("POST", "/wall/seen", { behind_ms: Number(age) });
  }

  // The link of a wall, opened where somebody is signed in already.
  function follow() {
    if (!/^\/wall(\/|$)/.test(location.pathname) || !location.hash.startsWith("#token=")) return;
    location.replace(`/wall/enter${location.search}${location.hash}`);
  }

  function start() {
    follow();
    document.addEventListener("click", click);
    setTimeout(report, FIRST_MS);
    setInterval(report, SEEN_MS);
  }

  live.session = { isOut: () => out, look, loginFor, report, start };
})((globalThis.dashboardLive ??= {}));

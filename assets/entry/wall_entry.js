/** A screen comes in: the token in the fragment of its link is traded for a cookie. */
((live) => {
  "use strict";

  const AGAIN_MS = 5_000;
  const HOME = "/wall";

  /** The token in the fragment of an address; empty where there is none. */
  const tokenIn = (hash) => new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? "";

  /** Where a screen goes on: the board that its link names, with its wishes. */
  const boardOf = (path, search) => (path === "/wall/enter" ? HOME : path) + search;

  /** What an answer leads to: in, out, or another try after a while. */
  function verdict(status) {
    if (status === 200) return "in";
    if (status === 429) return "often";
    return status === 0 || status >= 500 ? "late" : "refused";
  }

  function say(name) {
    const node = document.getElementById("said");
    const text = node.dataset[name];
    if (text && node.textContent !== text) node.textContent = text;
  }

  async function trade(token) {
    const body = JSON.stringify({ token });
    const headers = { "Content-Type": "application/json" };
    try {
      return (await fetch("/wall/enter", { method: "POST", headers, body })).status;
    } catch {
      return 0;
    }
  }

  async function enter(token) {
    const found = verdict(await trade(token));
    if (found === "in") return location.replace(boardOf(location.pathname, location.search));
    say(found);
    if (found !== "refused") setTimeout(() => enter(token), AGAIN_MS);
  }

  function start() {
    const token = tokenIn(location.hash);
    const board = boardOf(location.pathname, location.search);
    history.replaceState(null, "", location.pathname + location.search);
    if (token) enter(token);
    else location.replace(`/login?next=${encodeURIComponent(board)}`);
  }

  live.wallEntry = { tokenIn, boardOf, verdict };
  if (globalThis.document) start();
})((globalThis.dashboardLive ??= {}));

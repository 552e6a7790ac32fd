/** The history of a campaign: read when it comes into sight, and each minute while it goes on. */
((live) => {
  "use strict";

  const NEAR = "200px";
  const AGAIN_MS = 60_000;
  const YEAR = 422; // the status of a week of more than a year

  let section = null;

  /** A section has come on the page, or has gone with it. */
  function look() {
    const node = document.getElementById("history");
    if (node === (section?.node ?? null)) return;
    section?.end();
    section = node && make(node);
  }

  function make(node) {
    const words = JSON.parse(node.dataset.words);
    const shown = Object.keys(words.series);
    const here = location.pathname;
    const inside = (selector) => node.querySelector(selector);
    const view = live.historyView.make(node, words);
    const bar = live.historyBar.make(inside(".history-bar"), node.dataset.campaign, choose);
    let choice = live.historyChoice.read(location.search, shown);
    let body = null;
    let isSeen = false;
    let run = 0; // what was asked for with another choice is not taken any more

    bar.show(choice);
    const seen = new IntersectionObserver(see, { rootMargin: NEAR });
    seen.observe(node);
    const zoned = new MutationObserver(begin);
    zoned.observe(node, { attributeFilter: ["data-zone"] });
    const timer = setInterval(renew, AGAIN_MS);
    inside(".history-refresh").addEventListener("click", () => load(true));
    inside(".history-again").addEventListener("click", () => load());
    inside(".history-series").addEventListener("click", front);

    function end() {
      run += 1;
      clearInterval(timer);
      seen.disconnect();
      zoned.disconnect();
    }

    function see(entries) {
      isSeen = entries.at(-1).isIntersecting;
      begin();
    }

    /** Days are days of the campaign's zone, which its stream tells. */
    function begin() {
      if (isSeen && node.dataset.zone && node.dataset.state === "waiting") load();
    }

    function choose(next) {
      choice = next;
      keep();
      load();
    }

    /** Another series to the front: it is known already. */
    function front(event) {
      const button = event.target.closest("[data-series]");
      if (!button || body === null) return;
      choice = { ...choice, show: button.dataset.series };
      keep();
      view.show(body, choice.show);
    }

    /** The address says what is shown, so that it can be given to a colleague. */
    function keep() {
      if (location.pathname !== here) return;
      const search = live.historyChoice.written(location.search, choice);
      history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
    }

    /** The same anew, while it goes on and somebody looks. */
    function renew() {
      const isOpen = node.dataset.state === "ready" && body !== null && !body.closed;
      if (isOpen && isSeen && !document.hidden && !live.pause.isPaused()) load(true);
    }

    /** Reads the span; `isSame` leaves what is shown until the answer is there. */
    async function load(isSame = false) {
      const mine = (run += 1);
      if (!node.dataset.zone) return;
      say("loading", isSame ? "" : words.loading);
      const asked = live.historyChoice.query(choice, live.clock.now() ?? Date.now(), node.dataset.zone);
      const week = String(asked);
      if (choice.compare) asked.set("compare", choice.compare);
      const path = `/api/v1/campaigns/${node.dataset.campaign}`;
      const [found, answers] = await Promise.all([
        live.call.get(`${path}/history?${asked}`),
        live.call.get(`${path}/answers?${week}`),
      ]);
      if (mine !== run) return;
      if (found.status !== 200) return fail(found.body.detail ?? words.offline, isSame);
      take(found.body, answers);
    }

    function take(found, answers) {
      body = found;
      node.dataset.filled = "";
      view.show(body, choice.show);
      const why = answers.status === YEAR ? words.year : (answers.body.detail ?? words.offline);
      view.showWeek(answers.status === 200 ? answers.body : null, why);
      const isStill = shown.every((name) => body.totals[name] === 0);
      say("ready", body.twice.length > 0 ? words.twice : isStill ? words.nothing : "");
    }

    function fail(reason, isSame) {
      if (!isSame) delete node.dataset.filled;
      say("failed", words.failed.replace("{reason}", reason));
    }

    function say(state, message) {
      node.dataset.state = state;
      node.setAttribute("aria-busy", String(state === "loading"));
      inside(".history-message").textContent = message;
      inside(".history-again").hidden = state !== "failed";
    }

    return { node, end };
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  }

  live.history = { start };
})((globalThis.dashboardLive ??= {}));

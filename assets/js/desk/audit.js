/** The audit page: entries by filter, page by page; files of them; the chain checked on demand. */
((live) => {
  "use strict";

  const STEP = 50;

  let page = null;

  function look() {
    const node = document.getElementById("audit");
    if (node === (page?.node ?? null)) return;
    page?.end();
    page = node && make(node);
  }

  function make(node) {
    const words = Object.fromEntries(
      ["texts", "actions", "means", "roles", "states"].map((name) => [name, JSON.parse(node.dataset[name])]),
    );
    const { texts } = words;
    const inside = (selector) => node.querySelector(selector);
    const list = inside(".audit-entries");
    const bar = live.auditBar.make(inside(".audit-bar"), choose);
    let filter = live.auditFilter.read(location.search);
    let zone = "UTC";
    let cursor = null;
    let run = 0; // what was asked for with another filter is not taken any more

    inside(".audit-more").addEventListener("click", () => load(STEP, true));
    inside(".audit-again").addEventListener("click", () => load(STEP));
    inside(".audit-check").addEventListener("click", check);
    bar.show(filter, zone);
    begin();

    function end() {
      run += 1;
    }

    function choose(next) {
      filter = next;
      history.replaceState(history.state, "", `${location.pathname}${live.auditFilter.written(location.search, filter)}`);
      begin();
    }

    function begin() {
      cursor = null;
      for (const link of node.querySelectorAll(".audit-export")) {
        link.href = `/api/v1/audit/export${live.auditFilter.query(filter, { format: link.dataset.format })}`;
      }
      load(STEP);
    }

    /** The next entries: an answer that was stopped early is asked to go on until there are enough. */
    async function load(wanted, isMore = false) {
      const mine = (run += 1);
      let missing = wanted;
      if (!isMore && cursor === null) say("loading", texts.loading);
      inside(".audit-more").disabled = true;
      do {
        const { status, body } = await ask(`/api/v1/audit${live.auditFilter.query(filter, { limit: missing, cursor })}`);
        if (mine !== run) return;
        if (status !== 200) return fail(body.detail ?? texts.offline);
        if (missing === wanted && !isMore) list.replaceChildren();
        missing -= take(body, isMore && missing === wanted);
        if (!body.complete) say("searching", live.auditEntry.filled(texts.searching, { n: list.children.length }));
        if (body.complete) break;
      } while (missing > 0 && cursor !== null);
      settle();
    }

    function take(body, isFirstOfMore) {
      if (body.timezone !== zone) bar.show(filter, (zone = body.timezone));
      inside(".audit-zone").textContent = live.auditEntry.filled(texts.zone, { zone });
      const lines = body.entries.map((entry) => live.auditEntry.line(entry, words, zone));
      list.append(...lines);
      cursor = body.next_cursor;
      if (isFirstOfMore) lines[0]?.querySelector("summary").focus();
      return lines.length;
    }

    function settle() {
      const isNone = list.children.length === 0;
      const more = inside(".audit-more");
      more.hidden = cursor === null;
      more.disabled = false;
      say(isNone ? "none" : "ready", isNone ? (live.auditFilter.isEmpty(filter) ? texts.empty : texts.none) : "");
    }

    function fail(reason) {
      inside(".audit-more").disabled = false;
      say("failed", live.auditEntry.filled(texts.failed, { reason }));
    }

    function say(state, message) {
      node.dataset.state = state;
      inside(".audit-message").textContent = message;
      inside(".audit-again").hidden = state !== "failed";
    }

    /** The whole chain, a stretch after another: no answer takes long. */
    async function check() {
      const place = inside(".audit-chain");
      const button = inside(".audit-check");
      let count = 0;
      let after = 0;
      button.disabled = true;
      tell("checking", texts.checking, { n: 0 });
      while (after !== null && node.isConnected) {
        const { status, body } = await ask(`/api/v1/audit/verify?after=${after}`);
        if (status !== 200) return stop("failed", texts.unchecked, { reason: body.detail ?? texts.offline });
        count += body.entries;
        if (body.broken !== null) return stop("broken", texts.broken, { id: body.broken });
        if (body.cut) return stop("broken", texts.cut, {});
        tell("checking", texts.checking, { n: live.formats.count(count) });
        after = body.next_after;
      }
      return stop("checked", texts.checked, { n: live.formats.count(count) });

      function tell(state, text, values) {
        place.dataset.state = state;
        place.textContent = live.auditEntry.filled(text, values);
      }

      function stop(state, text, values) {
        tell(state, text, values);
        button.disabled = false;
      }
    }

    return { node, end };
  }

  async function ask(path) {
    try {
      const answer = await fetch(path, { headers: { Accept: "application/json" } });
      return { status: answer.status, body: await answer.json() };
    } catch {
      return { status: 0, body: {} };
    }
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.audit = { start };
})((globalThis.dashboardLive ??= {}));

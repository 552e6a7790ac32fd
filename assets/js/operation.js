/** The page of one long deed: as it goes on, and as it ended. */
((live) => {
  "use strict";

  const LIMIT = 50;
  const TIMES = ["created_at", "started_at", "ended_at"];
  const LINKS = ["undoes", "undone_by"];

  let page = null;

  function look() {
    const node = document.getElementById("operation");
    if (node === (page?.node ?? null)) return;
    page?.end();
    page = node && make(node);
  }

  function make(node) {
    const texts = JSON.parse(node.dataset.texts);
    const { element } = live.deedFields;
    const put = (selector, text) => live.operations.put(node.querySelector(selector), text);
    const { id } = node.dataset;
    let shown = null;
    let cursor = null;
    let listed = null; // how many were skipped when they were read
    let isOver = false;

    const marked = new MutationObserver(follow);
    marked.observe(node, { attributeFilter: ["data-operation"] });
    node.querySelector(".operations-next").addEventListener("click", () => skips());
    const timer = setInterval(() => shown && choose(shown), 1_000);
    begin();

    function end() {
      isOver = true;
      clearInterval(timer);
      marked.disconnect();
    }

    /** One that ended long ago is in no stream. */
    async function begin() {
      follow();
      if (shown) return;
      const { status, body } = await live.call.get(`/api/v1/operations/${id}`);
      if (isOver || shown) return;
      if (status === 200) show(body);
      else node.querySelector(".operation-no").hidden = status !== 404;
    }

    function follow() {
      if (node.dataset.operation) show(JSON.parse(node.dataset.operation));
    }

    function show(deed) {
      shown = deed;
      node.querySelector(".operation-whole").hidden = false;
      node.querySelector(".operation-no").hidden = true;
      head(deed);
      progress(deed);
      facts(deed);
      choose(deed);
      reasons(deed);
      if (deed.skipped !== listed) again(deed.skipped);
    }

    function head(deed) {
      put(".operation-title", live.operationWords.kind(deed, texts));
      put(".page-head .operation-stage", live.operationWords.stage(deed, texts));
      node.querySelector(".operation-whole").dataset.stage = deed.stage;
      const link = node.querySelector(".operation-campaign");
      link.hidden = deed.campaign_id === null;
      link.setAttribute("href", `/campaigns/${deed.campaign_id}`);
      if (deed.campaign_name || !link.textContent) put(".operation-campaign", live.operationWords.campaign(deed, texts));
    }

    function progress(deed) {
      const part = deed.total > 0 ? deed.done / deed.total : 0;
      put(".operation-done", live.formats.count(deed.done));
      put(".operation-total", `/ ${live.formats.count(deed.total)}`);
      node.querySelector(".operation-progress").dataset.stage = deed.stage;
      node.querySelector(".operation-bar").style.setProperty("--share", part);
      put(".operation-body .operation-facts", live.operationWords.facts({ ...deed, error: null }, texts));
      const error = node.querySelector(".operation-error");
      error.hidden = deed.error === null;
      live.operations.put(error, deed.error ?? "");
      steps(deed);
    }

    function steps(deed) {
      const course = live.operationWords.course(deed);
      const place = node.querySelector(".operation-steps");
      const key = JSON.stringify(course);
      if (place.dataset.key === key) return;
      place.dataset.key = key;
      place.replaceChildren(...course.map(step));
    }

    function step({ stage, is }) {
      const made = element("li", { textContent: live.operationWords.stage({ stage }, texts) });
      made.dataset.is = is;
      if (is === "now") made.setAttribute("aria-current", "step");
      return made;
    }

    function facts(deed) {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      for (const place of node.querySelectorAll("[data-fact]")) {
        const { fact } = place.dataset;
        const value = deed[fact];
        place.closest(".contact-fact").hidden = value === null;
        if (LINKS.includes(fact)) linked(place, value);
        else live.operations.put(place, TIMES.includes(fact) ? live.contactWords.moment(value, zone) : value ?? "");
      }
    }

    function linked(place, other) {
      const text = other === null ? "" : live.deedWords.filled(texts.operation, { id: other });
      if (place.textContent === text) return;
      place.replaceChildren(...(text ? [element("a", { href: `/operations/${other}`, textContent: text })] : []));
    }

    /** The buttons that fit the stage; the one that undoes, as long as there is time. */
    function choose(deed) {
      const canBeUndone = live.operationWords.canBeUndone(deed, live.clock.now() ?? Date.now());
      for (const button of node.querySelectorAll("[data-verb]")) {
        const { verb, stages } = button.dataset;
        button.hidden = verb === "undo" ? !canBeUndone : !stages.split(" ").includes(deed.stage);
      }
      node.querySelector(".operation-way-back").hidden = !canBeUndone;
      const left = node.querySelector(".operation-until");
      left.dataset.until = canBeUndone ? String(Date.parse(deed.undo_until)) : "";
    }

    function reasons(deed) {
      const items = Object.entries(deed.skips).sort((a, b) => b[1] - a[1]);
      const place = node.querySelector(".operation-reasons");
      const told = items.map(([reason, n]) => `${live.operationWords.skip(reason, texts)}: ${live.formats.count(n)}`);
      if (place.dataset.key === told.join("\n")) return;
      place.dataset.key = told.join("\n");
      place.replaceChildren(...told.map((text) => element("li", { textContent: text })));
    }

    function again(skipped) {
      listed = skipped;
      cursor = null;
      if (skipped > 0) skips();
      else put(".card-skips .operations-said", texts.noSkips);
    }

    async function skips() {
      const isFirst = cursor === null;
      const query = new URLSearchParams({ limit: LIMIT, ...(isFirst ? {} : { cursor }) });
      const { status, body } = await live.call.get(`/api/v1/operations/${id}/skips?${query}`);
      if (isOver) return;
      if (status !== 200) return put(".card-skips .operations-said", live.deedWords.filled(texts.failed, { reason: body.detail ?? texts.silent }));
      const place = node.querySelector(".operation-skipped tbody");
      const rows = body.skips.map(row);
      if (isFirst) place.replaceChildren(...rows);
      else place.append(...rows);
      cursor = body.next_cursor;
      node.querySelector(".card-skips .operations-next").hidden = cursor === null;
      node.querySelector(".operation-skipped").hidden = place.children.length === 0;
      put(".card-skips .operations-said", "");
    }

    function row({ contact_id: contact, state, reason }) {
      const text = live.deedWords.filled(texts.contact, { id: contact });
      const link = element("a", { href: `/campaigns/${shown.campaign_id}/contacts/${contact}`, textContent: text });
      const mark = state === null ? "" : live.contactWords.mark(state, JSON.parse(node.dataset.states));
      return element(
        "tr",
        {},
        element("th", { scope: "row" }, shown.campaign_id === null ? text : link),
        element("td", {}, mark),
        element("td", { textContent: live.operationWords.skip(reason, texts) }),
      );
    }

    return { node, end };
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  }

  live.operation = { start };
})((globalThis.dashboardLive ??= {}));

/** The list of long deeds: what goes on comes with the stream, what is over from the API. */
((live) => {
  "use strict";

  const LIMIT = 50;
  const ENDED = ["done", "stopped"];

  let list = null;

  function look() {
    const node = document.getElementById("operations");
    if (node === (list?.node ?? null)) return;
    list?.end();
    list = node && make(node);
  }

  function make(node) {
    const texts = JSON.parse(node.dataset.texts);
    const { element } = live.deedFields;
    const open = node.querySelector(".operations-open");
    const past = node.querySelector(".operations-past");
    const said = node.querySelector(".operations-said");
    const next = node.querySelector(".operations-next");
    const again = node.querySelector(".operations-again");
    const names = new Map();
    let campaign = new URLSearchParams(location.search).get("campaign") ?? "";
    let cursor = null;
    let run = 0; // an answer to an earlier question is not shown
    let ended = null; // which deeds of the stream are over: when it changes, the past is read anew

    const marked = new MutationObserver(follow);
    marked.observe(node, { attributeFilter: ["data-operations"] });
    next.addEventListener("click", () => load());
    again.addEventListener("click", restart);
    choose();
    restart();
    follow();

    function end() {
      run += 1;
      marked.disconnect();
    }

    /** The campaigns that can be asked for; without an answer the list is of all. */
    async function choose() {
      const select = element("select", { name: "campaign" }, element("option", { value: "", textContent: texts.allCampaigns }));
      node.querySelector(".operations-campaign").replaceChildren(select);
      select.addEventListener("change", () => {
        campaign = select.value;
        history.replaceState(history.state, "", campaign ? `?campaign=${campaign}` : location.pathname);
        restart();
        follow();
      });
      const { body } = await live.call.get("/api/v1/campaigns");
      for (const { id, name } of body.campaigns ?? []) names.set(id, name || live.deedWords.filled(texts.campaign, { id }));
      for (const [id, name] of names) select.append(element("option", { value: id, textContent: name }));
      select.value = campaign;
      rename();
    }

    /** Rows that came before the names. */
    function rename() {
      for (const cell of node.querySelectorAll("[data-campaign-id]")) {
        cell.textContent = names.get(Number(cell.dataset.campaignId)) ?? cell.textContent;
      }
    }

    function follow() {
      const all = JSON.parse(node.dataset.operations || "null");
      if (all === null) return;
      const shown = all.filter((deed) => !ENDED.includes(deed.stage) && isWanted(deed));
      fill(shown);
      const none = node.querySelector(".operations-none");
      none.hidden = shown.length > 0;
      none.textContent = texts.none;
      const over = all.filter((deed) => ENDED.includes(deed.stage)).map(({ id }) => id).join();
      if (ended !== null && ended !== over) restart();
      ended = over;
    }

    const isWanted = (deed) => campaign === "" || String(deed.campaign_id) === campaign;

    /** Lines keep their places: whoever is about to click one finds it there. */
    function fill(deeds) {
      const lines = new Map([...open.children].map((line) => [line.dataset.id, line]));
      for (const [id, line] of lines) if (!deeds.some((deed) => String(deed.id) === id)) line.remove();
      for (const deed of [...deeds].reverse()) {
        const line = lines.get(String(deed.id)) ?? open.insertAdjacentElement("afterbegin", blank(deed));
        write(line, deed);
      }
    }

    function blank({ id }) {
      const part = (name) => element("span", { className: `operation-${name}` });
      const link = element("a", { className: "operation-what", href: `/operations/${id}` });
      const bar = element("span", { className: "bar tone-progress" }, element("span"));
      const line = element("li", { className: "operation-line" }, part("stage"), link, bar, part("facts"), part("by"));
      line.dataset.id = id;
      return line;
    }

    function write(line, deed) {
      line.dataset.stage = deed.stage;
      put(line.querySelector(".operation-stage"), live.operationWords.stage(deed, texts));
      put(line.querySelector(".operation-what"), what(deed));
      line.querySelector(".bar > *").style.setProperty("--share", deed.total > 0 ? deed.done / deed.total : 0);
      put(line.querySelector(".operation-facts"), live.operationWords.facts(deed, texts));
      put(line.querySelector(".operation-by"), deed.actor);
    }

    const what = (deed) => [live.operationWords.kind(deed, texts), live.operationWords.campaign(deed, texts)].filter(Boolean).join(" · ");

    function restart() {
      run += 1;
      cursor = null;
      load();
    }

    async function load() {
      const mine = run;
      const isFirst = cursor === null;
      if (isFirst && past.hidden) say(texts.loading);
      const query = new URLSearchParams({ status: "ended", limit: LIMIT });
      if (campaign) query.set("campaign", campaign);
      if (!isFirst) query.set("cursor", cursor);
      const { status, body } = await live.call.get(`/api/v1/operations?${query}`);
      if (mine !== run) return null;
      again.hidden = status === 200;
      if (status === 200) return take(body, isFirst);
      return say(live.deedWords.filled(texts.failed, { reason: body.detail ?? texts.silent }));
    }

    function take({ operations, next_cursor: following }, isFirst) {
      const rows = operations.map(row);
      const place = past.querySelector("tbody");
      if (isFirst) place.replaceChildren(...rows);
      else place.append(...rows);
      cursor = following;
      next.hidden = following === null;
      past.hidden = place.children.length === 0;
      say(past.hidden ? texts.nonePast : "");
    }

    function row(deed) {
      const { moment } = live.contactWords;
      const name = names.get(deed.campaign_id) ?? live.operationWords.campaign(deed, texts);
      const place = element("td", { textContent: name });
      if (deed.campaign_id !== null) place.dataset.campaignId = deed.campaign_id;
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      return element(
        "tr",
        {},
        element("td", { textContent: moment(deed.ended_at, zone, { timeStyle: "short" }) }),
        element("th", { scope: "row" }, element("a", { href: `/operations/${deed.id}`, textContent: live.operationWords.kind(deed, texts) })),
        place,
        element("td", { textContent: deed.actor }),
        element("td", { textContent: deed.reason }),
        element("td", { textContent: `${live.operationWords.stage(deed, texts)} · ${live.operationWords.facts(deed, texts)}` }),
      );
    }

    function say(text) {
      put(said, text);
    }

    return { node, end };
  }

  function put(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  }

  live.operations = { start, put };
})((globalThis.dashboardLive ??= {}));

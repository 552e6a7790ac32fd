/** The page of reports: a question, the first rows of its answer, and the file. */
((live) => {
  "use strict";

  let page = null;

  function look() {
    const node = document.getElementById("reports");
    if (node === (page?.node ?? null)) return;
    page?.end();
    page = node && make(node);
  }

  function make(node) {
    const texts = JSON.parse(node.dataset.texts);
    const states = JSON.parse(node.dataset.states);
    const languages = JSON.parse(node.dataset.languages);
    const { language } = node.dataset;
    const inside = (selector) => node.querySelector(selector);
    let known = null;
    let form = null;
    let runs = null;
    let wish = null;
    let run = 0; // what was asked for with another wish is not shown any more

    const download = inside(".reports-download");
    download.setAttribute("aria-disabled", "true");
    download.addEventListener("click", take);
    inside(".reports-again").addEventListener("click", () => (form ? preview() : begin()));
    begin();

    async function begin() {
      say("loading", texts.loading);
      const [menu, campaigns] = await Promise.all([
        live.call.get(`/api/v1/reports?lang=${language}`),
        live.call.get("/api/v1/campaigns"),
      ]);
      if (!node.isConnected) return;
      if (menu.status !== 200) return fail(menu.body);
      known = menu.body;
      form = live.reportsForm.make(node, texts, { known, states, languages, language }, choose);
      const titles = Object.fromEntries(known.reports.map(({ kind, title }) => [kind, title]));
      runs = live.reportsRuns.make(node, texts, titles, tell);
      wish = live.reportsQuestion.read(location.search, known);
      form.show(wish);
      form.meet(campaigns.body.campaigns ?? []);
      preview();
    }

    function choose(next) {
      wish = next;
      history.replaceState(history.state, "", `${location.pathname}${live.reportsQuestion.written(location.search, wish)}`);
      preview();
    }

    const query = (more) => live.reportsQuestion.query(wish, form.zone(), language, more);

    async function preview() {
      const mine = (run += 1);
      node.dataset.state = "loading";
      say("loading", inside(".reports-rows").hidden ? texts.loading : "");
      download.href = `${live.reportsQuestion.path(wish)}${query()}`;
      const { status, body } = await live.call.get(`${live.reportsQuestion.path(wish)}/preview${query()}`);
      if (mine !== run || !node.isConnected) return;
      form.complain(body.field ? body : null);
      if (status !== 200) return body.field ? refuse() : fail(body);
      show(body);
    }

    function show(body) {
      const rows = live.reportsQuestion.size(body, texts);
      const few = { n: live.formats.count(body.rows.length), rows };
      const time = live.reportsQuestion.moment(body.as_of, body.tz);
      const isAll = body.exact && body.rows.length === body.count;
      const first = isAll ? rows : filled(texts.first, few);
      inside(".reports-asof").textContent = `${first} · ${filled(texts.asOf, { time, zone: body.tz })}`;
      inside(".reports-expected").textContent = rows;
      live.reportsTable.fill(inside(".reports-rows"), body, states);
      inside(".reports-rows").hidden = body.rows.length === 0;
      download.removeAttribute("aria-disabled");
      say(body.rows.length ? "ready" : "empty", body.rows.length ? "" : texts.empty);
    }

    function refuse() {
      clear();
      download.setAttribute("aria-disabled", "true");
      say("wrong", texts.wrong);
    }

    /** What cannot be shown may still be had. */
    function fail(body) {
      clear();
      if (known) download.removeAttribute("aria-disabled");
      say("failed", filled(texts.failed, { reason: body.detail ?? texts.offline }));
    }

    function clear() {
      inside(".reports-rows").hidden = true;
      inside(".reports-asof").textContent = "";
      inside(".reports-expected").textContent = "";
    }

    function say(state, message) {
      node.dataset.state = state;
      inside(".reports-message").textContent = message;
      inside(".reports-again").hidden = state !== "failed";
    }

    function tell(message) {
      inside(".reports-said").textContent = message;
    }

    function take(event) {
      event.preventDefault();
      if (!known || download.getAttribute("aria-disabled") === "true") return;
      runs.begin(live.reportsQuestion.path(wish), query());
    }

    function end() {
      run += 1;
      runs?.end();
    }

    return { node, end };
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.reports = { start };
})((globalThis.dashboardLive ??= {}));

/** The card of reports that come by themselves: listed, asked for, ended, their files taken. */
((live) => {
  "use strict";

  const PATH = "/api/v1/schedules";
  const EVERY_MS = 20_000;

  let card = null;

  function look() {
    const node = document.getElementById("schedules");
    if (node === (card?.node ?? null)) return;
    card?.end();
    card = node && make(node);
  }

  const element = (name, properties = {}, ...children) => live.deedFields.element(name, properties, ...children);

  function make(node) {
    const [texts, kinds, deed] = ["texts", "kinds", "deed"].map((name) => JSON.parse(node.dataset[name]));
    const inside = (selector) => node.querySelector(selector);
    const dialog = inside("dialog");
    const open = new Set();
    let shown = "";
    let form = null;
    let asked = null;
    let offered = null;
    const timer = setInterval(() => document.hidden || load(), EVERY_MS);

    node.addEventListener("deed:done", load);
    inside(".schedules-add").addEventListener("click", ask);
    inside(".schedules-again").addEventListener("click", load);
    inside(".dialog-cancel").addEventListener("click", () => asked?.isRunning || dialog.close());
    dialog.addEventListener("cancel", (event) => asked?.isRunning && event.preventDefault());
    dialog.addEventListener("input", check);
    inside("form").addEventListener("submit", submit);
    load();

    function end() {
      clearInterval(timer);
    }

    async function load() {
      const { status, body } = await live.call.get(PATH);
      if (status !== 200) return fail(body.detail ?? texts.offline);
      offered = { receivers: body.receivers, zone: body.timezone };
      node.dataset.state = "ready";
      const now = JSON.stringify([body.schedules, minute()]);
      if (now !== shown) show(body.schedules);
      shown = now;
      return null;
    }

    /** What is overdue becomes so while nothing else changes. */
    const minute = () => Math.floor(Date.now() / 60_000);

    /** What was read before stays, and it is said that it is old. */
    function fail(reason) {
      node.dataset.state = "failed";
      inside(".schedules-said").textContent = live.schedulesWords.filled(texts.unread, { reason });
    }

    function show(schedules) {
      const going = schedules.filter((one) => live.schedulesWords.isCurrent(one, Date.now()));
      const ended = schedules.filter((one) => !going.includes(one));
      inside(".schedules-none").hidden = going.length > 0;
      inside(".schedules-list").replaceChildren(...going.map(row));
      inside(".schedules-ended").hidden = ended.length === 0;
      inside(".schedules-ended > summary").textContent = live.schedulesWords.filled(texts.endedCount, { n: live.formats.count(ended.length) });
      inside(".schedules-ended-list").replaceChildren(...ended.map(row));
    }

    function row(schedule) {
      const words = live.schedulesWords;
      const { tone, word, said } = words.standing(schedule, Date.now(), texts);
      const name = element("bdi", { className: "schedule-name", id: `schedule-${schedule.id}`, textContent: schedule.name });
      const mark = element("span", { className: "schedule-mark", textContent: word });
      mark.dataset.tone = tone;
      const next = schedule.next_at === null ? [] : [fact(texts.next, words.moment(schedule.next_at, schedule.timezone, texts))];
      const main = element(
        "div",
        { className: "schedule-main" },
        element("p", { className: "schedule-head" }, name, mark),
        ...(said ? [element("p", { className: "schedule-problem", textContent: said })] : []),
        element("p", { className: "schedule-facts", textContent: [words.when(schedule, texts), ...words.facts(schedule, kinds, texts)].join(" · ") }),
        element("div", { className: "schedule-dates" }, ...next, ...(schedule.last ? [fact(texts.last, run(schedule.last, schedule))] : [])),
        ...(schedule.last ? [files(schedule)] : []),
      );
      const made = element("li", { className: "schedule-row" }, main, ...(schedule.ended_at ? [] : [button(schedule, name.id)]));
      made.dataset.tone = tone;
      return made;
    }

    const fact = (label, what) => element("p", {}, element("span", { className: "schedule-label", textContent: label }), " ", what);

    /** The days of a run, as a link where there is a file, and what there is to know of it. */
    function run(one, { timezone }) {
      const days = live.schedulesWords.days(one, timezone);
      const link = element("a", { href: one.path ?? "", textContent: days, download: one.file_name, title: one.file_name });
      const about = live.schedulesWords.about(one, timezone, texts);
      return element("span", {}, one.path ? link : days, about.length ? ` · ${about.join(" · ")}` : "");
    }

    function files(schedule) {
      const made = element("details", { className: "schedule-files", open: open.has(schedule.id) });
      const list = element("ul");
      made.append(element("summary", { textContent: texts.files }), list);
      made.addEventListener("toggle", () => {
        if (made.open) open.add(schedule.id);
        else open.delete(schedule.id);
        if (made.open) more(schedule, list, null);
      });
      if (made.open) more(schedule, list, null);
      return made;
    }

    async function more(schedule, list, cursor) {
      const { status, body } = await live.call.get(`${PATH}/${schedule.id}/files${cursor ? `?cursor=${cursor}` : ""}`);
      if (status !== 200) return list.replaceChildren(element("li", { textContent: live.schedulesWords.filled(texts.unread, { reason: body.detail ?? texts.offline }) }));
      const lines = body.files.map((one) => line(one, schedule));
      if (cursor === null) list.replaceChildren(...lines);
      else list.lastElementChild.replaceWith(...lines);
      if (body.next_cursor !== null) list.append(older(() => more(schedule, list, body.next_cursor)));
      return null;
    }

    function older(press) {
      const made = element("button", { type: "button", className: "quiet", textContent: texts.older });
      made.addEventListener("click", press);
      return element("li", {}, made);
    }

    function line(one, schedule) {
      const { tone, word, said } = live.schedulesWords.ofRun(one, texts);
      const mark = element("span", { className: "schedule-mark", textContent: word });
      mark.dataset.tone = tone;
      const problem = said ? [element("span", { className: "schedule-problem", textContent: said })] : [];
      return element("li", {}, run(one, schedule), " ", mark, ...problem);
    }

    function button(schedule, nameId) {
      const made = element("button", { type: "button", className: "quiet", textContent: texts.end });
      made.setAttribute("aria-haspopup", "dialog");
      made.setAttribute("aria-describedby", nameId);
      made.dataset.deed = JSON.stringify({ ...deed, path: `${PATH}/${schedule.id}`, name_of: nameId });
      return made;
    }

    /** Opens the dialog; which campaigns there are is read meanwhile. */
    async function ask() {
      if (offered === null) return;
      const { status, body } = await live.call.get("/api/v1/campaigns");
      const campaigns = status === 200 ? body.campaigns : null;
      asked = { sent: null, isRunning: false };
      form = live.schedulesForm.put(inside(".deed-fields"), { texts, kinds, campaigns, ...offered });
      say("");
      check();
      dialog.showModal();
      inside("[name=name]").focus();
    }

    function check() {
      const button = inside(".deed-submit");
      button.textContent = asked.isRunning ? texts.asking : texts.add;
      button.disabled = asked.isRunning || !live.schedulesForm.isRight(live.schedulesForm.values(form));
    }

    const say = (text) => (inside(".dialog-error").textContent = text);

    /** Without a clear answer the very same is sent again: it is never done twice. */
    async function submit(event) {
      event.preventDefault();
      if (asked.isRunning || inside(".deed-submit").disabled) return;
      const body = JSON.stringify(live.schedulesForm.values(form));
      if (asked.sent?.body !== body) asked.sent = { body, key: live.call.newKey() };
      asked.isRunning = true;
      say("");
      check();
      const answer = await live.call.send("POST", PATH, JSON.parse(body), asked.sent.key);
      asked.isRunning = false;
      check();
      if (answer.status === 201) {
        dialog.close();
        await load();
        inside(".schedules-add").focus();
      } else say(live.schedulesWords.filled(texts.refused, { reason: answer.body.detail ?? texts.offline }));
    }

    return { node, end };
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.schedules = { start };
})((globalThis.dashboardLive ??= {}));

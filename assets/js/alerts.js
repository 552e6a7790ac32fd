/** The alerts page: taking an alert up, snoozing it, giving it back, through the API. */
((live) => {
  "use strict";

  const MORNING = 6;
  const ACTIONS = { acknowledge: ask, snooze: ask, unacknowledge: giveBack };

  let asked = null;

  const part = (name) => document.getElementById(`alert-dialog${name}`);

  /** What to send for a term: nothing, minutes, or the next morning. */
  function term(value, now) {
    if (value === "") return {};
    if (value !== "tomorrow") return { minutes: Number(value) };
    const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING);
    return { until: morning.toISOString() };
  }

  function press(event) {
    const button = event.target.closest?.("button");
    if (!button) return;
    const { action, term: value } = button.dataset;
    if (action in ACTIONS) ACTIONS[action](button.closest("[data-alert]"), action);
    else if (value !== undefined) choose(value);
    else if (button.closest("#alert-dialog")) pressInside(button);
  }

  function pressInside(button) {
    if (button.matches(".dialog-cancel")) part("").close();
    else if (button.matches(".dialog-submit")) submit();
  }

  /** Opens the dialog for the alert of a line. It keeps the alert, whatever the line shows later. */
  function ask(line, action) {
    const dialog = part("");
    asked = { id: line.dataset.alert, action };
    dialog.dataset.mode = action;
    part("-title").textContent = dialog.dataset[action];
    dialog.querySelector(".dialog-submit").textContent = dialog.dataset[action];
    part("-about").textContent = line.querySelector(".alert-headline").textContent;
    part("-error").textContent = "";
    input().value = "";
    choose(action === "snooze" ? "15" : "");
    dialog.showModal();
    if (action === "acknowledge") input().focus();
  }

  const input = () => part("-note");

  const choices = () => [...part("").querySelectorAll("[data-term]")];

  function choose(value) {
    for (const button of choices()) {
      const isChosen = button.dataset.term === value;
      button.setAttribute("aria-checked", String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    }
  }

  /** Arrows go from one choice to the next, as in any group of radio buttons. */
  function walk(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || !event.target.matches?.("[data-term]")) return;
    event.preventDefault();
    const shown = choices().filter((button) => button.offsetParent !== null);
    const next = shown[(shown.indexOf(event.target) + step + shown.length) % shown.length];
    choose(next.dataset.term);
    next.focus();
  }

  async function submit() {
    const chosen = choices().find((button) => button.getAttribute("aria-checked") === "true");
    const body = term(chosen.dataset.term, new Date());
    const note = input().value.trim();
    if (asked.action === "acknowledge" && note) body.note = note;
    const { status, detail } = await send(asked.id, asked.action, body);
    if (status === 200) part("").close();
    else part("-error").textContent = reason(part("").dataset, status, detail);
  }

  /** Why it was not done, in the words of the page where it has any. */
  function reason(words, status, detail) {
    if (status === 409 || status === 404) return words.over;
    return status === 0 || status >= 500 ? words.failed : detail;
  }

  function giveBack(line, action) {
    send(line.dataset.alert, action, {});
  }

  async function send(id, action, body) {
    const answer = await live.call.send("POST", `/api/v1/alerts/${id}/${action}`, body);
    return { status: answer.status, detail: answer.body.detail ?? "" };
  }

  function start() {
    document.addEventListener("click", press);
    document.addEventListener("keydown", walk);
  }

  live.alerts = { term, reason, start };
})((globalThis.dashboardLive ??= {}));

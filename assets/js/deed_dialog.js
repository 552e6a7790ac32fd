/** The dialog for deeds: looked at before it is done, and done once however often it is clicked. */
((live) => {
  "use strict";

  // The deed that the dialog is open for. It keeps what was chosen, whatever the page shows later.
  let asked = null;
  let openings = 0; // what was asked for by an earlier opening is not taken any more
  let plans = 0;

  const part = (name = "") => document.getElementById(`deed-dialog${name}`);

  const inside = (selector) => part().querySelector(selector);

  const texts = () => JSON.parse(part().dataset.texts);

  /**
   * Opens the dialog. `more` is merged into the deed: `body` for what was chosen on the page.
   * Once it is done, `deed:done` bubbles from the opener with the deed and the answer.
   */
  function open(deed, opener, more = {}) {
    const whole = { ...deed, ...more, body: { ...deed.body, ...more.body } };
    const name = nameOf(whole);
    openings += 1;
    plans += 1;
    asked = { deed: whole, opener, name, plan: null, sent: null, isRunning: false };
    part("-title").textContent = live.deedWords.filled(whole.title, { name });
    part("-about").textContent = live.deedWords.filled(whole.about, { name });
    part("-done").textContent = "";
    live.deedFields.put(part("-fields"), whole, name, texts());
    inside(".deed-plan").hidden = !whole.plan;
    say("");
    look();
    part().showModal();
    inside("textarea, input")?.focus();
    if (whole.plan) plan();
  }

  const nameOf = ({ name_of: id }) => (id ? document.getElementById(id)?.textContent ?? "" : "");

  /** Asks what would happen. */
  async function plan() {
    const mine = ++plans;
    const { deed } = asked;
    asked.plan = null;
    showPlan("loading", texts().counting);
    const wish = { ...deed.body, ...live.deedFields.choices(form(), deed) };
    const answer = await live.call.send(deed.method, dry(deed.path), wish);
    if (mine !== plans || asked === null) return;
    if (answer.status === 200) takePlan(answer.body);
    else failPlan(answer);
  }

  const dry = (path) => `${path}${path.includes("?") ? "&" : "?"}dry_run=1`;

  function failPlan({ status, body }) {
    const reason = body.detail ?? texts().silent;
    showPlan("failed", live.deedWords.filled(texts().notCounted, { reason }));
    inside(".deed-again").hidden = status !== 0 && status < 500;
  }

  function takePlan(found, changed = "") {
    asked.plan = found;
    const isNothing = asked.deed.needs_some && live.deedWords.touched(found) === 0;
    showPlan("ready", isNothing ? texts().nothing : changed, found);
  }

  /** A plan, or what is said in its place. */
  function showPlan(state, said, found = null) {
    const place = inside(".deed-plan");
    place.dataset.state = state;
    place.setAttribute("aria-busy", String(state === "loading"));
    inside(".deed-plan-said").textContent = said;
    inside(".deed-again").hidden = true;
    inside(".deed-plan-fates").replaceChildren(...(found ? live.deedWords.lines(found, texts()).map(line) : []));
    inside(".deed-plan-note").textContent = found ? note(found) : "";
    look();
  }

  function note(found) {
    const time = new Date(found.as_of).toLocaleTimeString([], { hourCycle: "h23" });
    const parts = [live.deedWords.filled(texts().asOf, { time })];
    if (found.needs_approval) parts.unshift(texts().approval);
    return parts.join(" ");
  }

  function line({ fate, text, states }) {
    const known = JSON.parse(part().dataset.states);
    const marks = states.map(([code, number]) => mark(code, number, known));
    const behind = live.deedFields.element("span", { className: "deed-plan-states" }, ...marks);
    const made = live.deedFields.element("li", {}, live.deedFields.element("b", { textContent: text }), behind);
    made.dataset.fate = fate;
    return made;
  }

  function mark(code, number, known) {
    const made = live.contactWords.mark(code, known);
    made.append(` ${live.formats.count(number)}`);
    return made;
  }

  /** The button says what it will do, and can be pressed when all is right. */
  function look() {
    const { deed, name, plan: found, isRunning } = asked;
    const button = inside(".deed-submit");
    const number = found ? live.deedWords.touched(found) : null;
    const label = number === null ? unnumbered(deed.submit) : live.deedWords.counted(deed.submit, number);
    button.textContent = isRunning ? texts().running : asked.sent ? texts().again : label;
    button.disabled = isRunning || !isReady(number) || !live.deedFields.areRight(form(), deed, name);
    part().setAttribute("aria-busy", String(isRunning));
  }

  function isReady(number) {
    if (!asked.deed.plan) return true;
    return number !== null && (number > 0 || !asked.deed.needs_some);
  }

  /** A label before its number is known: `Remove contacts`. */
  const unnumbered = (text) => text.split("|").at(-1).replace("{n} ", "");

  const form = () => inside("form");

  async function submit(event) {
    event.preventDefault();
    if (asked === null || inside(".deed-submit").disabled) return;
    const mine = openings;
    asked.sent ??= { body: body(), key: live.call.newKey() };
    run(true);
    const { deed, sent } = asked;
    const answer = await live.call.send(deed.method, deed.path, sent.body, sent.key);
    if (mine === openings && asked !== null) take(answer);
  }

  function body() {
    const { deed, plan: found } = asked;
    const token = found?.token ? { token: found.token } : {};
    return { ...deed.body, ...live.deedFields.values(form(), deed), ...token };
  }

  function run(isRunning) {
    asked.isRunning = isRunning;
    if (isRunning) say("");
    live.deedFields.lock(form(), isRunning || asked.sent !== null);
    look();
  }

  function take(answer) {
    if (answer.status >= 200 && answer.status < 300) return finish(answer.body);
    // Without a clear answer the very same is sent again: that cannot be done twice.
    if (live.deedWords.isAnswer(answer.status)) asked.sent = null;
    run(false);
    if (answer.status === 409 && answer.body.plan) takePlan(answer.body.plan, texts().changed);
    else say(live.deedWords.refusal(answer, texts()), answer.body.operation_id);
    if (part().contains(document.activeElement)) return null;
    return (inside(".deed-submit:not(:disabled)") ?? inside("textarea, input") ?? inside(".dialog-cancel")).focus();
  }

  function finish(answered) {
    const { deed, opener, name } = asked;
    close();
    part("-done").textContent = live.deedWords.filled(deed.done, { name });
    const detail = { deed, body: answered };
    (opener.isConnected ? opener : document).dispatchEvent(new CustomEvent("deed:done", { bubbles: true, detail }));
  }

  /** What went wrong; with the operation that is in the way, where there is one. */
  function say(text, operation = null) {
    const link = operation && live.deedFields.element("a", { href: `/operations/${operation}`, textContent: texts().seeOperation });
    part("-error").replaceChildren(text, ...(link ? [" ", link] : []));
  }

  function close() {
    const { opener } = asked;
    asked = null;
    part().close();
    // The browser gives the focus back, unless its place is gone.
    if (!opener.isConnected || opener.hidden) document.getElementById("page")?.focus();
    else opener.focus();
  }

  const isOpen = () => asked !== null;

  function press(event) {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.dataset.deed && !isOpen()) open(JSON.parse(button.dataset.deed), button);
    else if (isOpen() && part().contains(button)) pressInside(button);
  }

  function pressInside(button) {
    if (button.matches(".dialog-cancel") && !asked.isRunning) close();
    if (button.matches(".deed-again")) plan();
  }

  function enter(event) {
    if (!isOpen() || !form().contains(event.target)) return;
    live.deedFields.complain(form(), asked.name);
    look();
    // What would happen depends on which way is chosen.
    if (event.type === "change" && event.target.type === "radio" && asked.deed.plan) plan();
  }

  /** Escape closes, but not while a deed is on its way. */
  function escape(event) {
    if (event.target !== part()) return;
    event.preventDefault();
    if (isOpen() && !asked.isRunning) close();
  }

  /** A browser may close a dialog against our will. */
  function closed(event) {
    if (event.target === part()) asked = null;
  }

  function start() {
    document.addEventListener("click", press);
    document.addEventListener("input", enter);
    document.addEventListener("change", enter);
    document.addEventListener("submit", (event) => event.target.closest("#deed-dialog") && submit(event));
    document.addEventListener("cancel", escape, true);
    document.addEventListener("close", closed, true);
  }

  live.deedDialog = { open, isOpen, unnumbered, start };
})((globalThis.dashboardLive ??= {}));

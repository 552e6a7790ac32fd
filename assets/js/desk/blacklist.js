/** The page of the blacklist: searched as one types, a page at a time; added to and lifted. */
((live) => {
  "use strict";

  const TYPING_MS = 250;
  const STEP = 50;
  const LONGEST = 64;

  let page = null;

  /** What an address asks for. */
  function read(search) {
    const given = new URLSearchParams(search);
    return { q: (given.get("q") ?? "").trim().slice(0, LONGEST), lifted: given.get("lifted") === "1" };
  }

  /** The address of what is wanted: other parts of `search` stay. */
  function written(search, { q, lifted }) {
    const parts = new URLSearchParams(search);
    for (const name of ["q", "lifted"]) parts.delete(name);
    if (q) parts.set("q", q);
    if (lifted) parts.set("lifted", "1");
    const query = parts.toString();
    return query && `?${query}`;
  }

  /** What is asked of the API. */
  function query({ q, lifted }, cursor) {
    const parts = new URLSearchParams({ limit: STEP });
    if (q) parts.set("q", q);
    if (!lifted) parts.set("active", "1");
    if (cursor !== null) parts.set("cursor", cursor);
    return `?${parts}`;
  }

  function look() {
    const node = document.getElementById("blacklist");
    if (node === (page?.node ?? null)) return;
    page?.end();
    page = node && make(node);
  }

  const element = (name, properties = {}, ...children) => live.deedFields.element(name, properties, ...children);

  function make(node) {
    const texts = JSON.parse(node.dataset.texts);
    const columns = JSON.parse(texts.columns);
    const inside = (selector) => node.querySelector(selector);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const inputs = Object.fromEntries([...node.querySelectorAll(".blacklist-field")].map(field));
    let wanted = read(location.search);
    let cursor = null;
    let run = 0;
    let timer = null;

    inputs.q.value = wanted.q;
    inputs.lifted.checked = wanted.lifted;
    inside(".blacklist-zone").textContent = texts.zone.replace("{zone}", zone);
    inputs.q.addEventListener("input", type);
    inputs.lifted.addEventListener("change", choose);
    inside(".blacklist-more").addEventListener("click", more);
    inside(".blacklist-again").addEventListener("click", restart);
    inside(".blacklist-add")?.addEventListener("submit", add);
    document.addEventListener("deed:done", done);
    restart();

    function end() {
      run += 1;
      clearTimeout(timer);
      document.removeEventListener("deed:done", done);
    }

    function type() {
      clearTimeout(timer);
      timer = setTimeout(choose, TYPING_MS);
    }

    /** The address says what is shown, so that it can be given to a colleague. */
    function choose() {
      clearTimeout(timer);
      wanted = { q: inputs.q.value.trim(), lifted: inputs.lifted.checked };
      history.replaceState(history.state, "", location.pathname + written(location.search, wanted));
      restart();
    }

    async function restart() {
      cursor = null;
      say("loading", texts.loading);
      const found = await ask();
      if (found === null) return;
      inside("tbody").replaceChildren(...found.entries.map(row));
      tell(found);
    }

    async function more() {
      const before = inside("tbody").childElementCount;
      const found = await ask();
      if (found === null) return;
      inside("tbody").append(...found.entries.map(row));
      tell(found);
      // The button may be gone: whoever walks by keyboard goes on where the new ones begin.
      if (inside(".blacklist-more").hidden) inside("tbody").children[before]?.querySelector("button")?.focus();
    }

    /** The next entries; null where they cannot be read, or something else is wanted by now. */
    async function ask() {
      run += 1;
      const mine = run;
      const answer = await fetch(`/api/v1/blacklist${query(wanted, cursor)}`).catch(() => null);
      const body = await answer?.json().catch(() => null);
      if (mine !== run) return null;
      if (answer?.ok && body) return body;
      say("failed", texts.failed.replace("{reason}", body?.detail ?? texts.offline));
      return null;
    }

    function tell({ next_cursor: next }) {
      cursor = next;
      const isNone = inside("tbody").childElementCount === 0;
      const words = wanted.q ? texts.none : texts.empty;
      say(isNone ? "none" : "ready", isNone ? words : "");
    }

    function say(state, text) {
      node.dataset.state = state;
      inside(".blacklist-message").textContent = text;
      inside(".blacklist-again").hidden = state !== "failed";
      inside(".blacklist-entries").hidden = state === "none" || inside("tbody").childElementCount === 0;
      inside(".blacklist-more").hidden = state !== "ready" || cursor === null;
    }

    function row(entry) {
      const cells = [
        element("span", { className: "blacklist-number" }, entry.phone ?? texts.erased),
        element("span", {}, entry.reason, ...lifted(entry)),
        element("span", {}, entry.added_by),
        moment(entry.added_at),
        element("span", {}, texts[entry.source] ?? entry.source),
      ].map(labeled);
      const made = element("tr", {}, ...cells, element("td", {}, ...button(entry)));
      made.dataset.lifted = String(entry.lifted_at !== null);
      return made;
    }

    /** On a narrow screen each cell says what it holds. */
    function labeled(content, at) {
      const cell = element("td", {}, content);
      cell.dataset.label = columns[at];
      return cell;
    }

    function moment(iso) {
      return element("time", { dateTime: iso }, live.contactWords.moment(iso, zone, { timeStyle: "short" }));
    }

    function lifted({ lifted_at: at, lifted_by: by, lifted_reason: why }) {
      if (at === null) return [];
      const [before, after] = filled(texts.lifted, { name: by, reason: why }).split("{time}");
      return [element("small", {}, before, moment(at), after)];
    }

    function button(entry) {
      if (!node.dataset.lift || entry.lifted_at !== null) return [];
      const number = entry.phone ?? texts.erased;
      const made = element("button", { type: "button", className: "quiet", textContent: texts.lift });
      made.dataset.testid = "lift-blacklist";
      made.dataset.entry = entry.id;
      made.setAttribute("aria-haspopup", "dialog");
      made.setAttribute("aria-label", filled(texts.liftNumber, { number }));
      made.addEventListener("click", () => lift(entry, made));
      return [made];
    }

    function lift(entry, opener) {
      const deed = JSON.parse(node.dataset.lift);
      const about = [entry.phone ?? texts.erased, entry.reason].join(" · ");
      live.deedDialog.open(deed, opener, { path: deed.path.replace("{id}", entry.id), about });
    }

    function add(event) {
      event.preventDefault();
      const phone = inputs.phone.value.trim();
      const wrong = inside(".blacklist-wrong");
      wrong.textContent = phone ? "" : texts.missing;
      inputs.phone.setAttribute("aria-invalid", String(!phone));
      if (!phone) return inputs.phone.focus();
      const opener = inside(".blacklist-add button");
      return live.deedDialog.open(JSON.parse(node.dataset.add), opener, { body: { phone }, about: phone });
    }

    async function done({ detail }) {
      if (detail.deed.method === "POST") inputs.phone.value = "";
      await restart();
      // The button that was pressed may be gone with its entry.
      if (document.activeElement === document.body) inputs.q.focus();
    }

    return { node, end };
  }

  /** A text with the values of its names, each put in once: a value is never read as a name. */
  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  function field(place) {
    const { name, hint = "" } = place.dataset;
    const input = element("input", { type: name === "lifted" ? "checkbox" : "text", autocomplete: "off", spellcheck: false });
    input.placeholder = hint;
    if (name === "q") input.maxLength = LONGEST;
    if (name === "phone") Object.assign(input, { inputMode: "tel", maxLength: 40 });
    place.replaceChildren(input);
    return [name, input];
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.blacklist = { read, written, query, start };
})((globalThis.dashboardLive ??= {}));

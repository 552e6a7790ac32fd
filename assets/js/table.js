/** The table of campaigns: rows made from a prepared one, sorted and sifted where they stand. */
((live) => {
  "use strict";

  const COLUMN = /^[a-z_]+$/;

  let body = null;
  let ids = [];
  let values = new Map();
  let asked = null;
  let isDue = false;
  let isPlaced = false;

  /** Shows rows for these campaigns in the body of a table. */
  function show(node, next) {
    if (node !== body) adopt(node);
    ids = next;
    const kept = new Set(ids.map(rowId));
    for (const row of [...body.rows]) if (!kept.has(row.id)) drop(row);
    const there = new Set([...body.rows].map((row) => row.id));
    body.append(...ids.filter((id) => !there.has(rowId(id))).map(made));
    arrangeSoon();
  }

  const rowId = (id) => `c${id}`;

  function adopt(node) {
    body = node;
    values = new Map();
    isPlaced = false;
    reread();
  }

  function made(id) {
    const row = body.parentElement.querySelector(".prepared tr").cloneNode(true);
    row.id = rowId(id);
    values.set(row.id, { id, node: row, name: "", mode: "", status: "" });
    return row;
  }

  function drop(row) {
    values.delete(row.id);
    row.remove();
  }

  /** Fills one cell of a row: of a campaign's, or of the sum's. */
  function fill(row, key, value) {
    const shown = values.get(row.id);
    if (shown && shown[key] === value) return; // a row that was moved is painted anew
    live.cells.paint(row, key, value);
    if (!shown) return;
    shown[key] = value;
    if (matters(key)) arrangeSoon();
  }

  const matters = (key) =>
    key === asked.column || ["name", "status", "mode", "problems"].includes(key);

  function arrangeSoon() {
    if (!isDue) requestAnimationFrame(arrange);
    isDue = true;
  }

  // Rows do not jump under a pointer or a focus that is about to act on one.
  const isHeld = () =>
    body.contains(document.activeElement) || (matchMedia("(hover: hover)").matches && body.matches(":hover"));

  function arrange() {
    isDue = false;
    if (!body?.isConnected) return;
    sift();
    if (isPlaced && isHeld()) return;
    isPlaced = true;
    const rows = [...values.values()].sort(live.order.comparison(asked, live.texts.language(), statuses()));
    place(rows.map(({ node }) => node));
  }

  const statuses = () => [...control("status").options].map((option) => option.value).filter(Boolean);

  /** Moves only what stands elsewhere: a row that is moved loses what it was doing. */
  function place(rows) {
    let next = body.firstElementChild;
    for (const row of rows) {
      if (row === next) next = next.nextElementSibling;
      else body.insertBefore(row, next);
    }
  }

  function sift() {
    let shown = 0;
    for (const row of values.values()) {
      const isShown = live.order.fits(row, asked);
      if (row.node.hidden === isShown) row.node.hidden = !isShown;
      shown += isShown;
    }
    const counts = { shown: live.formats.count(shown), all: live.formats.count(values.size) };
    const text = shown === values.size ? "" : live.texts.t("{shown} of {all} campaigns", counts);
    const result = document.getElementById("sift-result");
    if (result.textContent !== text) result.textContent = text;
  }

  const control = (key) => document.querySelector(`[data-sift="${key}"]`);

  const search = () => document.getElementById("sift-text");

  /** Puts on the controls what is asked for. */
  function showAsked() {
    if (search() && search().value !== asked.text) search().value = asked.text;
    control("status").value = asked.status;
    control("mode").value = asked.mode;
    control("problems").setAttribute("aria-pressed", String(asked.problems));
    for (const button of document.querySelectorAll("[data-sort]")) {
      const heading = button.closest("th");
      if (button.dataset.sort !== asked.column) heading.removeAttribute("aria-sort");
      else heading.setAttribute("aria-sort", asked.isDown ? "descending" : "ascending");
    }
  }

  function ask(change) {
    asked = { ...asked, ...change };
    history.replaceState(history.state, "", location.pathname + live.order.write(asked, location.search));
    showAsked();
    arrangeSoon();
  }

  // A link to this very page has taken the questions out of the address.
  function reread() {
    asked = live.order.read(location.search);
    showAsked();
    arrangeSoon();
  }

  function press(event) {
    if (!body?.isConnected) return;
    if (live.order.write(asked, location.search) !== location.search) reread();
    const sort = event.target.closest?.("[data-sort]");
    if (sort && COLUMN.test(sort.dataset.sort)) ask(live.order.turned(asked, sort.dataset.sort));
    if (event.target.closest?.('[data-sift="problems"]')) ask({ problems: !asked.problems });
    follow(event);
  }

  /** A plain click on a campaign's name opens its page without leaving the document. */
  function follow(event) {
    const link = event.target.closest?.('a[data-cell="name"]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    live.places.go(link.getAttribute("href"));
  }

  function enter(event) {
    if (!body?.isConnected) return;
    if (event.target === search()) ask({ text: search().value });
    else if (event.target.dataset?.sift) ask({ [event.target.dataset.sift]: event.target.value });
  }

  /** The pointer or the focus goes: what waited for it may move. */
  function leave(event) {
    if (body?.contains(event.target) && !body.contains(event.relatedTarget)) arrangeSoon();
  }

  function start() {
    document.addEventListener("click", press);
    document.addEventListener("input", enter);
    document.addEventListener("pointerout", leave);
    document.addEventListener("focusout", leave);
  }

  live.table = { show, fill, start };
})((globalThis.dashboardLive ??= {}));

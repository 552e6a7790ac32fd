/** The table behind a chart: its rows are made when it is opened, and filled like all that is live. */
((live) => {
  "use strict";

  function cell(tag, id, text, className) {
    const made = document.createElement(tag);
    made.className = className;
    if (id) made.id = id;
    made.textContent = text;
    return made;
  }

  /** A row from `[its id, the id of its heading, the heading, …the ids of its cells]`. */
  function row([id, headingId, text, ...cells]) {
    const made = document.createElement("tr");
    if (id) Object.assign(made, { id, hidden: true });
    const heading = cell("th", headingId, text, "live");
    heading.scope = "row";
    made.append(heading, ...cells.map((name) => cell("td", name, "–", "live number")));
    return made;
  }

  // `toggle` does not bubble.
  function open(event) {
    const body = event.target.open ? event.target.querySelector?.("[data-rows]") : null;
    if (body && !body.hasChildNodes()) body.append(...JSON.parse(body.dataset.rows).map(row));
  }

  const start = () => document.addEventListener("toggle", open, true);

  live.twin = { start };
})((globalThis.dashboardLive ??= {}));

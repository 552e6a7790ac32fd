/** The first rows of a report as a table: headings that say what they mean, numbers to the right. */
((live) => {
  "use strict";

  const NUMBERS = ["whole", "rate", "number", "seconds"];

  const element = (name, properties = {}, ...children) => live.deedFields.element(name, properties, ...children);

  /** Puts the rows of a preview into a place. */
  function fill(place, { columns, rows, tz }, states) {
    const head = element("tr", {}, ...columns.map(heading));
    const body = rows.map((row) => element("tr", {}, ...row.map((value, at) => cell(value, columns[at], tz, states))));
    place.replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
  }

  function heading({ label, meaning, kind }) {
    const made = element("th", { textContent: label, title: meaning, className: classOf(kind) });
    made.setAttribute("scope", "col");
    return made;
  }

  function cell(value, { kind }, zone, states) {
    const text = live.reportsQuestion.cell(value, kind, zone, states);
    const tone = kind === "state" && states[value]?.tone;
    if (!tone) return element("td", { textContent: text, className: classOf(kind) });
    return element("td", {}, element("span", { className: `state-mark tone-${tone}`, textContent: text }));
  }

  const classOf = (kind) => (NUMBERS.includes(kind) ? "number" : `of-${kind}`);

  live.reportsTable = { fill };
})((globalThis.dashboardLive ??= {}));

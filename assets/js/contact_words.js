/** Contacts in words: states, moments in the campaign's zone, numbers. */
((live) => {
  "use strict";

  const language = () => document.documentElement.lang || "en";

  /** `5 Jan 2026, 13:00:02`, with what else is asked for, in a zone; the zone's own name is told. */
  function moment(iso, zone, more = {}) {
    if (!iso) return "";
    const form = { dateStyle: "medium", timeStyle: "medium", timeZone: zone || "UTC", ...more };
    return new Intl.DateTimeFormat(dialect(), form).format(new Date(iso));
  }

  // Plain `en` would say the month first and count to twelve.
  const dialect = () => (language() === "en" ? "en-GB" : language());

  const number = (value) => new Intl.NumberFormat(dialect()).format(value);

  /** The mark of a state; a state that nobody knows says its own code. */
  function mark(code, states) {
    const known = states[code];
    const node = document.createElement("span");
    node.className = `state-mark tone-${(known ?? states.other).tone}`;
    node.textContent = known?.label ?? code;
    return node;
  }

  /** A length of time that ticks, since a moment. */
  function since(iso) {
    const node = document.createElement("span");
    node.className = "live";
    node.dataset.since = String(Date.parse(iso));
    live.clock.show(node);
    return node;
  }

  /** Puts something in a place, unless the same stands there: what ticks goes on ticking. */
  function put(place, content) {
    if (!isSame(place, content)) place.replaceChildren(content);
  }

  function isSame(place, content) {
    const { firstChild } = place;
    if (typeof content === "string") return firstChild?.nodeType !== Node.ELEMENT_NODE && place.textContent === content;
    if (content.dataset.since !== undefined) return firstChild?.dataset?.since === content.dataset.since;
    return firstChild !== null && firstChild.isEqualNode(content);
  }

  live.contactWords = { moment, number, mark, since, put };
})((globalThis.dashboardLive ??= {}));

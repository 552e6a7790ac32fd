/** One entry of the audit as a line: who, what in words, to what, why; the rest on demand. */
((live) => {
  "use strict";

  function element(tag, className, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  function link(href, text) {
    const node = element("a", "", text);
    node.href = href;
    return node;
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  /** `words` hold texts, actions, means, roles and states of the page; times are those of `zone`. */
  function line(entry, words, zone) {
    const time = element("time", "audit-at", live.contactWords.moment(entry.at, zone));
    time.dateTime = entry.at;
    const node = element("li", "audit-entry", time, who(entry, words), told(entry, words));
    node.dataset.outcome = entry.outcome;
    node.dataset.action = entry.action;
    return node;
  }

  function who(entry, words) {
    const beside = [words.roles[entry.role], words.means[entry.means]].filter(Boolean).join(" · ");
    return element("div", "audit-who", element("b", "", element("bdi", "", entry.actor)), element("span", "", beside));
  }

  function told(entry, words) {
    const what = element("span", "audit-what", words.actions[entry.action] ?? entry.action);
    const isRefused = entry.outcome === "refused";
    const mark = isRefused ? element("span", "audit-refused", words.texts.refused) : null;
    const first = element("p", "audit-said-of", mark, what, ...places(entry, words).map((place) => element("span", "audit-place-of", place)));
    return element("div", "audit-told", first, move(entry, words), because(entry, words), rest(entry, words));
  }

  /** What it was done to, each with its way there. */
  function places(entry, { texts }) {
    const { campaign_id: campaign, contact_id: contact, operation_id: operation } = entry;
    const found = [];
    if (campaign !== null) {
      const name = entry.campaign_name?.trim() || filled(texts.campaign, { id: campaign });
      found.push(link(`/campaigns/${campaign}`, element("bdi", "", name)));
    }
    if (contact !== null) found.push(contactPlace(campaign, filled(texts.contact, { id: contact }), contact));
    if (operation !== null) found.push(link(`/operations/${operation}`, filled(texts.operation, { id: operation })));
    if (operation !== null && contact === null) found.push(link(`/audit?operation=${operation}&each=1`, texts.eachOf));
    if (entry.subject) found.push(element("bdi", "", entry.subject));
    return found;
  }

  const contactPlace = (campaign, text, id) =>
    campaign === null ? text : link(`/campaigns/${campaign}/contacts/${id}`, text);

  function move({ from_state: from, to_state: to }, { states }) {
    if (from === null && to === null) return null;
    const marks = [from, to].filter((code) => code !== null).map((code) => live.contactWords.mark(code, states));
    return element("p", "audit-move", ...marks.flatMap((mark, i) => (i ? [" → ", mark] : [mark])));
  }

  /** The person's own words, and why it was refused. */
  function because(entry, { texts }) {
    const refused = entry.detail?.refused;
    const parts = [entry.reason && `“${entry.reason}”`, refused && filled(texts.why, { reason: refused })];
    const text = parts.filter(Boolean).join(" · ");
    return text ? element("p", "audit-reason", text) : null;
  }

  function rest(entry, { texts }) {
    const { refused, ...detail } = entry.detail ?? {};
    const facts = [
      [texts.entry, entry.id],
      [texts.action, entry.action],
      ...Object.entries(detail),
      ...(entry.version === null ? [] : [[texts.version, entry.version]]),
      ...(entry.before === null ? [] : [[texts.before, entry.before]]),
    ];
    const list = element("dl", "", ...facts.map(([name, value]) => element("div", "", element("dt", "", name), element("dd", "", plain(value)))));
    return element("details", "audit-rest", element("summary", "", texts.detail), list);
  }

  const plain = (value) => (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "–"));

  live.auditEntry = { line, filled };
})((globalThis.dashboardLive ??= {}));

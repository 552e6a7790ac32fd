/** What is asked of reports: between the address, the form and the API. Pure. */
((live) => {
  "use strict";

  // `lang` in an address is the language of the page: that of the file has a name of its own.
  const NAMES = ["kind", "campaign", "range", "from", "to", "tz", "state", "format", "file_lang"];
  const OWN = "own";
  const ALL = "all";

  /** The wish that an address says, as far as there is such a thing; `known` is what there is. */
  function read(search, known) {
    const given = new URLSearchParams(search);
    const wish = Object.fromEntries(NAMES.map((name) => [name, (given.get(name) ?? "").trim()]));
    if (!report(wish, known)) wish.kind = known.reports[0].kind;
    if (wish.from || wish.to) wish.range = OWN;
    return fitted({ ...wish, range: wish.range || ALL, campaign: parts(wish.campaign), state: parts(wish.state) }, known);
  }

  const parts = (text) => text.split(",").filter(Boolean);

  const report = (wish, known) => known.reports.find(({ kind }) => kind === wish.kind);

  /** The wish with a format that its report comes in, and no ends where a name says the time. */
  function fitted(wish, known) {
    const { formats } = report(wish, known);
    const format = formats.includes(wish.format) ? wish.format : formats[0];
    return wish.range === OWN ? { ...wish, format } : { ...wish, format, from: "", to: "" };
  }

  /** The address of a wish: other parts of `search` stay. */
  function written(search, wish) {
    const address = new URLSearchParams(search);
    for (const name of NAMES) address.delete(name);
    for (const name of NAMES) {
      const text = String(wish[name]);
      if (text && !(name === "range" && [ALL, OWN].includes(text))) address.set(name, text);
    }
    const query = address.toString();
    return query && `?${query}`;
  }

  /** The zone of a wish: the one chosen, else that of the only campaign, else that of the house. */
  function zone(wish, known, campaigns) {
    const only = wish.campaign.length === 1 && campaigns.find(({ id }) => String(id) === wish.campaign[0]);
    return wish.tz || (only && only.timezone) || known.timezone;
  }

  /** What is asked of the API; `more` is what the wish says nothing of. */
  function query(wish, zoneName, language, more = {}) {
    const { kind, file_lang: chosen, range, ...rest } = wish;
    const asked = { ...rest, range: range === OWN ? "" : range, tz: zoneName, lang: chosen || language, ...more };
    const address = new URLSearchParams();
    for (const [name, value] of Object.entries(asked)) if (String(value)) address.set(name, String(value));
    return `?${address}`;
  }

  const path = (wish) => `/api/v1/reports/${encodeURIComponent(wish.kind)}`;

  const pad = (text) => text.padStart(2, "0");

  /** A value of a column as the preview shows it. */
  function cell(value, kind, zoneName, states) {
    if (value === null) return "";
    if (kind === "whole") return live.formats.count(value);
    if (kind === "rate") return live.formats.rate(value);
    if (kind === "seconds") return live.formats.length(Math.round(value * 1000));
    if (kind === "state") return states[value]?.label ?? value;
    if (kind === "instant") return moment(value, zoneName);
    return String(value);
  }

  /** What a clock in a zone shows at an instant: `2026-03-01 13:00:05`. */
  function moment(iso, zoneName) {
    const day = live.auditFilter.shown(iso, zoneName);
    return day ? `${day.replace("T", " ")}:${pad(iso.slice(17, 19))}` : iso;
  }

  /** How many rows there are, in words. */
  function size({ count, exact }, texts) {
    return (exact ? texts.rows : texts.least).replace("{n}", live.formats.count(count));
  }

  live.reportsQuestion = { ALL, OWN, read, fitted, written, zone, query, path, cell, moment, size, report };
})((globalThis.dashboardLive ??= {}));

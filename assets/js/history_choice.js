/** Which span of a campaign is shown, beside what: between the address, the bar and the API. Pure. */
((live) => {
  "use strict";

  const NAMES = ["range", "from", "to", "compare", "show"];
  const FIRST = { range: "today", from: "", to: "", compare: "", show: "attempts" };
  const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
  const COMPARED = /^(yesterday|last_week|\d{1,18})$/;
  const HOUR_MS = 3_600_000;
  const MINUTE_MS = 60_000;
  const DAY_MS = 86_400_000;

  /** How a range is asked for: from when, to when. What ends today has no end: it goes on. */
  const SPANS = {
    hour: ({ now }) => [new Date(Math.floor((now - HOUR_MS) / MINUTE_MS) * MINUTE_MS).toISOString(), ""],
    today: (at) => [day(at, 0), day(at, 1)],
    yesterday: (at) => [day(at, -1), day(at, 0)],
    "7d": (at) => [day(at, -6), ""],
    "30d": (at) => [day(at, -29), ""],
    start: () => ["", ""],
    own: ({ from, to }) => [from, to],
  };

  /** The day so many days from now in a zone: `2026-03-29`. */
  function day({ now, zone }, days) {
    const today = live.auditFilter.shown(new Date(now).toISOString(), zone).slice(0, 10);
    return new Date(Date.parse(`${today}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
  }

  /** The choice of an address; what nobody knows in it is left out. */
  function read(search, shown) {
    const given = new URLSearchParams(search);
    const of = (name, fits) => (fits(given.get(name) ?? "") ? given.get(name) : FIRST[name]);
    const isLocal = (text) => LOCAL.test(text);
    return {
      range: of("range", (key) => Object.hasOwn(SPANS, key)),
      from: of("from", isLocal),
      to: of("to", isLocal),
      compare: of("compare", (text) => COMPARED.test(text)),
      show: of("show", (key) => shown.includes(key)),
    };
  }

  /** The address of a choice: other parts of `search` stay. */
  function written(search, choice) {
    const parts = new URLSearchParams(search);
    for (const name of NAMES) parts.delete(name);
    const isOwn = choice.range === "own";
    for (const name of NAMES) {
      const isUsual = choice[name] === FIRST[name] || (!isOwn && (name === "from" || name === "to"));
      if (!isUsual) parts.set(name, choice[name]);
    }
    const query = parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
    return query && `?${query}`;
  }

  /** What an address says beside the choice. */
  const beside = (search) => written(search, FIRST);

  /** What is asked of the API at a moment, in milliseconds since 1970. */
  function query(choice, now, zone) {
    const [from, to] = SPANS[choice.range]({ ...choice, now, zone });
    const parts = new URLSearchParams({ tz: zone });
    if (from) parts.set("from", from);
    if (to) parts.set("to", to);
    return parts;
  }

  live.historyChoice = { FIRST, read, written, beside, query };
})((globalThis.dashboardLive ??= {}));

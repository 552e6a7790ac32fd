/** Which contacts are wanted: between the address, the bar and the API. Pure. */
((live) => {
  "use strict";

  const TEXTS = ["q", "operator", "min_dwell", "max_dwell", "min_attempts", "max_attempts"];
  const NAMES = ["state", ...TEXTS, "sort"];
  const SORTS = ["id", "-id", "since", "-since", "attempts", "-attempts"];
  const UNITS = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };
  const LENGTH = /^(\d{1,9})\s*(s|min|m|h|d)?$/i;

  /** The filter of an address; what nobody knows in it is left out. */
  function read(search, known) {
    const given = new URLSearchParams(search);
    const states = (given.get("state") ?? "").split(",").filter((code) => known.includes(code));
    const texts = TEXTS.map((name) => [name, (given.get(name) ?? "").trim()]);
    const sort = SORTS.includes(given.get("sort")) ? given.get("sort") : ""; // none: the server's own
    return { state: [...new Set(states)], ...Object.fromEntries(texts), sort };
  }

  /** The filter as pairs of names and values, without what says nothing. */
  function pairs(filter) {
    const all = { ...filter, state: filter.state.join(",") };
    return NAMES.map((name) => [name, all[name]]).filter(([, value]) => value);
  }

  /** The filter as the API takes it in a body: without an order, which removes nobody. */
  const given = (filter) => Object.fromEntries(pairs({ ...filter, sort: "" }));

  /** The address of a filter: other parts of `search` stay. */
  function written(search, filter) {
    const parts = new URLSearchParams(search);
    for (const name of NAMES) parts.delete(name);
    for (const [name, value] of pairs(filter)) parts.set(name, value);
    const query = parts.toString().replaceAll("%2C", ",");
    return query && `?${query}`;
  }

  /** What is asked of the API: so many contacts after a cursor. */
  function query(filter, limit, cursor) {
    const parts = new URLSearchParams(pairs(filter));
    parts.set("limit", limit);
    if (cursor !== null) parts.set("cursor", cursor);
    return `?${parts}`;
  }

  /** `90`, `5 m`, `2h` in seconds; null for what is no length of time. */
  function seconds(text) {
    const found = LENGTH.exec(text.trim());
    return found && String(Number(found[1]) * UNITS[(found[2] ?? "s").toLowerCase()]);
  }

  /** Seconds as one would write them: `300` → `5 m`. */
  function spelled(text) {
    const whole = Number(text);
    if (!/^\d+$/.test(text) || whole === 0) return text;
    const [unit, size] = Object.entries({ d: 86_400, h: 3_600, m: 60, s: 1 }).find(
      ([, length]) => whole % length === 0,
    );
    return `${whole / size} ${unit}`;
  }

  /** What an address says beside the filter, and beside what the charts above it show. */
  const beside = (search) => live.historyChoice.beside(written(search, read("", [])));

  /** Whether the numbers of states tell how many contacts fit. */
  const isOfStates = (filter) => TEXTS.every((name) => !filter[name]);

  const isEmpty = (filter) => isOfStates(filter) && filter.state.length === 0;

  live.contactsFilter = { read, written, query, given, beside, seconds, spelled, isOfStates, isEmpty };
})((globalThis.dashboardLive ??= {}));

/** Which entries of the audit are wanted: between the address, the bar and the API. Pure. */
((live) => {
  "use strict";

  const NAMES = ["actor", "action", "outcome", "campaign", "contact", "operation", "from", "to", "each"];

  /** The filter of an address. */
  function read(search) {
    const given = new URLSearchParams(search);
    return Object.fromEntries(NAMES.map((name) => [name, (given.get(name) ?? "").trim()]));
  }

  const pairs = (filter) => NAMES.map((name) => [name, filter[name]]).filter(([, value]) => value);

  /** The address of a filter: other parts of `search` stay. */
  function written(search, filter) {
    const parts = new URLSearchParams(search);
    for (const name of NAMES) parts.delete(name);
    for (const [name, value] of pairs(filter)) parts.set(name, value);
    const query = parts.toString();
    return query && `?${query}`;
  }

  /** What is asked of the API. The single contacts of operations come when they are asked for. */
  function query(filter, more = {}) {
    const { each, ...rest } = filter;
    const parts = new URLSearchParams(pairs(rest));
    if (!each && !rest.contact) parts.set("only", "deeds");
    for (const [name, value] of Object.entries(more)) if (value !== null) parts.set(name, value);
    return `?${parts}`;
  }

  const isEmpty = (filter) => pairs(filter).length === 0;

  const FIELDS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };

  /** What a clock in a zone shows at an instant, as an input wants it: `2026-03-01T13:00`. */
  function shown(iso, zone) {
    if (!iso || Number.isNaN(Date.parse(iso))) return "";
    const form = new Intl.DateTimeFormat("en-GB", { ...FIELDS, timeZone: zone, hourCycle: "h23" });
    const { year, month, day, hour, minute } = Object.fromEntries(
      form.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]),
    );
    return `${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}`;
  }

  /** The instant at which a clock in a zone shows a time; empty for what is no time. */
  function instant(local, zone) {
    const plain = Date.parse(`${local}Z`);
    if (Number.isNaN(plain)) return "";
    let found = plain;
    // Twice: near a change of clocks the first guess may be on its other side.
    for (let i = 0; i < 2; i += 1) found += plain - Date.parse(`${shown(new Date(found).toISOString(), zone)}Z`);
    return new Date(found).toISOString();
  }

  live.auditFilter = { read, written, query, isEmpty, shown, instant };
})((globalThis.dashboardLive ??= {}));

/** Which rows of a table are shown, and in which order. Pure. */
((live) => {
  "use strict";

  const FIRST = { column: "problems", isDown: true };
  const WORDS = ["name", "mode", "status"];
  const KEYS = ["q", "status", "mode", "problems", "sort"];

  /** What is asked for by the query of an address. */
  function read(search) {
    const given = new URLSearchParams(search);
    const sort = given.get("sort");
    return {
      text: given.get("q") ?? "",
      status: given.get("status") ?? "",
      mode: given.get("mode") ?? "",
      problems: given.get("problems") === "1",
      column: sort?.replace(/^-/, "") || FIRST.column,
      isDown: sort ? sort.startsWith("-") : FIRST.isDown,
    };
  }

  /** The query that asks for it, beside whatever else it asked for before. */
  function write(asked, search) {
    const query = new URLSearchParams(search);
    for (const key of KEYS) query.delete(key);
    if (asked.text) query.set("q", asked.text);
    if (asked.status) query.set("status", asked.status);
    if (asked.mode) query.set("mode", asked.mode);
    if (asked.problems) query.set("problems", "1");
    if (asked.column !== FIRST.column || asked.isDown !== FIRST.isDown)
      query.set("sort", `${asked.isDown ? "-" : ""}${asked.column}`);
    return String(query) && `?${query}`;
  }

  /** After a click on a heading: words begin with A, numbers with the largest; again turns round. */
  function turned(asked, column) {
    const isDown = column === asked.column ? !asked.isDown : !WORDS.includes(column);
    return { ...asked, column, isDown };
  }

  /** Without capitals and accents, as people type. */
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** How bad it is, as one number; less than nothing where nobody knows. */
  const badness = (problems) => (problems ? problems[0] * 1e6 + problems[1] : -1);

  const fits = (row, asked) =>
    folded(row.name).includes(folded(asked.text.trim())) &&
    (!asked.status || row.status === asked.status) &&
    (!asked.mode || row.mode === asked.mode) &&
    (!asked.problems || badness(row.problems) > 0);

  const byNumber = (column) => (a, b) => (a[column] ?? -1) - (b[column] ?? -1);

  /** A comparison of rows: by the column, then what is worse, what moves, what came first. */
  function comparison(asked, language, statuses) {
    const words = new Intl.Collator(language, { numeric: true });
    const rank = ({ status }) => (statuses.indexOf(status) + statuses.length + 1) % (statuses.length + 1);
    const by = {
      name: (a, b) => words.compare(a.name, b.name),
      mode: (a, b) => words.compare(a.mode, b.mode),
      status: (a, b) => rank(a) - rank(b),
      problems: (a, b) => badness(a.problems) - badness(b.problems),
    };
    const chosen = by[asked.column] ?? byNumber(asked.column);
    return (a, b) =>
      (asked.isDown ? chosen(b, a) : chosen(a, b)) || by.problems(b, a) || by.status(a, b) || a.id - b.id;
  }

  live.order = { read, write, turned, fits, comparison };
})((globalThis.dashboardLive ??= {}));

/** How each cell of a campaign's row shows its value. */
((live) => {
  "use strict";

  const SHAPE = /^[0-9a-z]+$/;
  const TOP = 35;

  const t = (...given) => live.texts.t(...given);

  const cell = (row, key) => row.querySelector(`[data-cell="${key}"]`);

  function say(node, text, value) {
    if (node.textContent !== text) node.textContent = text;
    if (node.dataset.value !== String(value ?? "")) node.dataset.value = value ?? "";
  }

  /** The word for a code, as the page's own choices have it; a code of others' making as it is. */
  function word(key, code) {
    const option = document.querySelector(`[data-sift="${key}"] option[value="${CSS.escape(code)}"]`);
    const plain = code.replaceAll("_", " ");
    return option?.textContent ?? plain.charAt(0).toUpperCase() + plain.slice(1);
  }

  function name(row, value) {
    const link = cell(row, "name");
    link.href = `/campaigns/${row.id.slice(1)}`;
    link.title = value;
    say(link.firstElementChild, value, value);
  }

  function status(row, value) {
    say(cell(row, "status"), word("status", value), value);
    cell(row, "status").dataset.status = value;
  }

  /** `2 critical, 1 warning`, after the shape of the worst. */
  function problems(row, value) {
    const node = cell(row, "problems");
    const [critical, warnings] = value ?? [0, 0];
    const words = [
      critical && t("{count} critical", { count: live.formats.count(critical) }),
      warnings && t(warnings === 1 ? "{count} warning" : "{count} warnings", { count: live.formats.count(warnings) }),
    ].filter(Boolean);
    say(node, words.join(", ") || live.formats.UNKNOWN, value && critical + warnings);
    node.dataset.severity = critical ? "critical" : warnings ? "warn" : "";
  }

  function progress(row, value) {
    const node = cell(row, "progress");
    say(node, live.formats.rate(value), value);
    node.nextElementSibling.firstElementChild.style.setProperty("--share", value ?? 0);
  }

  const number = (key) => (row, value) => say(cell(row, key), live.formats.count(value), value);

  /** A number that is also the length of a part of the row's bar. */
  const part = (key) => (row, value) => {
    number(key)(row, value);
    row.style.setProperty(`--n-${key}`, value);
  };

  const decimal = (key) => (row, value) => say(cell(row, key), live.formats.decimal(value), value);

  /** The area under a line of digits, as the points of a polygon. */
  function area(digits) {
    if (!SHAPE.test(digits)) return "0 100%, 100% 100%";
    const points = [...digits].map((digit, i) => {
      const x = (100 * i) / (digits.length - 1 || 1);
      return `${x.toFixed(1)}% ${(100 - (100 * parseInt(digit, TOP + 1)) / TOP).toFixed(0)}%`;
    });
    return ["0 100%", ...points, "100% 100%"].join(", ");
  }

  const hour = (row, value) => cell(row, "hour").firstElementChild.style.setProperty("--shape", area(value));

  const PAINTERS = {
    name,
    status,
    problems,
    progress,
    hour,
    mode: (row, value) => say(cell(row, "mode"), word("mode", value), value),
    total: number("total"),
    pace: decimal("pace"),
  };

  /** Shows a value in its cell of a row. */
  const paint = (row, key, value) => (PAINTERS[key] ?? part(key))(row, value);

  live.cells = { paint, area };
})((globalThis.dashboardLive ??= {}));

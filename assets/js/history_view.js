/** The cards of the history: what the API told, put on the page. */
((live) => {
  "use strict";

  const NARROW = 600;

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** What shows answers in a section: its charts, tables and numbers. */
  function make(section, words) {
    const inside = (selector) => section.querySelector(selector);
    const each = (selector) => [...section.querySelectorAll(selector)];
    const tables = new Map(); // by card, made when somebody opens them
    let body = null;
    let key = null;

    section.addEventListener("toggle", (event) => event.target.matches("details") && fill(event.target), true);

    /** Shows a span with one series in front. */
    function show(found, chosen) {
      body = found;
      key = chosen;
      stamp();
      windows();
      series();
      rates();
      groups();
      stays();
      draw();
      tell(".card-history-moves", live.historyShape.movesTable(body, key, words, compared()));
      tell(".card-history-rate", live.historyShape.rateTable(body, words, compared()));
      tell(".card-history-states", live.historyShape.statesTable(body, words));
    }

    /** What the other span is; empty where there is none. */
    function compared() {
      if (!body.compare) return "";
      const { campaign_id: id, aligned_by: by } = body.compare;
      const days = Math.round((Date.parse(body.from) - Date.parse(body.compare.from)) / 86_400_000);
      if (by !== "local time") return filled(words.campaign, { id });
      return days > 3 ? words.last_week : words.yesterday;
    }

    function stamp() {
      const time = live.contactWords.moment(body.as_of, body.tz);
      const [before, after] = words.age.split("{age}");
      inside(".history-stamp").textContent = filled(words.asOf, { time });
      inside(".history-age").replaceChildren(before, live.contactWords.since(body.as_of), after);
    }

    function windows() {
      const texts = spanned(body, words.window, { bucket: words.buckets[body.bucket] });
      for (const node of each(".history-window")) node.textContent = texts;
      inside(".card-history-stays .history-window").textContent = spanned(body, words.plain, {});
    }

    function spanned({ from, to, tz }, text, more) {
      const [begin, end] = [from, to].map((at) => live.contactWords.moment(at, tz, { timeStyle: "short" }));
      return filled(text, { ...more, from: begin, to: end, zone: tz });
    }

    function series() {
      for (const button of each("[data-series]")) {
        const name = button.dataset.series;
        const other = body.compare?.so_far[name];
        button.setAttribute("aria-pressed", String(name === key));
        button.querySelector(".history-total").textContent = live.formats.count(body.totals[name]);
        button.querySelector(".history-other").textContent = other === undefined ? "" : `(${live.formats.count(other)})`;
      }
      for (const legend of each(".history-legend")) {
        legend.hidden = !body.compare;
        legend.textContent = body.compare ? filled(words.compared, { what: compared() }) : "";
      }
    }

    function rates() {
      const { value, numerator, denominator } = body.totals.connect_rate;
      inside(".history-rate").textContent = live.formats.rate(value);
      inside(".history-fraction").textContent = `${live.formats.count(numerator)} / ${live.formats.count(denominator)}`;
    }

    function groups() {
      for (const { key: name, codes } of words.groups) {
        const number = live.historyShape.last(live.historyShape.grouped(body, codes));
        const item = inside(`[data-group="${name}"]`);
        item.lastElementChild.textContent = live.formats.count(number);
        item.hidden = number === 0 && name === "other";
      }
    }

    function stays() {
      const known = Object.keys(words.states).filter((code) => body.stays[code]);
      const rows = known.map((code) => {
        const found = body.stays[code];
        const seconds = [found.p50_seconds, found.p90_seconds, found.p99_seconds];
        const { label, tone } = words.states[code];
        const cells = [live.formats.count(found.count), ...seconds.map((at) => live.formats.length(1000 * at, true))];
        return row([label, ...cells], `tone tone-${tone}`);
      });
      inside(".history-stays tbody").replaceChildren(...rows);
      inside(".history-stays").hidden = rows.length === 0;
      inside(".card-history-stays .history-none").hidden = rows.length > 0;
    }

    function draw() {
      const most = section.clientWidth < NARROW ? 4 : 8;
      live.charts.show(inside("#history-moves"), live.historyShape.moves(body, key, most));
      live.charts.show(inside("#history-rate"), live.historyShape.rate(body, most));
      live.charts.show(inside("#history-states"), live.historyShape.states(body, words.groups, most));
    }

    function tell(card, table) {
      tables.set(card, table);
      const details = inside(`${card} details`);
      if (details) fill(details);
    }

    /** Hundreds of rows are made for whoever opens the table. */
    function fill(details) {
      const found = [...tables].find(([card]) => details.closest(card));
      if (!details.open || !found) return;
      const [, { head, rows }] = found;
      details.querySelector("thead").replaceChildren(heading(head));
      details.querySelector("tbody").replaceChildren(...rows.map((cells) => row(cells)));
    }

    /** Shows when people answer; `found` null is where that cannot be said, `why` says why. */
    function showWeek(found, why) {
      const card = inside(".card-history-answers");
      for (const part of [".history-week", ".history-note"]) card.querySelector(part).hidden = found === null;
      card.querySelector(".history-none").hidden = found !== null;
      card.querySelector(".history-none").textContent = why;
      card.querySelector(".history-window").textContent = found ? spanned(found, words.plain, {}) : "";
      if (found === null) return;
      const days = live.historyShape.weekdays();
      const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
      card.querySelector("thead").replaceChildren(heading([words.weekday, ...hours]));
      card.querySelector("tbody").replaceChildren(...days.map((day, at) => week(day, found.cells.slice(24 * at, 24 * at + 24))));
      turn(card.querySelector(".history-week"), found.cells);
    }

    /** Where not all hours have room, the first one with anything in it comes first. */
    function turn(place, cells) {
      const first = Math.min(...cells.filter((cell) => cell.attempts_ended > 0).map(({ hour }) => hour));
      const column = place.querySelector("thead tr").children[Number.isFinite(first) ? first + 1 : 1];
      place.scrollLeft = column.offsetLeft - place.querySelector("th").offsetWidth;
    }

    function week(day, cells) {
      const line = row([day]);
      line.append(...cells.map((cell) => hourOf(cell)));
      return line;
    }

    function hourOf({ connects, attempts_ended: ended, rate }) {
      const cell = document.createElement("td");
      const about = filled(words.cell, { connects: live.formats.count(connects), ended: live.formats.count(ended) });
      const listened = document.createElement("span");
      cell.textContent = rate === null ? "" : String(Math.round(100 * rate));
      cell.title = rate === null ? "" : about;
      cell.style.setProperty("--share", String(rate ?? 0));
      cell.dataset.few = String(ended < words.few);
      listened.className = "unseen";
      listened.textContent = rate === null ? live.formats.UNKNOWN : ` %, ${about}`;
      cell.append(listened);
      return cell;
    }

    return { show, showWeek };
  }

  function heading(texts) {
    const line = document.createElement("tr");
    line.append(...texts.map((text, at) => titled("col", text, at > 0 ? "number" : "")));
    return line;
  }

  function row([title, ...texts], className = "") {
    const line = document.createElement("tr");
    line.append(titled("row", title, className), ...texts.map(numbered));
    return line;
  }

  function titled(scope, text, className) {
    const cell = document.createElement("th");
    Object.assign(cell, { scope, textContent: text, className });
    return cell;
  }

  function numbered(text) {
    const cell = document.createElement("td");
    Object.assign(cell, { textContent: text, className: "number" });
    return cell;
  }

  live.historyView = { make };
})((globalThis.dashboardLive ??= {}));

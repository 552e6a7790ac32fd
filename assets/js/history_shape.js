/** What the API tells of a span, as charts and tables want it. Pure. */
((live) => {
  "use strict";

  const STEPS = [5, 10, 15, 30, 60, 120, 180, 360, 720]; // minutes between two ticks of a day
  const LONG = ["P1D", "P1W", "P1M"];
  const DATE = { day: "numeric", month: "short" };
  const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const FORMS = {
    P1D: { weekday: "short", ...DATE, year: "numeric" },
    P1W: { ...DATE, year: "numeric" },
    P1M: { month: "long", year: "numeric" },
  };
  const NOTHING = { range: [0, 1], tickvals: [0] };
  const RUNNING = 0.45; // a bucket that is cut short, or has not ended, is pale

  // Plain `en` would say the month first and count to twelve.
  const dialect = () => (live.texts.language() === "en" ? "en-GB" : live.texts.language());

  /** What a clock showed, in words: clocks of a zone are written as if they were of UTC. */
  const said = (wall, form) =>
    new Intl.DateTimeFormat(dialect(), { ...form, timeZone: "UTC" }).format(new Date(`${wall}Z`));

  const wall = (label) => label.slice(0, 16);

  /** When each bucket begins; where clocks show a time twice, with the distance to UTC. */
  function times(labels, bucket) {
    const form = FORMS[bucket] ?? { ...DATE, ...CLOCK };
    const walls = labels.map(wall);
    const twice = new Set(walls.filter((text, i) => walls.indexOf(text) !== i));
    return labels.map((label, i) => said(walls[i], form) + (twice.has(walls[i]) ? ` (${label.slice(16)})` : ""));
  }

  const thinned = (list, most) => list.filter((_, i) => i % Math.ceil(list.length / most) === 0);

  /** Below which buckets something is written, and what: `most` of them at most. */
  function ticks(labels, bucket, most) {
    const walls = labels.map(wall);
    const all = walls.map((_, i) => i);
    if (LONG.includes(bucket)) return written(thinned(all, most), walls, bucket === "P1D" ? DATE : { month: "short", year: "numeric" });
    const minutes = walls.map((text) => 60 * Number(text.slice(11, 13)) + Number(text.slice(14)));
    if (new Set(walls.map((text) => text.slice(0, 10))).size > 2) {
      return written(thinned(all.filter((i) => minutes[i] === 0), most), walls, DATE);
    }
    const steps = STEPS.map((step) => all.filter((i) => minutes[i] % step === 0));
    return written(steps.find((found) => found.length <= most) ?? [], walls, CLOCK);
  }

  const written = (at, walls, form) => ({ at, text: at.map((i) => said(walls[i], form)) });

  function axis(body, most) {
    const { at, text } = ticks(body.labels, body.bucket, most);
    return { xaxis: { tickvals: at, ticktext: text, range: [-0.5, body.labels.length - 0.5] } };
  }

  /** What is drawn. Where nothing was counted there is a ground line, and no scale of nothing. */
  function figure(data, layout) {
    const isFlat = !data.some(({ y }) => y.some((number) => number > 0));
    return { data, layout: isFlat ? { ...layout, yaxis: NOTHING } : layout };
  }

  const places = (list) => list.map((_, i) => i);

  /** One series of the span, and of the other one where there is one. */
  function pair(body, key, most) {
    const own = { x: places(body.labels), y: body.series[key], customdata: times(body.labels, body.bucket) };
    const other = body.compare;
    const line = other
      ? { x: places(other.labels), y: other.series[key], customdata: times(other.labels, body.bucket) }
      : { x: [], y: [], customdata: [] };
    return figure([own, line], axis(body, most));
  }

  function moves(body, key, most) {
    const { data: [bars, line], layout } = pair(body, key, most);
    const opacity = body.whole.map((isWhole) => (isWhole ? 1 : RUNNING));
    const bargap = body.labels.length > 100 ? 0 : 0.12;
    return { data: [{ ...bars, marker: { opacity } }, line], layout: { ...layout, bargap } };
  }

  /** The connect rate, with its fraction where it is pointed at. */
  function rate(body, most) {
    const found = pair(body, "connect_rate", most);
    for (const [trace, of] of [[found.data[0], body], [found.data[1], body.compare]]) {
      trace.customdata = trace.customdata.map((time, i) => `${time} · ${fraction(of, i)}`);
    }
    return found;
  }

  const fraction = ({ series }, i) =>
    `${live.formats.count(series.connects[i])} / ${live.formats.count(series.attempts_ended[i])}`;

  /** The contacts in a group of states at the end of each bucket. */
  function grouped(body, codes) {
    return body.labels.map((_, i) =>
      codes.reduce((sum, code) => (body.states[code][i] === null ? null : sum + body.states[code][i]), 0),
    );
  }

  /** Groups one upon the other, the last one lowest. */
  function states(body, groups, most) {
    const customdata = times(body.labels, body.bucket);
    const bars = groups.map(({ codes }) => ({ x: places(body.labels), y: grouped(body, codes), customdata }));
    return figure(bars.reverse(), { ...axis(body, most), bargap: 0 });
  }

  /** The last number that is known; null where none is. */
  const last = (numbers) => numbers.findLast((number) => number !== null) ?? null;

  const number = (value) => live.formats.count(value);

  function rowsOf(body, cells) {
    return times(body.labels, body.bucket).map((time, i) => [time, ...cells.map((cell) => cell(i))]);
  }

  /** The table of moves: all series, and the chosen one of the other span. */
  function movesTable(body, key, words, what) {
    const keys = Object.keys(words.series);
    const cells = keys.map((name) => (i) => number(body.series[name][i]));
    const head = [words.time, ...keys.map((name) => words.series[name])];
    if (!body.compare) return { head, rows: rowsOf(body, cells) };
    const other = (i) => number(body.compare.series[key][i]);
    return { head: [...head, `${words.series[key]}, ${what}`], rows: rowsOf(body, [...cells, other]) };
  }

  function rateTable(body, words, what) {
    const { series } = body;
    const share = ({ connect_rate: rates }) => (i) => live.formats.rate(rates[i]);
    const cells = [share(series), (i) => number(series.connects[i]), (i) => number(series.attempts_ended[i])];
    const head = [words.time, words.rate, words.connects, words.ended];
    if (!body.compare) return { head, rows: rowsOf(body, cells) };
    return { head: [...head, `${words.rate}, ${what}`], rows: rowsOf(body, [...cells, share(body.compare.series)]) };
  }

  function statesTable(body, words) {
    const groups = words.groups.map(({ codes }) => grouped(body, codes));
    const head = [words.time, ...words.groups.map(({ label }) => label)];
    return { head, rows: rowsOf(body, groups.map((numbers) => (i) => number(numbers[i]))) };
  }

  /** Monday to Sunday in the language of the page. */
  const weekdays = () => [1, 2, 3, 4, 5, 6, 7].map((day) => said(`2024-01-0${day}T00:00`, { weekday: "short" }));

  live.historyShape = {
    times, ticks, moves, rate, states, grouped, last, movesTable, rateTable, statesTable, weekdays,
  };
})((globalThis.dashboardLive ??= {}));

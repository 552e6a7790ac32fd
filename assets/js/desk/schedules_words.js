/** Reports that come by themselves, in words: when, what of, what became of the last one. */
((live) => {
  "use strict";

  const LATE_MS = 15 * 60_000;
  const STOPPED_MS = 14 * 86_400_000;
  const UNITS = ["B", "kB", "MB", "GB"];
  const LAST_DAY = 31;
  // The first of January 2024 was a Monday.
  const weekday = (day) => format({ weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + day));

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  // Plain `en` would say the month first and count to twelve.
  const dialect = () => (live.texts.language() === "en" ? "en-GB" : live.texts.language());

  const format = (parts) => new Intl.DateTimeFormat(dialect(), parts);

  /** `Weekly on Monday at 06:30 (Europe/Prague)`. */
  function when({ every, day, time, timezone }, texts) {
    const key = every === "month" && day === LAST_DAY ? "lastDay" : every;
    const name = every === "week" ? weekday(day) : day;
    return `${filled(texts[key], { day: name, time })} (${timezone})`;
  }

  /** `25 Nov 2026, 06:30`, by the schedule's clocks, and what ours show then where that is not the same. */
  function moment(iso, zone, texts, own = undefined) {
    const there = shown(iso, zone);
    const here = shown(iso, own);
    if (here === there) return there;
    const isSameDay = date(iso, own) === date(iso, zone);
    return `${there} (${filled(texts.here, { time: isSameDay ? clock(iso, own) : here })})`;
  }

  const date = (iso, timeZone) => format({ dateStyle: "medium", timeZone }).format(new Date(iso));

  const clock = (iso, timeZone) => format({ timeStyle: "short", timeZone }).format(new Date(iso));

  const shown = (iso, timeZone) => format({ dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(iso));

  /** The days that a run covers: `20 Mar 2026`, or `16–22 Mar 2026`. */
  function days({ start, end }, timeZone) {
    return format({ dateStyle: "medium", timeZone }).formatRange(Date.parse(start), Date.parse(end) - 1000);
  }

  /** `34 kB`. */
  function size(bytes) {
    const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
    const value = bytes / 1000 ** power;
    const number = power > 0 && value < 10 ? live.formats.decimal(value) : live.formats.count(Math.round(value));
    return `${number}\u00a0${UNITS[power]}`;
  }

  /**
   * How a schedule stands: a tone, a word, and what there is to say. What failed, came late, was
   * not sent or does not come at all is never told as well.
   */
  function standing(schedule, now, texts) {
    const { last } = schedule;
    if (schedule.error) return { tone: "critical", word: texts.stopped, said: schedule.error };
    if (schedule.ended_at) return { tone: "muted", word: texts.ended, said: "" };
    const due = waitingSince(schedule);
    if (due !== null && now - due > LATE_MS) return { tone: "warn", word: texts.overdue, said: last?.error ?? "" };
    return last ? ofRun(last, texts) : { tone: "muted", word: texts.none, said: "" };
  }

  /** Since when a report is due that is not there; null where none is. */
  function waitingSince({ next_at: next, last }) {
    const isOpen = last !== null && (last.status === "waiting" || last.status === "writing");
    return isOpen ? Math.min(Date.parse(last.due_at), Date.parse(next)) : Date.parse(next);
  }

  /** Whether it belongs among those that go on: one that was stopped is seen for a while. */
  const isCurrent = ({ ended_at: at, error }, now) =>
    at === null || (error !== null && now - Date.parse(at) < STOPPED_MS);

  /** How one run stands. */
  function ofRun(run, texts) {
    const unsent = run.sent.find(({ delivered_at: at, attempts }) => at === null && attempts > 0);
    if (run.status === "failed") return { tone: "critical", word: texts.failed, said: run.error ?? "" };
    if (run.status !== "done") return { tone: "muted", word: texts[run.status], said: run.error ?? "" };
    if (unsent) return { tone: "warn", word: texts.unsent, said: notSent(unsent, texts) };
    if (run.late) return { tone: "warn", word: texts.late, said: skipped(run, texts) };
    return { tone: "good", word: texts.done, said: "" };
  }

  const notSent = ({ receiver, error }, texts) =>
    filled(texts.notSent, { receiver: texts[receiver] ?? receiver, reason: error ?? texts.unknown });

  const skipped = (run, texts) =>
    run.skipped > 0 ? filled(texts.skipped, { n: live.formats.count(run.skipped) }) : "";

  /** What there is to know of a run beside its days: rows, size, when it was written and sent. */
  function about(run, zone, texts) {
    if (run.status !== "done") return [];
    return [
      filled(texts.rows, { n: live.formats.count(run.rows) }),
      size(run.bytes),
      filled(texts.written, { time: moment(run.done_at, zone, texts) }),
      ...run.sent.filter(({ delivered_at: at }) => at !== null).map((one) => sent(one, zone, texts)),
      run.removed_at ? texts.removed : "",
    ].filter(Boolean);
  }

  const sent = ({ receiver, delivered_at: at }, zone, texts) =>
    filled(texts.sent, { receiver: texts[receiver] ?? receiver, time: shown(at, zone) });

  /** What a schedule is of. */
  function facts(schedule, kinds, texts) {
    const { campaigns, receivers } = schedule;
    return [
      `${kinds.find(({ key }) => key === schedule.kind)?.title ?? schedule.kind}, ${schedule.format.toUpperCase()}`,
      campaigns === null ? texts.all : filled(texts.some, { ids: campaigns.join(", ") }),
      receivers.length ? filled(texts.to, { names: receivers.map((name) => texts[name] ?? name).join(", ") }) : "",
      filled(texts.by, { name: schedule.created_by }),
    ].filter(Boolean);
  }

  live.schedulesWords = { when, moment, days, size, standing, isCurrent, ofRun, about, facts, filled, weekday };
})((globalThis.dashboardLive ??= {}));

/** A replay: which frames to have at hand, and where the slider's picture comes from. Pure. */
((live) => {
  "use strict";

  const SECOND = 1_000;
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

  // How far apart the pictures are in the past, how long each stands, how many are asked for at once.
  const SPEEDS = {
    1: { step: 1, everyMs: 1_000, count: 20 },
    10: { step: 5, everyMs: 500, count: 40 },
    60: { step: 15, everyMs: 250, count: 40 },
  };

  /** From where on to ask for more frames; null while enough are at hand, or none lie ahead. */
  function wanted(frames, shown, speed, newest) {
    const { step, count } = SPEEDS[speed];
    const from = (frames.at(-1)?.ms ?? shown) + step * SECOND;
    return frames.length > count / 2 || from > newest ? null : from;
  }

  /** Whether nothing more can be played. */
  const isOver = (frames, shown, speed, newest) =>
    frames.length === 0 && shown + SPEEDS[speed].step * SECOND > newest;

  /** The frames of an answer; the first of them says all, each other what changed since. */
  const framesOf = ({ frames }) =>
    frames.map((frame, at) => ({ ...frame, ms: Date.parse(frame.at), isFull: at === 0 }));

  /** What is known once a frame has come. */
  const known = (before, frame) => (frame.isFull ? frame.set : live.frames.merged(before, frame.set));

  /** A moment as addresses hold it, to the second. */
  const iso = (ms) => `${new Date(Math.floor(ms / SECOND) * SECOND).toISOString().slice(0, 19)}Z`;

  /** The moment of an address: null where it names none, NaN where that cannot be read. */
  function asked(search) {
    const text = new URLSearchParams(search).get("at");
    if (text === null) return null;
    return ISO.test(text) ? Date.parse(text) : NaN;
  }

  /** The address of a moment; other parts of `search` stay. */
  function address(search, ms) {
    const parts = new URLSearchParams(search);
    parts.set("at", iso(ms));
    return `?${parts.toString().replaceAll("%3A", ":")}`;
  }

  /** The life of a campaign as the server tells it, in milliseconds; it begins with a whole second. */
  function lifeOf({ began, until, level, moves }) {
    return { began: Math.ceil(Date.parse(began) / SECOND) * SECOND, until: Date.parse(until), level, moves };
  }

  /** A moment to begin with: an hour before the last move, or half way through fewer hours. */
  function first({ began, until, level, moves }) {
    if (moves.length === 0) return until;
    const start = Math.max(began, moves[0][0] * MINUTE);
    const last = Math.min(until, (moves.at(-1)[0] + level) * MINUTE);
    return Math.max(last - HOUR, (start + last) / 2);
  }

  /** A moment within a life, and on which side the one that was asked for lies outside of it. */
  function within(ms, began, newest) {
    if (ms > newest) return { ms: newest, outside: "ahead" };
    return ms < began ? { ms: began, outside: "early" } : { ms, outside: "" };
  }

  /** The moves of a life as the points of a polygon, up to `until`. */
  function shape({ began, level, moves }, until) {
    const most = Math.max(1, ...moves.map(([, number]) => number));
    const x = (minute) => {
      const part = (minute * MINUTE - began) / Math.max(1, until - began);
      return `${(100 * Math.min(1, Math.max(0, part))).toFixed(2)}%`;
    };
    const columns = moves.map(([start, number]) => {
      const [left, right, y] = [x(start), x(start + level), `${(100 - (100 * number) / most).toFixed(0)}%`];
      return `${left} 100%, ${left} ${y}, ${right} ${y}, ${right} 100%`;
    });
    return ["0 100%", ...columns, "100% 100%"].join(", ");
  }

  live.replay = { SPEEDS, wanted, isOver, framesOf, known, iso, asked, address, lifeOf, first, within, shape };
})((globalThis.dashboardLive ??= {}));

/** How old the numbers are, by this browser's own clock, and how that is said. */
((live) => {
  "use strict";

  const TICK_MS = 200;
  const LIVE_MS = 1500;
  const DELAYED_MS = 3000;
  const STANDS_MS = 1000;
  const WORDS = { live: "Live", delayed: "Delayed", stale: "Stale", offline: "Offline" };

  const t = (...given) => live.texts.t(...given);

  let heard = { age: null, at: 0, wall: 0, connected: false };
  let spoken = { word: "", at: 0 };

  /** `age` in milliseconds, null when nothing is known yet; `held` when it is not the newest. */
  function judge(age, connected, held = false) {
    if (!connected && (age === null || age > LIVE_MS)) return "offline";
    if (age === null || age > DELAYED_MS) return "stale";
    return held || age > LIVE_MS ? "delayed" : "live";
  }

  const pad = (number) => String(number).padStart(2, "0");

  const clock = (date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");

  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

  /** The word for it; a page that has just been opened is not accused yet. */
  function word({ age, connected, isNew, isPaused, opening, isPast }) {
    if (opening !== null) return t("Opening");
    if (isPast) return t("Past");
    if (isPaused && age !== null) return t("Paused");
    if (age === null && connected) return t("Reading");
    return age === null && isNew ? t("Connecting") : t(WORDS[judge(age, connected)]);
  }

  /** The sentence across the top; empty while the numbers can be trusted. */
  function warning(seen) {
    const { age, connected, isNew, isPaused, isWatching, opening, isOut } = seen;
    if (isOut) return t("This screen has been signed out. Open the link of a wall here again.");
    if (opening !== null || !isWatching) return opening ?? "";
    const state = judge(age, connected);
    if (isPaused && age !== null) return `${t("Updates are paused.")} ${dated(seen)}`;
    if (state === "live" || state === "delayed") return "";
    if (age === null && connected) return t("The server is reading the database. The numbers follow.");
    if (age === null) return isNew ? "" : t("No answer from the server yet. Trying again…");
    return `${dated(seen)} ${reason(seen)}`;
  }

  function dated({ age, now }) {
    const time = clock(new Date(now - age));
    const words = { time, zone: zone(), age: live.formats.length(age) };
    return t("Numbers are from {time} ({zone}), {age} ago.", words);
  }

  /** Who is behind: `told` is the age that the last frame gave. */
  function reason({ connected, told }) {
    if (!connected) return t("Reconnecting…");
    return told > LIVE_MS ? t("The server has no newer ones.") : t("The server is silent.");
  }

  // A computer that sleeps may stop the one clock; somebody may set the other.
  const passed = () => Math.max(performance.now() - heard.at, Date.now() - heard.wall);

  const ageNow = () => (heard.age === null ? null : heard.age + passed());

  const seenNow = () => ({
    age: ageNow(),
    told: heard.age,
    connected: heard.connected,
    isNew: performance.now() - heard.at < LIVE_MS,
    isPaused: live.pause.isPaused(),
    isWatching: document.body.dataset.streaming !== undefined,
    opening: live.places.opening(),
    isOut: live.session.isOut(),
    isPast: document.body.dataset.past !== undefined,
    now: Date.now(),
  });

  /** A frame has come, with the age of its data. */
  function hear(age) {
    heard = { age, at: performance.now(), wall: Date.now(), connected: true };
    tick();
  }

  /** The stream was lost; the numbers go on ageing. */
  function lose() {
    heard = { ...heard, connected: false };
  }

  /** Another page: nothing is known of it yet. */
  function forget() {
    heard = { age: null, at: performance.now(), wall: Date.now(), connected: false };
    tick();
  }

  function tick() {
    const badge = document.querySelector(".freshness");
    if (!badge) return;
    const seen = seenNow();
    const isPast = seen.isPast && seen.opening === null;
    const state = isPast ? "past" : judge(seen.age, seen.connected, seen.isPaused || seen.opening !== null);
    document.body.dataset.freshness = state;
    badge.dataset.state = state;
    badge.dataset.ageMs = seen.age === null ? "" : Math.round(seen.age);
    badge.toggleAttribute("data-paused", seen.isPaused);
    say(badge.querySelector(".word"), word(seen));
    say(badge.querySelector(".age"), seen.age === null ? "" : live.formats.length(seen.age));
    announce(badge.querySelector(".announced"), word(seen));
    band(warning(seen));
  }

  // Only what stands for a while: a badge that flickers would talk without end.
  function announce(node, now) {
    if (node === null) return;
    if (now !== spoken.word) spoken = { word: now, at: performance.now() };
    if (performance.now() - spoken.at >= STANDS_MS) say(node, now);
  }

  /** A page on paper does not age: it says when its numbers were true. */
  function date() {
    const seen = seenNow();
    const day = new Date(seen.now).toLocaleDateString(live.texts.language(), { dateStyle: "long" });
    const node = document.querySelector(".printed");
    say(node, seen.age === null ? "" : `${day}. ${dated(seen)}`);
  }

  function band(text) {
    const node = document.querySelector(".band");
    node.hidden = text === "";
    say(node, text);
  }

  function say(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function start() {
    setInterval(tick, TICK_MS);
    addEventListener("beforeprint", date);
  }

  live.freshness = { judge, word, warning, hear, lose, forget, tick, start };
})((globalThis.dashboardLive ??= {}));

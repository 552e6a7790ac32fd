/** How old the numbers are, by this browser's own clock, and how that is said. */
((live) => {
  "use strict";

  const TICK_MS = 200;
  const LIVE_MS = 1500;
  const DELAYED_MS = 3000;
  const WORDS = { live: "Live", delayed: "Delayed", stale: "Stale", offline: "Offline" };

  let heard = { age: null, at: 0, wall: 0, connected: false };

  /** `age` in milliseconds, null when nothing is known yet. */
  function judge(age, connected) {
    if (!connected && (age === null || age > LIVE_MS)) return "offline";
    if (age === null || age > DELAYED_MS) return "stale";
    return age > LIVE_MS ? "delayed" : "live";
  }

  /** `0.4 s`, `34 s`, `2 m 10 s`, `3 h 05`. */
  function length(ms, isWhole = false) {
    const seconds = Math.floor(ms / 1000);
    const minutes = Math.floor(seconds / 60);
    if (seconds < 10 && !isWhole) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
    if (minutes < 1) return `${seconds} s`;
    if (minutes < 60) return `${minutes} m ${pad(seconds % 60)} s`;
    return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)}`;
  }

  const pad = (number) => String(number).padStart(2, "0");

  const clock = (date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");

  /** The word for it; a page that has just been opened is not accused yet. */
  function word(age, connected, isNew) {
    if (age === null && connected) return "Reading";
    return age === null && isNew ? "Connecting" : WORDS[judge(age, connected)];
  }

  /** The sentence across the top; empty while the numbers can be trusted. */
  function warning(age, connected, isNew, now) {
    const state = judge(age, connected);
    if (state === "live" || state === "delayed") return "";
    if (age === null && connected) return "The server is reading the database. The numbers follow.";
    if (age === null) return isNew ? "" : "No answer from the server yet. Trying again…";
    const since = `Numbers are from ${clock(new Date(now - age))}, ${length(age)} ago.`;
    return `${since} ${connected ? "The server has no newer ones." : "Reconnecting…"}`;
  }

  // A computer that sleeps may stop the one clock; somebody may set the other.
  const passed = () => Math.max(performance.now() - heard.at, Date.now() - heard.wall);

  const ageNow = () => (heard.age === null ? null : heard.age + passed());

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
    const age = ageNow();
    const state = judge(age, heard.connected);
    const isNew = performance.now() - heard.at < LIVE_MS;
    document.body.dataset.freshness = state;
    badge.dataset.state = state;
    badge.dataset.ageMs = age === null ? "" : Math.round(age);
    say(badge.querySelector(".word"), word(age, heard.connected, isNew));
    say(badge.querySelector(".age"), age === null ? "" : length(age));
    band(warning(age, heard.connected, isNew, Date.now()));
  }

  function band(text) {
    const node = document.querySelector(".band");
    node.hidden = text === "";
    say(node, text);
  }

  function say(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  const start = () => setInterval(tick, TICK_MS);

  live.freshness = { judge, length, word, warning, hear, lose, forget, start };
})((globalThis.dashboardLive ??= {}));

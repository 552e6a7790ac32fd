/** A short tone for each new critical alert, where it is wished for and the browser allows it. */
((live) => {
  "use strict";

  const MOST = 200;
  const NOTES = [
    { hertz: 660, at: 0 },
    { hertz: 880, at: 0.22 },
  ];
  const SECONDS = 0.2;
  const LOUDNESS = 0.25;

  let heard = null; // null before the first look: what was there before makes no tone
  let context = null;

  /** The alerts that were never heard of. */
  const fresh = (before, alerts) => alerts.filter((alert) => before !== null && !before.includes(alert));

  /** What has been heard of, the latest; as many as are ever open, not as many as there ever were. */
  const after = (before, alerts) =>
    [...(before ?? []).filter((alert) => !alerts.includes(alert)), ...alerts].slice(-MOST);

  /** Takes the critical alerts that are open. */
  function hear(alerts) {
    const news = fresh(heard, alerts);
    heard = after(heard, alerts);
    if (news.length && context?.state === "running") NOTES.forEach(ring);
  }

  function ring({ hertz, at }) {
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    const begin = context.currentTime + at;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(LOUDNESS, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + SECONDS);
  }

  /** Sound is wished for; browsers may want a gesture first. */
  function wish() {
    if (context || !globalThis.AudioContext) return;
    context = new AudioContext();
    document.addEventListener("pointerdown", () => context.resume());
    document.addEventListener("keydown", () => context.resume());
  }

  /** Whether it is wished for and cannot be made. */
  const isBlocked = () => context === null || context.state !== "running";

  live.sound = { fresh, after, hear, wish, isBlocked };
})((globalThis.dashboardLive ??= {}));

/** Numbers as people read them, in the language of the page: as `dashboard/formats.py` writes. */
((live) => {
  "use strict";

  const UNKNOWN = "–";
  const NBSP = "\u00a0";
  const SIGNS = {
    en: { thousands: ",", decimal: ".", minute: "m" },
    cs: { thousands: NBSP, decimal: ",", minute: "min" },
  };

  const signs = () => SIGNS[live.texts.language()] ?? SIGNS.en;

  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, signs().thousands);

  /** `41,188`; unknown where there is no number. */
  const count = (number) => (number === null ? UNKNOWN : grouped(String(number)));

  /** `12.4`. */
  function decimal(number) {
    if (number === null) return UNKNOWN;
    const [whole, tenth] = number.toFixed(1).split(".");
    return grouped(whole) + signs().decimal + tenth;
  }

  /** A share of 0 to 1 as `1.8 %`. Only what is complete reads 100.0 %. */
  function rate(share) {
    if (share === null) return UNKNOWN;
    return `${decimal(share < 1 ? Math.min(100 * share, 99.9) : 100 * share)}${NBSP}%`;
  }

  const pad = (number) => String(number).padStart(2, "0");

  /** `0.4 s`, `34 s`, `2 m 10 s`, `3 h 05`, `2 d`: tenths below ten seconds, unless it is whole. */
  function length(ms, isWhole = false) {
    const seconds = Math.floor(ms / 1000);
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    if (seconds < 10 && !isWhole) return spaced(decimal(Math.floor(ms / 100) / 10), "s");
    if (minutes < 1) return spaced(seconds, "s");
    if (hours < 1) return spaced(minutes, signs().minute, pad(seconds % 60), "s");
    if (hours < 48) return spaced(hours, "h", pad(minutes % 60));
    return spaced(Math.floor(hours / 24), "d");
  }

  const spaced = (...parts) => parts.join(NBSP);

  live.formats = { UNKNOWN, count, decimal, rate, length };
})((globalThis.dashboardLive ??= {}));

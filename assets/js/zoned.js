/** The time of day in a named zone. */
((live) => {
  "use strict";

  const PARTS = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };

  let known = null;

  /** `14:03:22`; `–` where this browser does not know the zone. */
  function time(zone, moment) {
    if (zone !== known?.zone) known = { zone, format: formatOf(zone) };
    return known.format?.format(moment) ?? "–";
  }

  function formatOf(timeZone) {
    try {
      return new Intl.DateTimeFormat("en-GB", { ...PARTS, timeZone });
    } catch {
      return null;
    }
  }

  live.zoned = { time };
})((globalThis.dashboardLive ??= {}));

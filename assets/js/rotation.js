/** Whose turn it is on a wall that shows several campaigns, and when the next one comes. Pure. */
((live) => {
  "use strict";

  const LEAST_MS = 5_000;
  const CRITICAL_TURNS = 2;

  /** No turn yet; `seen` holds the critical alerts that have had one, `campaign:alert`. */
  const blank = () => ({ campaign: "", beganAt: 0, seen: [] });

  const campaignOf = (alert) => alert.split(":")[0];

  const isOf = (campaign) => (alert) => campaignOf(alert) === campaign;

  /** What is on the wall has been seen; what is over is forgotten. */
  function noted(state, campaign, critical, now) {
    const seen = critical.filter((alert) => isOf(campaign)(alert) || state.seen.includes(alert));
    return campaign === state.campaign
      ? { ...state, seen }
      : { campaign, beganAt: now, seen };
  }

  /** How long the turn of a campaign is: twice as long while it has a critical alert. */
  const length = (campaign, critical, rotateMs) =>
    rotateMs * (critical.some(isOf(campaign)) ? CRITICAL_TURNS : 1);

  // As text: a number of a campaign may have more digits than JavaScript counts exactly.
  const isLarger = (id, other) => (id.length === other.length ? id > other : id.length > other.length);

  /** The campaigns from the one after `campaign` on, once round. */
  function following(round, campaign) {
    const after = round.findIndex((id) => isLarger(id, campaign));
    return after < 0 ? round : [...round.slice(after), ...round.slice(0, after)];
  }

  /** The campaign that comes next: one with a critical alert that nobody has seen here, else the next. */
  function next(state, round, critical) {
    const order = following(round, state.campaign);
    const unseen = critical.filter((alert) => !state.seen.includes(alert));
    return order.find((id) => unseen.some(isOf(id))) ?? order[0] ?? null;
  }

  /** How much of the turn is over, 0 to 1; 1 when the next one is due. */
  function elapsed(state, round, critical, rotateMs, now) {
    if (!round.includes(state.campaign)) return 1;
    if (round.length < 2) return 0;
    const whole = length(state.campaign, critical, rotateMs);
    const isUrgent = critical.some((alert) => !state.seen.includes(alert));
    return Math.min(1, (now - state.beganAt) / (isUrgent ? LEAST_MS : whole));
  }

  live.rotation = { blank, noted, next, elapsed };
})((globalThis.dashboardLive ??= {}));

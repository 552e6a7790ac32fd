/** The wall: one beat a second for all that it does by itself. */
((live) => {
  "use strict";

  const TICK_MS = 1_000;
  const HOUR_MS = 3_600_000;
  // Where the board stands in each hour, so that no edge burns in.
  const PLACES = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1]];

  let wall = null;
  let wishes = null;
  let turns = live.rotation.blank();

  const words = (text) => text.split(" ").filter(Boolean);

  const isWished = (campaign) => wishes.campaigns === null || wishes.campaigns.includes(campaign);

  /** What the last frame said of the campaigns that this wall is for. */
  function told() {
    const { campaign, round, critical } = wall.dataset;
    return {
      campaign,
      round: words(round).filter(isWished),
      critical: words(critical).filter((alert) => isWished(alert.split(":")[0])),
    };
  }

  /** The page may be a wall now, or none any more. */
  function follow() {
    const found = document.getElementById("wall");
    if (found === wall) return;
    wall = found;
    live.theme.renew();
    if (wall) arrive();
    else live.awake.release();
  }

  function arrive() {
    wishes = live.wishes.read(location.search);
    turns = live.rotation.blank();
    if (wishes.sound) live.sound.wish();
    wall.toggleAttribute("data-chosen", wishes.campaigns !== null);
    for (const name of wishes.wrong) note(name, true);
    tick();
  }

  function note(name, isTrue) {
    wall.querySelector(`[data-note="${name}"]`).hidden = !isTrue;
  }

  function tick() {
    if (!wall) return;
    const now = performance.now();
    live.awake.hold(now);
    tellTime();
    place();
    note("silent", wishes.sound && live.sound.isBlocked());
    if (wall.dataset.build !== "") act(told(), now); // a frame has come
  }

  function act(seen, now) {
    live.sound.hear(seen.critical);
    for (const name of wall.querySelectorAll("[data-of]"))
      name.toggleAttribute("data-foreign", !isWished(name.dataset.of));
    if (!isFresh()) return;
    live.renewal.look(wall.dataset.built, wall.dataset.build, seen.critical.length, now);
    if (wall.dataset.turns) turn(seen, now);
  }

  // While numbers are old nothing moves: the next campaign's would not come either.
  const isFresh = () => ["live", "delayed"].includes(document.body.dataset.freshness);

  function turn({ campaign, round, critical }, now) {
    turns = live.rotation.noted(turns, campaign, critical, now);
    wall.toggleAttribute("data-idle", round.length === 0);
    const part = live.rotation.elapsed(turns, round, critical, wishes.rotate, now);
    draw(part, round.length > 1);
    if (part === 1) show(live.rotation.next(turns, round, critical));
  }

  /** The stream of a campaign, or of there being none. The board stays as it is until it speaks. */
  function show(campaign) {
    const stream = campaign ? wall.dataset.turns.replace("{id}", campaign) : "/live/wall";
    wall.dataset.stream = stream;
    live.stream.turn(live.watch.spoken(stream));
  }

  function draw(part, isShown) {
    const line = wall.querySelector(".wall-turn");
    const isBack = part < Number(line.style.getPropertyValue("--part"));
    line.hidden = !isShown;
    line.toggleAttribute("data-back", isBack);
    line.style.setProperty("--part", part);
  }

  function tellTime() {
    const node = document.getElementById("wall-clock");
    const moment = live.clock.now();
    const text = moment === null ? "–" : live.zoned.time(node.dataset.zone, moment);
    if (node.textContent !== text) node.textContent = text;
  }

  function place() {
    const [x, y] = PLACES[Math.floor(Date.now() / HOUR_MS) % PLACES.length];
    document.documentElement.style.setProperty("--shift-x", x);
    document.documentElement.style.setProperty("--shift-y", y);
  }

  const start = () => setInterval(tick, TICK_MS);

  live.wall = { follow, start };
})((globalThis.dashboardLive ??= {}));

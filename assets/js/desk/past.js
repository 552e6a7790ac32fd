/** The time machine: the campaign's page as it was at any second, and played on from there. */
((live) => {
  "use strict";

  const KEEP_MS = 5_000;
  const LIFE_MS = 60_000;
  const BEHIND_MS = 2_000; // the server's newest numbers are not newer than that
  const FASTEST = 60;

  let machine = null;

  /** The bar has come on the page, or has gone with it. */
  function look() {
    const node = document.getElementById("time-bar");
    if (node === (machine?.node ?? null)) return;
    machine?.end();
    machine = node && { node, end: () => null }; // should it not come to life, it is not tried for ever
    document.body.toggleAttribute("data-past", node !== null);
    live.freshness.tick();
    machine = node && make(node);
  }

  function make(node) {
    const bar = live.pastBar.make(node, { step, seek, turn, hurry, local });
    const base = `/past/campaigns/${node.dataset.campaign}`;
    const here = location.pathname;
    let life = null;
    let heard = { now: 0, at: 0 };
    let known = {};
    let shown = null; // the frame on show
    let frames = []; // those after it, while it plays
    let speed = FASTEST;
    let isPlaying = false;
    let isAsking = false;
    let isGone = false;
    let goal = null; // where to go as soon as the last answer is there
    let run = 0; // what was asked for before somebody went elsewhere is not taken any more
    let timer = null;
    let keptAt = -KEEP_MS;
    begin();

    function end() {
      isGone = true;
      pause();
      bar.end();
      live.clock.stand(null);
      live.paint.forget();
    }

    /** The newest moment that there is, as far as is known here. */
    const newest = () => heard.now + Math.max(0, performance.now() - heard.at - BEHIND_MS);

    function hear(now) {
      heard = { now: Date.parse(now), at: performance.now() };
      if (life && heard.now - life.until > LIFE_MS) readLife();
    }

    async function begin() {
      bar.say(bar.texts.loading);
      if (!(await readLife())) return;
      const at = live.replay.asked(location.search);
      if (at === null) seek(live.replay.first(life));
      else if (Number.isNaN(at)) seek(live.replay.first(life), bar.texts.unreadable);
      else seek(at);
    }

    async function readLife() {
      if (life) life = { ...life, until: heard.now }; // asked for once
      const { status, body } = await live.call.get(`${base}/life`);
      if (isGone) return false;
      if (status !== 200) return fail(status, body);
      life = live.replay.lifeOf(body);
      hear(body.until);
      bar.span(life, life.until);
      return true;
    }

    /** Goes to a moment; while an answer is under way, only the last one asked for counts. */
    async function seek(ms, said = "") {
      if (life === null) return;
      halt();
      const found = live.replay.within(ms, life.began, newest());
      goal = { ms: found.ms, said: said || { "": "", ahead: bar.texts.ahead, early: bar.texts.early }[found.outside] };
      if (isAsking) return;
      while (goal !== null && !isGone) {
        const next = goal;
        goal = null;
        const found = await ask(next.ms, 1, 1);
        if (found?.length && goal === null) arrive(found[0], next.said);
      }
    }

    function arrive(frame, said) {
      if (typeof said === "string") bar.say(said);
      else bar.say(said.text, said.label, said.deed);
      show(frame);
      keep();
      requestAnimationFrame(() => isGone || bar.tell());
    }

    function step(seconds) {
      if (shown) seek((goal?.ms ?? shown.ms) + seconds * 1_000);
    }

    /** A time that somebody typed, as a clock in the campaign's zone would show it. */
    async function local(text) {
      halt();
      const { status, body } = await live.call.get(`${base}/instants?local=${encodeURIComponent(text)}`);
      if (isGone) return;
      if (status !== 200) return fail(status, body);
      const time = text.slice(11);
      const [one, other] = body.instants.map((at) => Date.parse(at));
      if (one === undefined) seek(Date.parse(body.first), bar.texts.gap.replace("{time}", time));
      else seek(one, other && { text: bar.texts.twice.replace("{time}", time), label: bar.texts.second, deed: () => seek(other) });
    }

    function turn() {
      if (isPlaying) pause();
      else play();
    }

    function hurry(next) {
      speed = next;
      if (isPlaying) play();
    }

    function play() {
      if (shown === null) return;
      halt();
      bar.say("");
      isPlaying = true;
      bar.playing(true);
      tick();
    }

    /** One picture on, if it is there. A page that nobody sees stands still. */
    function tick() {
      timer = setTimeout(tick, live.replay.SPEEDS[speed].everyMs);
      if (document.hidden) return;
      const next = frames.shift();
      if (next) show(next);
      if (performance.now() - keptAt > KEEP_MS) keep();
      if (live.replay.isOver(frames, shown.ms, speed, newest())) pause(bar.texts.end);
      else fill();
    }

    async function fill() {
      const from = live.replay.wanted(frames, shown.ms, speed, newest());
      if (from === null || isAsking) return;
      const { step: apart, count } = live.replay.SPEEDS[speed];
      const mine = run;
      const found = await ask(from, apart, count);
      if (found && mine === run && isPlaying) frames.push(...found);
      else if (goal !== null && !isGone) seek(goal.ms, goal.said); // asked for meanwhile
    }

    function pause(said = "") {
      const wasPlaying = isPlaying;
      halt();
      if (isGone || !wasPlaying) return;
      keep();
      bar.say(said);
      bar.tell();
    }

    function halt() {
      run += 1;
      clearTimeout(timer);
      frames = [];
      isPlaying = false;
      bar.playing(false);
    }

    /** The frames from a moment on; null where there are none to be had. */
    async function ask(ms, apart, count) {
      isAsking = true;
      const query = new URLSearchParams({ at: live.replay.iso(ms), step: apart, count, lang: live.texts.language() });
      const { status, body } = await live.call.get(`${base}?${query}`);
      isAsking = false;
      if (isGone) return null;
      if (status !== 200) return fail(status, body);
      hear(body.now);
      return live.replay.framesOf(body);
    }

    function fail(status, body) {
      pause();
      node.removeAttribute("data-loading");
      if (status === 401) live.session.look();
      if (status === 404) none();
      else bar.say(bar.texts.failed.replace("{reason}", body.detail ?? bar.texts.offline));
      return null;
    }

    /** There is no such campaign. */
    function none() {
      node.hidden = true;
      document.getElementById("campaign").hidden = true;
      document.getElementById("campaign-none").hidden = false;
    }

    function show(frame) {
      known = live.replay.known(known, frame);
      shown = frame;
      live.paint.show(known, frame.set);
      live.clock.stand(Date.parse(frame.as_of));
      bar.show(frame);
      if (frame.as_of !== frame.at) bar.say(bar.texts.minutes);
      requestAnimationFrame(() => node.removeAttribute("data-loading"));
    }

    /** The address says what is shown, so that it can be given to a colleague. */
    function keep() {
      keptAt = performance.now();
      if (location.pathname !== here || shown === null) return;
      const search = live.replay.address(location.search, shown.ms);
      if (search !== location.search) history.replaceState(history.state, "", `${location.pathname}${search}`);
    }

    return { node, end };
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.past = { start };
})((globalThis.dashboardLive ??= {}));

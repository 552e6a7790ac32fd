/** What changed since somebody last looked. Each page says now and then that somebody looks. */
((live) => {
  "use strict";

  const EVERY_MS = 300_000; // less than what the server takes for being away
  const PATH = "/api/v1/handover";
  const MOST_CAMPAIGNS = 5;

  let since; // when they went; null where there is nothing to be told, undefined before it is known

  async function look(given = {}) {
    if (document.hidden || !isSomebody()) return;
    const { status, body } = await live.call.send("POST", PATH, given);
    if (status !== 200) return;
    since = body.since;
    place();
  }

  /** Walls and the sign-in are no people who look. */
  const isSomebody = () => /^\/(?!wall|login)/.test(location.pathname);

  function place() {
    const node = document.getElementById("handover");
    if (node === null || since === undefined || node.dataset.told === String(since)) return;
    node.dataset.told = String(since);
    node.hidden = since === null;
    if (since !== null) fill(node, JSON.parse(node.dataset.texts));
  }

  async function fill(node, texts) {
    const parts = node.querySelector(".handover-parts");
    const { status, body } = await live.call.get(`${PATH}?since=${encodeURIComponent(since)}`);
    const groups = status === 200 ? told(body, texts) : [{ title: "", lines: [], none: texts.failed }];
    parts.replaceChildren(...groups.map(group));
    node.querySelector(".handover-age").textContent = clockOf(body.since ?? since);
    node.querySelector(".handover-seen").onclick = () => look({ seen: true });
  }

  /** `Mon, 23 Nov, 19:42`, by this browser's own clock. */
  function clockOf(moment) {
    const parts = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    return new Date(moment).toLocaleString(live.texts.language(), parts);
  }

  /** The three groups of lines: a title, what each line says and where it leads, or that none is. */
  function told({ campaigns, alerts, shifts }, texts) {
    const count = live.formats.count;
    return [
      {
        title: texts.campaigns,
        lines: campaigns.slice(0, MOST_CAMPAIGNS).map((one) => line(one, one.word, one.status)),
        none: texts.noCampaigns,
      },
      {
        title: filled(texts.alerts, { fired: count(alerts.fired), resolved: count(alerts.resolved) }),
        lines: alerts.worst.map((one) =>
          line(one, `${one.headline} (${one.resolved_at ? texts.over : texts.open})`, one.severity),
        ),
        none: texts.noAlerts,
      },
      {
        title: texts.shifts,
        lines: shifts.map((one) => line(one, `${one.label} ${filled(texts.shift, rates(one))}`, "shift")),
        none: texts.noShifts,
      },
    ];
  }

  const line = (one, text, kind) => ({
    href: `/campaigns/${one.campaign_id}`,
    campaign: one.campaign,
    text,
    kind,
  });

  const rates = ({ before, after }) => ({ before: fraction(before), after: fraction(after) });

  function fraction({ value, numerator, denominator }) {
    const { rate, count } = live.formats;
    return `${rate(value)} (${count(numerator)} / ${count(denominator)})`;
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function group({ title, lines, none }) {
    const section = made("div", "handover-part");
    section.append(made("h3", "", title));
    if (lines.length === 0) section.append(made("p", "handover-none", none));
    else section.append(listed(lines));
    return section;
  }

  function listed(lines) {
    const list = made("ul", "");
    for (const { href, campaign, text, kind } of lines) {
      const item = made("li", "");
      const link = made("a", "", campaign);
      link.href = href;
      item.dataset.kind = kind;
      item.append(link, made("span", "", text));
      list.append(item);
    }
    return list;
  }

  function made(tag, name, text = "") {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = text;
    return node;
  }

  function start() {
    new MutationObserver(place).observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener("visibilitychange", () => look());
    setInterval(look, EVERY_MS);
    look();
  }

  live.handover = { start, told };
})((globalThis.dashboardLive ??= {}));

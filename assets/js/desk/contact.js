/** The page of one contact: read anew when its campaign has changed, every 2 s at most. */
((live) => {
  "use strict";

  const FRESH_MS = 2_000;
  const STEP = 100;

  let page = null;

  function look() {
    const node = document.getElementById("contact");
    if (node === (page?.node ?? null)) return;
    page?.end();
    page = node && make(node);
  }

  function make(node) {
    const texts = JSON.parse(node.dataset.texts);
    const states = JSON.parse(node.dataset.states);
    const more = node.querySelector(".contact-more");
    const message = node.querySelector(".contact-message");
    let limit = STEP;
    let readAt = -Infinity;
    let timer = null;
    let isGone = false;

    const marked = new MutationObserver(change);
    marked.observe(node, { attributeFilter: ["data-mark", "data-zone"] });
    document.addEventListener("visibilitychange", change);
    more.addEventListener("click", showMore);
    node.addEventListener("deed:done", done);
    more.hidden = true;
    message.textContent = texts.loading;
    change();

    function end() {
      isGone = true;
      clearTimeout(timer);
      hide();
      marked.disconnect();
      document.removeEventListener("visibilitychange", change);
    }

    /** A number was told, or the person was erased. */
    function done({ detail }) {
      if (detail.body.phone !== undefined) tell(detail.body.phone);
      else read();
    }

    const hide = () => live.reveal.hide();

    function tell(phone) {
      live.reveal.show(node.querySelector(".contact-revealed"), phone, texts.shown);
    }

    function change() {
      if (timer !== null || document.hidden) return;
      timer = setTimeout(read, Math.max(0, readAt + FRESH_MS - performance.now()));
    }

    function showMore() {
      limit = Math.min(limit + STEP, 1_000);
      read();
    }

    async function read() {
      clearTimeout(timer);
      timer = null;
      readAt = performance.now();
      const answer = await fetch(`/api/v1/contacts/${node.dataset.contact}?limit=${limit}`).catch(() => null);
      const body = await answer?.json().catch(() => null);
      if (isGone) return;
      if (answer?.status === 404) return missing();
      if (!answer?.ok || !body) return fail(body?.detail ?? texts.offline);
      if (String(body.contact.campaign_id) !== node.dataset.campaign) return missing();
      show(body);
    }

    function missing() {
      document.getElementById("contact-none").hidden = false;
      node.hidden = true;
    }

    function fail(reason) {
      message.textContent = texts.failed.replace("{reason}", reason);
    }

    function show({ contact, history, next_before: next, gone_before: gone }) {
      const { zone } = node.dataset;
      document.getElementById("contact-none").hidden = true;
      node.hidden = false;
      message.textContent = gone === null ? "" : texts.gone.replace("{day}", day(gone, zone));
      node.querySelector(".contact-zone").textContent = zone && texts.zone.replace("{zone}", zone);
      node.querySelector(".contact-name").textContent = contact.name?.trim() || texts.noName;
      for (const [key, content] of Object.entries(facts(contact, zone))) put(node.querySelector(`[data-fact="${key}"]`), content);
      offer(".contact-reveal", contact.phone);
      offer(".contact-erase", contact.phone || contact.name || contact.external_id);
      node.querySelector(".timeline").replaceChildren(...history.map((move, i) => entry(move, history[i - 1], contact, zone)));
      more.hidden = next === null || limit >= 1_000;
    }

    const day = (iso, zone) => live.contactWords.moment(iso, zone, { timeStyle: undefined });

    /** What there is nothing for is not offered. */
    function offer(selector, subject) {
      const button = node.querySelector(selector);
      if (button) button.hidden = !subject;
    }

    const facts = (contact, zone) => ({
      phone: contact.phone,
      state: live.contactWords.mark(contact.state, states),
      since: live.contactWords.since(contact.state_since),
      attempts: live.contactWords.number(contact.attempts),
      operator: contact.operator,
      retry_at: live.contactWords.moment(contact.retry_at, zone),
      reason: contact.reason,
      external_id: contact.external_id,
    });

    function put(place, content) {
      place.toggleAttribute("data-none", !content);
      live.contactWords.put(place, content || texts.none);
    }

    /** One move: the state it led to, when, for how long, and what is known of it. */
    function entry(move, later, contact, zone) {
      const head = element("div", "timeline-head", [name(move), lasted(move, later, contact)]);
      const when = element("time", "", [live.contactWords.moment(move.at, zone)]);
      when.dateTime = move.at;
      const lines = [head, element("p", "timeline-facts", told(move)), ...warned(move)];
      const item = element("li", "", [when, element("div", "", lines)]);
      item.dataset.verdict = move.verdict;
      return item;
    }

    const name = ({ to_state: state }) =>
      state === null ? element("span", "state-mark tone-withdrawn", [texts.deleted]) : live.contactWords.mark(state, states);

    function lasted(move, later, contact) {
      if (!later && move.to_state === contact.state) return live.contactWords.since(contact.state_since);
      const seconds = later?.dwell_seconds ?? null;
      return element("span", "timeline-length", [seconds === null ? "" : live.formats.length(seconds * 1_000)]);
    }

    function told(move) {
      const who = move.operation_id === null ? texts.dialer : texts.operation.replace("{id}", move.operation_id);
      const facts = [
        move.attempt > 0 && texts.attempt.replace("{n}", move.attempt),
        move.operator && texts.operator.replace("{name}", move.operator),
        who,
        move.reason,
      ];
      return [facts.filter(Boolean).join(" · ")];
    }

    function warned({ verdict, from_state: from }) {
      if (verdict === "expected") return [];
      const label = states[from]?.label ?? from;
      const unexpected = from === null ? texts.loaded : texts.unexpected.replace("{from}", label);
      return [element("p", "timeline-verdict", [verdict === "unexpected" ? unexpected : texts.tolerated])];
    }

    return { node, end };
  }

  function element(tag, className, children) {
    const node = document.createElement(tag);
    node.className = className;
    node.append(...children);
    return node;
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.contact = { start };
})((globalThis.dashboardLive ??= {}));

/** The page of who has access: lists of the API, a deed for each row, a secret shown once. */
((live) => {
  "use strict";

  const LISTS = ["users", "tokens", "walls"];

  let page = null;

  function look() {
    const node = document.getElementById("access");
    if (node === (page?.node ?? null)) return;
    page = node && make(node);
  }

  function make(node) {
    const words = Object.fromEntries(["texts", "roles", "deeds"].map((name) => [name, JSON.parse(node.dataset[name])]));
    const { texts } = words;
    const inside = (selector) => node.querySelector(selector);

    node.addEventListener("deed:done", (event) => {
      reveal(event.detail.body);
      load();
    });
    inside(".access-again").addEventListener("click", load);
    inside(".access-copy").addEventListener("click", copy);
    say("loading", texts.loading);
    load();

    async function load() {
      const answers = await Promise.all(LISTS.map((name) => ask(`/api/v1/${name}`)));
      const wrong = answers.find(({ status }) => status !== 200);
      if (wrong) return say("failed", live.accessWords.filled(texts.failed, { reason: wrong.body.detail ?? texts.offline }));
      LISTS.forEach((name, at) => show(name, answers[at].body[name]));
      return say("ready", "");
    }

    function show(name, rows) {
      const place = inside(`[data-list="${name}"]`);
      const none = place.querySelector(".access-none");
      place.querySelector(".access-list").replaceChildren(...rows.map((row) => live.accessWords.line(name, row, words)));
      none.hidden = rows.length > 0;
      none.textContent = texts[`${name}.none`];
    }

    function say(state, message) {
      node.dataset.state = state;
      inside(".access-message").textContent = message;
      inside(".access-again").hidden = state !== "failed";
    }

    /** A secret stands there until the page is left: it cannot be had again. */
    function reveal({ secret, path }) {
      if (!secret) return;
      const text = inside(".access-secret-text");
      inside(".access-secret-about").textContent = path ? texts.wall : texts.token;
      text.textContent = path ? `${location.origin}${path}` : secret;
      inside(".access-secret").hidden = false;
      text.focus();
    }

    async function copy(event) {
      const button = event.currentTarget;
      await navigator.clipboard?.writeText(inside(".access-secret-text").textContent);
      button.textContent = texts.copied;
    }

    return { node };
  }

  async function ask(path) {
    try {
      const answer = await fetch(path);
      return { status: answer.status, body: await answer.json() };
    } catch {
      return { status: 0, body: {} };
    }
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  live.access = { start };
})((globalThis.dashboardLive ??= {}));

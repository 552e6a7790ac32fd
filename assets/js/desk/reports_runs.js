/** Reports that are on their way: begun, followed, stopped. */
((live) => {
  "use strict";

  const LOOK_MS = 700;
  const PATIENCE_LOOKS = 12;
  const RUNS = "/api/v1/reports/runs";

  const element = (name, properties = {}, ...children) => live.deedFields.element(name, properties, ...children);

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** What a run is said to be. Pure. */
  function sentence(run, texts, titles) {
    const text = { running: texts.writing, done: texts.done, stopped: texts.stopped }[run.state] ?? texts.broken;
    const what = filled(text, {
      report: titles[run.kind] ?? run.kind,
      format: run.format.toUpperCase(),
      n: live.formats.count(run.rows),
      reason: run.reason ?? "",
    }).trim();
    return run.own ? what : filled(texts.whose, { who: run.who, what });
  }

  /** Those that are worth a line: what runs, and the last one of one's own. Pure. */
  function shown(runs) {
    const last = runs.find(({ own }) => own);
    return runs.filter((run) => run.state === "running" || run === last);
  }

  /** Follows the runs on a page; `say(text)` tells what has no line of its own. */
  function make(node, texts, titles, say) {
    const list = node.querySelector(".reports-runs");
    let timer = null;
    let awaited = null; // a run that was begun, and how often it may still be missing
    let isOver = false;

    /** Has the browser take a report along. */
    async function begin(path, query) {
      say("");
      const { status, body } = await live.call.get(RUNS);
      if (status !== 200) return say(filled(texts.unbegun, { reason: body.detail ?? texts.offline }));
      if (body.runs.some(({ own, state }) => own && state === "running")) return say(texts.busy);
      const id = live.call.newKey();
      awaited = { id, looks: PATIENCE_LOOKS };
      follow(`${path}${query}&run=${id}`);
      return look();
    }

    async function look() {
      clearTimeout(timer);
      const { status, body } = await live.call.get(RUNS);
      if (isOver) return;
      if (status === 200) draw(body.runs);
      const isRunning = status === 200 && body.runs.some(({ state }) => state === "running");
      if (isRunning || awaited) timer = setTimeout(look, LOOK_MS);
    }

    function draw(runs) {
      if (awaited) missed(runs);
      const lines = shown(runs);
      list.hidden = lines.length === 0;
      reconcile(lines);
    }

    /** A run that never comes was refused, and the browser says nothing of it. */
    function missed(runs) {
      awaited.looks -= 1;
      if (runs.some(({ id }) => id === awaited.id)) awaited = null;
      else if (awaited.looks === 0) {
        awaited = null;
        say(filled(texts.unbegun, { reason: texts.silent }));
      }
    }

    /** A line keeps its button, so that nobody loses the focus. */
    function reconcile(lines) {
      const known = new Map([...list.children].map((line) => [line.dataset.run, line]));
      for (const run of lines) {
        const line = known.get(run.id) ?? made(run);
        known.delete(run.id);
        line.dataset.state = run.state;
        line.querySelector(".reports-run-said").textContent = sentence(run, texts, titles);
        line.querySelector("button").hidden = run.state !== "running";
        if (!line.isConnected) list.append(line);
      }
      for (const line of known.values()) line.remove();
    }

    function made(run) {
      const button = element("button", { type: "button", className: "quiet", textContent: texts.stop });
      button.setAttribute("aria-label", filled(texts.stopOf, { report: titles[run.kind] ?? run.kind }));
      button.addEventListener("click", () => stop(run.id, button));
      const line = element("li", {}, element("span", { className: "reports-run-said" }), button);
      line.dataset.run = run.id;
      return line;
    }

    async function stop(id, button) {
      button.disabled = true;
      const { status, body } = await live.call.send("DELETE", `${RUNS}/${id}`, {}, live.call.newKey());
      button.disabled = false;
      if (status !== 200) say(filled(texts.unstopped, { reason: body.detail ?? texts.offline }));
      return look();
    }

    function end() {
      isOver = true;
      clearTimeout(timer);
    }

    look();
    return { begin, end };
  }

  /** The browser streams what a link leads to into a file, and stays on the page. */
  function follow(href) {
    const link = element("a", { href, download: "" });
    document.body.append(link);
    link.click();
    link.remove();
  }

  live.reportsRuns = { make, sentence, shown };
})((globalThis.dashboardLive ??= {}));

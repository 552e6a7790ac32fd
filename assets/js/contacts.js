/** The table of contacts: loaded when it comes into sight, fresh while it is seen. */
((live) => {
  "use strict";

  const NEAR = "0px"; // no sooner: the grid weighs as much as all the rest of the page
  const BLOCK = 100;
  const FRESH_MS = 2_000;
  const SHARE = 10; // a refresh takes a tenth of the time at most
  const SLOW_MS = 4_000;

  let table = null;

  /** How long to wait after a load that began at `began` and took `took`. */
  const wait = (began, took, now) => Math.max(0, began + Math.max(FRESH_MS, took * SHARE) - now);

  /** A card has come on the page, or has gone with it. */
  function look() {
    const card = document.getElementById("contacts");
    if (card === (table?.card ?? null)) return;
    table?.end();
    table = card && make(card);
  }

  function make(card) {
    const texts = JSON.parse(card.dataset.texts);
    const states = JSON.parse(card.dataset.states);
    const codes = Object.keys(states);
    const place = card.querySelector(".contacts-grid");
    const message = card.querySelector(".contacts-message");
    const again = card.querySelector(".contacts-again");
    const here = location.pathname;
    const beside = live.contactsFilter.beside(location.search);
    let filter = live.contactsFilter.read(location.search, codes);
    let blocks = null;
    let sorted = null;
    let api = null;
    let isSeen = false;
    let isStale = false;
    let timer = null;
    let run = 0; // what was asked for with another filter is not taken any more
    let found = { matches: null, loaded: 0, isAll: false };
    let lastLoad = { began: -Infinity, took: 0 };
    let loads = 0; // under way

    const bar = live.contactsBar.make(card, texts, choose);
    bar.show(filter);
    const choice = live.contactsChoice.make(card, () => ({ filter, matches: known() }));
    const seen = new IntersectionObserver(see, { rootMargin: NEAR });
    seen.observe(card);
    const marked = new MutationObserver(change);
    marked.observe(card, { attributeFilter: ["data-mark"] });
    document.addEventListener("visibilitychange", change);
    again.addEventListener("click", retry);
    if (location.hash === "#contacts") card.scrollIntoView();

    function end() {
      run += 1;
      clearTimeout(timer);
      seen.disconnect();
      marked.disconnect();
      document.removeEventListener("visibilitychange", change);
    }

    function see(entries) {
      isSeen = entries.at(-1).isIntersecting;
      if (isSeen && api === null) begin();
      else if (isSeen) schedule();
    }

    async function begin() {
      api = false;
      say("loading", texts.loading);
      try {
        await live.contactsGrid.load(card.dataset.script);
        api = await live.contactsGrid.put(place, context(), filter.sort);
        choice?.attach(api);
      } catch {
        api = null;
        return fail(texts.offline);
      }
      return restart();
    }

    const context = () => ({
      states,
      texts,
      zone: () => card.dataset.zone,
      isChoosing: choice !== null,
      addressOf: (id) => `/campaigns/${card.dataset.campaign}/contacts/${id}`,
    });

    /** Somebody has chosen another filter in the bar. */
    function choose(next) {
      filter = next;
      keep();
      restart();
    }

    /** The address says what is shown, so that it can be given to a colleague. */
    function keep() {
      if (location.pathname !== here) return;
      const search = live.contactsFilter.written(location.search, filter);
      history.replaceState(history.state, "", `${location.pathname}${search}#contacts`);
    }

    /** The address was changed elsewhere: by a link of this page, or on the way back. */
    function follow() {
      const next = live.contactsFilter.read(location.search, codes);
      if (JSON.stringify(next) === JSON.stringify(filter)) return;
      filter = next;
      bar.show(filter);
      if (api) live.contactsGrid.sortBy(api, filter.sort);
      restart();
    }

    /** Whether the address asks for nothing but this page, be it with another filter. */
    const isHere = () => location.pathname === here && live.contactsFilter.beside(location.search) === beside;

    function restart() {
      run += 1;
      sorted = null;
      found = { matches: null, loaded: 0, isAll: false };
      choice?.clear(); // nobody removes what is not shown
      count();
      if (!api) return;
      say("loading", texts.loading);
      api.setGridOption("datasource", { getRows });
    }

    function retry() {
      if (api) restart();
      else begin();
    }

    async function getRows({ startRow, sortModel, successCallback, failCallback }) {
      const sort = live.contactsGrid.sortOf(sortModel);
      if (sort !== sorted) resort(sort);
      const mine = run;
      const began = performance.now();
      const tell = (rows) => mine === run && searching(rows + startRow, began);
      loads += 1;
      try {
        const { rows, isLast, matches } = await blocks.load(startRow / BLOCK, tell);
        if (mine !== run) return failCallback();
        lastLoad = { began, took: performance.now() - began };
        const last = isLast ? startRow + rows.length : -1;
        successCallback(rows, last);
        grow(startRow + rows.length, isLast);
        return show(startRow + rows.length, isLast, matches);
      } catch (error) {
        failCallback();
        return mine === run && fail(error.message);
      } finally {
        loads -= 1;
        schedule();
      }
    }

    // A table whose end was known, and that goes on now.
    function grow(loaded, isLast) {
      if (!isLast && api.isLastRowIndexKnown()) api.setRowCount(Math.max(loaded + 1, api.getDisplayedRowCount()), false);
    }

    function resort(sort) {
      run += 1;
      sorted = sort;
      if (sort !== filter.sort) {
        filter = { ...filter, sort };
        keep();
      }
      blocks = live.contactsBlocks.make(ask, BLOCK);
    }

    async function ask(cursor, limit) {
      const query = live.contactsFilter.query(filter, limit, cursor);
      const address = `/api/v1/campaigns/${card.dataset.campaign}/contacts${query}`;
      const answer = await fetch(address).catch(() => null);
      if (answer === null) throw new Error(texts.offline);
      const body = await answer.json().catch(() => ({ detail: answer.statusText }));
      if (!answer.ok) throw new Error(body.detail);
      return body;
    }

    function searching(rows, began) {
      const isSlow = performance.now() - began > SLOW_MS;
      const text = isSlow ? texts.slow : texts.searching;
      if (found.loaded === 0) say("loading", filled(text, rows));
      return !document.hidden || !isSlow;
    }

    function show(loaded, isAll, matches) {
      found = { matches, loaded: isAll ? loaded : Math.max(loaded, found.loaded), isAll };
      count();
      if (loaded > 0) return say("ready", "");
      return say("none", live.contactsFilter.isEmpty(filter) ? texts.empty : texts.none);
    }

    function fail(reason) {
      say("failed", texts.failed.replace("{reason}", reason));
    }

    function say(state, text) {
      card.dataset.state = state;
      if (message.textContent !== text) message.textContent = text;
      again.hidden = state !== "failed";
    }

    /** How many fit: known from the numbers of the states, or from a search that saw them all. */
    function count() {
      const node = card.querySelector(".contacts-count");
      const text = counted(total());
      if (node.textContent !== text) node.textContent = text;
      choice?.say();
    }

    /** How many fit; null where that is not known. */
    function known() {
      return total() ?? (found.isAll ? found.loaded : null);
    }

    function counted(all) {
      if (all !== null) return filled(texts.count, all);
      if (found.loaded === 0) return "";
      return filled(found.isAll ? texts.count : texts.more, found.loaded);
    }

    function total() {
      if (!live.contactsFilter.isOfStates(filter)) return found.matches;
      const wanted = filter.state.length > 0 ? filter.state : codes;
      const numbers = wanted.map((code) => document.getElementById(`count-${code}`)?.dataset.value);
      return numbers.some((value) => !value) ? null : numbers.reduce((sum, value) => sum + Number(value), 0);
    }

    const filled = (text, n) => text.replace("{n}", live.contactWords.number(n));

    /** The campaign has changed: the rows are read anew, if somebody sees them. */
    function change() {
      isStale = true;
      count();
      schedule();
    }

    function schedule() {
      if (!api || !isStale || !isSeen || loads > 0 || document.hidden || timer !== null) return;
      timer = setTimeout(refresh, wait(lastLoad.began, lastLoad.took, performance.now()));
    }

    function refresh() {
      timer = null;
      if (!isSeen || loads > 0 || document.hidden || card.dataset.state === "failed") return;
      isStale = false;
      lastLoad = { ...lastLoad, began: performance.now() };
      api.refreshInfiniteCache();
    }

    return { card, end, follow, isHere };
  }

  /** A link to this page with another filter: nothing of the page is made anew for it. */
  function click(event) {
    const link = event.target.closest?.("a[href]");
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || table === null || link.target) return;
    if (link.pathname !== location.pathname || link.hash !== "#contacts") return;
    event.preventDefault();
    event.stopPropagation();
    if (link.href !== location.href) history.pushState(history.state, "", link.href);
    table.follow();
    table.card.scrollIntoView({ block: "start" });
  }

  // Back and forward between filters of a page: Dash would make the whole page anew.
  function travel(event) {
    if (!table?.card.isConnected || !table.isHere()) return;
    event.stopImmediatePropagation();
    table.follow();
  }

  function openLink(event) {
    const link = event.target.closest?.(".contacts-cell a[href]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    live.contactsGrid.open(link.getAttribute("href"));
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener("click", click, { capture: true });
    document.addEventListener("click", openLink);
    addEventListener("popstate", travel, { capture: true });
  }

  live.contacts = { wait, start };
})((globalThis.dashboardLive ??= {}));

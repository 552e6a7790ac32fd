/** Which contacts are chosen: it outlives scrolling and live updates, and leads to their removal. */
((live) => {
  "use strict";

  // What somebody did. All else is the grid's own: it forgets rows that are scrolled away.
  const BY_HAND = ["checkboxSelected", "rowClicked", "spaceKey"];

  /**
   * The line of a card: `shown()` gives the filter and how many fit, null where that is not known.
   */
  function make(card, shown) {
    const line = card.querySelector(".contacts-choices");
    if (line === null) return null;
    const words = JSON.parse(line.dataset.words);
    const deed = JSON.parse(line.dataset.removal);
    const button = line.querySelector(".chosen-remove");
    const none = line.querySelector(".chosen-none");
    const chosen = new Set();
    let api = null;

    button.addEventListener("click", remove);
    button.addEventListener("deed:done", clear);
    none.addEventListener("click", () => {
      clear();
      button.focus();
    });

    /** The grid is there. */
    function attach(grid) {
      api = grid;
      api.addEventListener("rowSelected", ({ node, source }) => BY_HAND.includes(source) && note(node));
      api.addEventListener("modelUpdated", restore);
      say();
    }

    function note(node) {
      if (node.isSelected()) chosen.add(node.data.id);
      else chosen.delete(node.data.id);
      say();
    }

    /** Rows that come back are as they were chosen. */
    function restore() {
      api.forEachNode((node) => {
        const isChosen = node.data !== undefined && chosen.has(node.data.id);
        if (node.data !== undefined && node.isSelected() !== isChosen) node.setSelected(isChosen, false, "api");
      });
    }

    function clear() {
      chosen.clear();
      if (api) restore();
      say();
    }

    /** What is chosen, and what the button would do with it. */
    function say() {
      put(line.querySelector(".chosen-said"), chosen.size > 0 ? live.deedWords.counted(words.chosen, chosen.size) : "");
      put(button, label());
      none.hidden = chosen.size === 0;
      button.disabled = chosen.size === 0 && shown().matches === 0;
    }

    function label() {
      const { matches } = shown();
      if (chosen.size > 0) return live.deedWords.counted(words.removeChosen, chosen.size);
      return matches === null ? words.removeMatching : live.deedWords.counted(words.removeAll, matches);
    }

    function remove() {
      live.deedDialog.open(deed, button, chosen.size > 0 ? ofChosen() : ofFilter(shown().filter));
    }

    function ofChosen() {
      const about = live.deedWords.counted(words.aboutChosen, chosen.size);
      return { about, body: { contact_ids: [...chosen].sort((a, b) => a - b) } };
    }

    /** Many at once, and not those that one has seen: the name has to be typed. */
    function ofFilter(filter) {
      const given = live.contactsFilter.given(filter);
      const said = Object.entries(given).map(([name, value]) => `${words[name]} ${spoken(name, value)}`);
      const about = said.length > 0 ? words.aboutMatching.replace("{filter}", said.join(", ")) : words.aboutAll;
      return { about, body: { filter: given }, confirm: true };
    }

    function spoken(name, value) {
      if (name === "state") return value.split(",").map((code) => live.contactWords.mark(code, states()).textContent).join(", ");
      return name.endsWith("dwell") ? live.contactsFilter.spelled(value) : `“${value}”`;
    }

    const states = () => JSON.parse(card.dataset.states);

    return { attach, clear, say };
  }

  function put(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  live.contactsChoice = { make };
})((globalThis.dashboardLive ??= {}));

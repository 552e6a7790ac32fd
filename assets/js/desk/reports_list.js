/** A list to choose several of, behind a button that says which: campaigns, states. */
((live) => {
  "use strict";

  const MOST_SHOWN = 100;

  const element = (name, properties = {}, ...children) => live.deedFields.element(name, properties, ...children);

  /**
   * Makes one. `label` is that of the field; `words` say what all of it, so many, and none are called;
   * `find` is the hint of a search, where there is one. `change(values)` is called with what is chosen.
   */
  function make({ name, label, words, find, change }) {
    const chosenText = element("span", { className: "reports-chosen" });
    const summary = element("summary", {}, chosenText);
    const search = find && element("input", { type: "search", placeholder: find, autocomplete: "off", spellcheck: false });
    search?.setAttribute("aria-label", find);
    const all = choice("", words.all);
    const list = element("div", { className: "reports-options" });
    const none = element("p", { className: "reports-no-option", hidden: true });
    const box = element("div", {}, ...(search ? [search] : []), all, list, none);
    const node = element("details", { className: "reports-list" }, summary, box);
    let options = [];
    let chosen = [];

    search?.addEventListener("input", draw);
    box.addEventListener("change", ({ target }) => target.type === "checkbox" && choose(target));
    node.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
    node.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !node.contains(relatedTarget) && close());
    node.addEventListener("toggle", () => node.open && search?.focus());
    document.addEventListener("pointerdown", ({ target }) => node.isConnected && !node.contains(target) && close());

    function choice(value, text, more = []) {
      const input = element("input", { type: "checkbox", name, value });
      return element("label", { className: "reports-option" }, input, element("span", { className: "reports-option-text" }, text, ...more));
    }

    function choose({ value, checked }) {
      if (value === "") chosen = [];
      else chosen = checked ? [...chosen, value] : chosen.filter((one) => one !== value);
      mark();
      change(chosen);
    }

    function close(isKept) {
      if (!node.open) return;
      node.open = false;
      if (isKept) summary.focus();
    }

    /** The options that fit what is searched, those that are chosen first. */
    function draw() {
      const wanted = (search?.value ?? "").trim().toLowerCase();
      const fits = ({ value, text }) => chosen.includes(value) || text.toLowerCase().includes(wanted) || value === wanted;
      const found = options.filter(fits).slice(0, MOST_SHOWN + chosen.length);
      list.replaceChildren(...found.map(({ value, text, mark: mark_ }) => choice(value, text, mark_ ? [mark_()] : [])));
      none.hidden = found.length > 0;
      none.textContent = options.length ? words.notFound : words.nothing;
      mark();
    }

    function mark() {
      for (const input of box.querySelectorAll("input[type=checkbox]")) {
        input.checked = input.value ? chosen.includes(input.value) : chosen.length === 0;
      }
      const text = spoken();
      chosenText.textContent = text;
      summary.setAttribute("aria-label", `${label}: ${text}`);
    }

    function spoken() {
      if (chosen.length === 0) return words.all;
      if (chosen.length > 1) return words.many.replace("{n}", chosen.length);
      return options.find(({ value }) => value === chosen[0])?.text ?? words.unknown.replace("{id}", chosen[0]);
    }

    /** Shows what there is to choose. */
    function offer(next) {
      options = next;
      draw();
    }

    /** Shows what was chosen elsewhere. */
    function show(values) {
      chosen = [...values];
      draw();
    }

    return { node, offer, show, input: summary };
  }

  live.reportsList = { make };
})((globalThis.dashboardLive ??= {}));

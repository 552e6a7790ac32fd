/** The bar above the table of contacts: its inputs, and what is chosen in them. */
((live) => {
  "use strict";

  const TYPING_MS = 300;
  const LENGTHS = ["min_dwell", "max_dwell"];
  const WHOLES = ["min_attempts", "max_attempts"];

  /** Fills a bar with inputs; `change(filter)` is called when somebody has chosen something. */
  function make(card, texts, change) {
    const bar = card.querySelector(".contacts-bar");
    const inputs = [...bar.querySelectorAll(".contacts-field")].map(put);
    let filter = null;
    let timer = null;

    bar.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(choose, TYPING_MS);
    });
    bar.addEventListener("change", choose);
    bar.querySelector(".contacts-clear").addEventListener("click", clear);
    document.addEventListener("pointerdown", (event) => closeStates(event.target));
    bar.addEventListener("focusout", (event) => closeStates(event.relatedTarget ?? bar));
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeStates(document.body);
    });

    function choose() {
      clearTimeout(timer);
      const chosen = chosenIn(inputs, filter, texts);
      if (JSON.stringify(chosen) === JSON.stringify(filter)) return;
      filter = chosen;
      label();
      change(chosen);
    }

    function clear() {
      show({ ...blank(filter), sort: filter.sort });
      change(filter);
      inputs.find((input) => input.name === "q").focus();
    }

    /** Shows a filter that was chosen elsewhere. */
    function show(next) {
      filter = next;
      for (const input of inputs) fill(input, filter);
      label();
    }

    function label() {
      const { length } = filter.state;
      const only = bar.querySelector(`[value="${filter.state[0]}"]`)?.closest("label").textContent;
      const many = texts.states.replace("{n}", length);
      bar.querySelector(".contacts-chosen").textContent = [texts.allStates, only][length] ?? many;
      bar.querySelector(".contacts-clear").hidden = live.contactsFilter.isEmpty(filter);
    }

    function closeStates(target) {
      const states = bar.querySelector(".contacts-states");
      if (states.open && !states.contains(target)) states.open = false;
    }

    return { show };
  }

  function put(place) {
    const { name, type, choice, hint, label } = place.dataset;
    const input = document.createElement("input");
    Object.assign(input, { name, type, autocomplete: "off", spellcheck: false });
    if (type === "checkbox") input.value = choice;
    if (hint) input.placeholder = hint;
    if (label) input.setAttribute("aria-label", label);
    place.append(input);
    return input;
  }

  function fill(input, filter) {
    if (input.type === "checkbox") input.checked = filter.state.includes(input.value);
    else input.value = LENGTHS.includes(input.name) ? live.contactsFilter.spelled(filter[input.name]) : filter[input.name];
    complain(input, "");
  }

  const blank = (filter) =>
    Object.fromEntries(Object.keys(filter).map((name) => [name, name === "state" ? [] : ""]));

  function chosenIn(inputs, filter, texts) {
    const chosen = { ...filter, state: [] };
    for (const input of inputs) {
      if (input.type !== "checkbox") chosen[input.name] = written(input, filter, texts);
      else if (input.checked) chosen.state.push(input.value);
    }
    return chosen;
  }

  /** What an input says; what cannot be read changes nothing and is marked. */
  function written(input, filter, texts) {
    const text = input.value.trim();
    if (text === "") complain(input, "");
    else if (LENGTHS.includes(input.name)) return checked(input, live.contactsFilter.seconds(text), filter, texts.unreadable);
    else if (WHOLES.includes(input.name)) return checked(input, /^\d{1,6}$/.test(text) ? text : null, filter, texts.notWhole);
    return text;
  }

  function checked(input, value, filter, complaint) {
    complain(input, value === null ? complaint : "");
    return value ?? filter[input.name];
  }

  function complain(input, complaint) {
    input.setCustomValidity(complaint);
    input.title = complaint;
    input.setAttribute("aria-invalid", complaint !== "");
  }

  live.contactsBar = { make };
})((globalThis.dashboardLive ??= {}));

/** The bar above the audit: its inputs, and what is chosen in them. */
((live) => {
  "use strict";

  const TYPING_MS = 400;
  const WHOLES = ["campaign", "contact", "operation"];
  const MOMENTS = ["from", "to"];

  /** Fills a bar with inputs; `change(filter)` is called when somebody has chosen something. */
  function make(bar, change) {
    const inputs = [...bar.querySelectorAll(".audit-place")].map(put);
    const clear = bar.querySelector(".audit-clear");
    let filter = null;
    let zone = "UTC";
    let timer = null;

    bar.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(choose, TYPING_MS);
    });
    bar.addEventListener("change", choose);
    clear.addEventListener("click", () => {
      show(live.auditFilter.read(""), zone);
      change(filter);
      inputs[0].focus();
    });

    function choose() {
      clearTimeout(timer);
      const chosen = Object.fromEntries(inputs.map((input) => [input.name, written(input, filter, zone)]));
      if (JSON.stringify(chosen) === JSON.stringify(filter)) return;
      filter = chosen;
      clear.hidden = live.auditFilter.isEmpty(filter);
      change(filter);
    }

    /** Shows a filter that was chosen elsewhere, moments as a zone's clocks show them. */
    function show(next, nextZone) {
      filter = next;
      zone = nextZone;
      for (const input of inputs) fill(input, filter[input.name], zone);
      clear.hidden = live.auditFilter.isEmpty(filter);
    }

    return { show };
  }

  function put(place) {
    const { name, type, hint, options } = place.dataset;
    const input = document.createElement(options ? "select" : "input");
    if (options) for (const [value, label] of JSON.parse(options)) input.append(new Option(label, value));
    else Object.assign(input, { type, autocomplete: "off", spellcheck: false });
    if (WHOLES.includes(name)) input.inputMode = "numeric";
    if (hint) input.placeholder = hint;
    input.name = name;
    place.append(input);
    return input;
  }

  function fill(input, value, zone) {
    if (input.type === "checkbox") input.checked = value !== "";
    else if (MOMENTS.includes(input.name)) input.value = live.auditFilter.shown(value, zone);
    else input.value = value;
    input.setAttribute("aria-invalid", "false");
    // What somebody gave by address and the list has not got is asked for all the same.
    if (input.tagName === "SELECT" && input.value !== value) {
      input.append(new Option(value, value));
      input.value = value;
    }
  }

  /** What an input says; what cannot be read changes nothing and is marked. */
  function written(input, filter, zone) {
    if (input.type === "checkbox") return input.checked ? "1" : "";
    const text = input.value.trim();
    if (MOMENTS.includes(input.name)) return text && moment(input, filter, zone);
    if (!WHOLES.includes(input.name)) return text;
    const isRight = text === "" || /^\d{1,18}$/.test(text);
    input.setAttribute("aria-invalid", String(!isRight));
    return isRight ? text : filter[input.name];
  }

  /** Seconds that an address gave stay as long as nobody changes the minute. */
  function moment(input, filter, zone) {
    const before = filter[input.name];
    if (live.auditFilter.shown(before, zone) === input.value) return before;
    return live.auditFilter.instant(input.value, zone);
  }

  live.auditBar = { make };
})((globalThis.dashboardLive ??= {}));

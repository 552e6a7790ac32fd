/** The bar above the history: which span, and what to compare it with. */
((live) => {
  "use strict";

  const MOST = 500; // campaigns to choose from, the newest ones
  const OTHER = "campaign";

  /** Fills a bar with inputs; `change(choice)` is called when somebody has chosen something. */
  function make(bar, own, change) {
    const inputs = Object.fromEntries([...bar.querySelectorAll(".history-place")].map(put));
    const ranges = bar.querySelector(".history-ranges");
    let choice = null;
    let isListed = false;

    ranges.addEventListener("click", (event) => {
      const button = event.target.closest("[data-range]");
      if (button) choose({ ...choice, range: button.dataset.range });
    });
    for (const name of ["from", "to"]) {
      inputs[name].addEventListener("change", () => choose({ ...choice, [name]: inputs[name].value.slice(0, 16) }));
    }
    inputs.compare.addEventListener("change", compare);
    inputs.other.addEventListener("change", () => choose({ ...choice, compare: inputs.other.value }));

    function choose(next) {
      show(next);
      change(next);
    }

    /** Another campaign is chosen only when it is named. */
    function compare() {
      const { value } = inputs.compare;
      if (value !== OTHER) return choose({ ...choice, compare: value });
      inputs.other.value = "";
      offer(true);
      return list().then(() => inputs.other.focus());
    }

    function show(next) {
      choice = next;
      for (const button of ranges.children) {
        button.setAttribute("aria-pressed", String(button.dataset.range === choice.range));
      }
      bar.querySelector(".history-own").hidden = choice.range !== "own";
      for (const name of ["from", "to"]) inputs[name].value = choice[name];
      const isOther = /^\d+$/.test(choice.compare);
      inputs.compare.value = isOther ? OTHER : choice.compare;
      offer(isOther);
      if (isOther) list().then(() => name(choice.compare));
    }

    const offer = (isShown) => (inputs.other.closest("label").hidden = !isShown);

    /** The campaigns there are, once. */
    async function list() {
      if (isListed) return;
      const { status, body } = await live.call.get("/api/v1/campaigns");
      if (status !== 200 || isListed) return;
      isListed = true;
      const others = body.campaigns.filter(({ id }) => String(id) !== own).sort((a, b) => b.id - a.id);
      for (const { id, name: title } of others.slice(0, MOST)) {
        inputs.other.append(new Option(title?.trim() ? `${title} (${id})` : String(id), id));
      }
    }

    // What an address names and the list has not got is asked for all the same.
    function name(id) {
      if (![...inputs.other.options].some(({ value }) => value === id)) inputs.other.append(new Option(id, id));
      inputs.other.value = id;
    }

    return { show };
  }

  function put(place) {
    const { name, options } = place.dataset;
    const choices = JSON.parse(options);
    const input = document.createElement(choices.length > 0 ? "select" : "input");
    for (const [value, label] of choices) input.append(new Option(label, value));
    if (choices.length === 0) input.type = "datetime-local";
    input.name = name;
    place.append(input);
    return [name, input];
  }

  live.historyBar = { make };
})((globalThis.dashboardLive ??= {}));

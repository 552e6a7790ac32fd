/** The form of reports: its fields, what is chosen in them, and what is wrong with them. */
((live) => {
  "use strict";

  const TYPING_MS = 500;

  const element = (name, properties = {}, ...children) => live.deedFields.element(name, properties, ...children);

  /** Fills the places of a page; `change(wish)` is called when somebody has chosen something. */
  function make(node, texts, given, change) {
    const { known, states, languages } = given;
    const places = Object.fromEntries([...node.querySelectorAll(".reports-field")].map((place) => [place.dataset.field, place]));
    const lists = {
      campaign: live.reportsList.make({
        name: "campaign", label: texts.campaign, find: texts.find,
        words: { all: texts.allCampaigns, many: texts.campaigns, nothing: texts.noCampaign, notFound: texts.notFound, unknown: texts.unknown },
        change: (campaign) => choose({ campaign }),
      }),
      state: live.reportsList.make({
        name: "state", label: texts.state,
        words: { all: texts.allStates, many: texts.states, unknown: "{id}" },
        change: (state) => choose({ state }),
      }),
    };
    let wish = null;
    let campaigns = [];
    let timer = null;

    const kinds = put("kind", radios("kind", texts.kind, known.reports.map(({ kind, title }) => [kind, title])));
    const tells = element("p", { className: "reports-tells" });
    places.kind.append(tells);
    const formats = put("format", radios("format", texts.format, []));
    const range = put("range", labeled(texts.range, select([...known.ranges.map((one) => [one.range, one.label]), [live.reportsQuestion.OWN, texts.own]])));
    const from = put("from", labeled(texts.from, moment()));
    const to = put("to", labeled(texts.to, moment()));
    const tz = put("tz", labeled(texts.tz, zoneInput()));
    const language = put("lang", labeled(texts.lang, select(languages)));
    for (const [name, list] of Object.entries(lists)) {
      places[name].append(element("span", { className: "reports-label", textContent: texts[name] }), list.node);
    }
    for (const place of Object.values(places)) place.append(complaintOf(place.dataset.field));
    lists.state.offer(Object.entries(states).map(([value, { label, tone }]) => ({ value, text: "", mark: () => mark(label, tone), label })).map(named));

    range.addEventListener("change", () => choose({ range: range.value, ...begin() }));
    language.addEventListener("change", () => choose({ file_lang: language.value }));
    for (const [name, input] of [["from", from], ["to", to], ["tz", tz]]) {
      input.addEventListener("input", () => later(() => choose({ [name]: input.value.trim() })));
      input.addEventListener("change", () => choose({ [name]: input.value.trim() }));
    }
    kinds.addEventListener("change", ({ target }) => choose({ kind: target.value }));
    formats.addEventListener("change", ({ target }) => choose({ format: target.value }));

    function put(name, made) {
      places[name].append(made);
      return made.matches("fieldset") ? made : made.querySelector("input, select");
    }

    function later(deed) {
      clearTimeout(timer);
      timer = setTimeout(deed, TYPING_MS);
    }

    /** Whoever wants a time of their own begins with the last day. */
    function begin() {
      if (range.value !== live.reportsQuestion.OWN || wish.from || wish.to) return {};
      const day = live.auditFilter.shown(new Date().toISOString(), zone()).slice(0, 10);
      return { from: `${day}T00:00` };
    }

    const zone = () => live.reportsQuestion.zone(wish, known, campaigns);

    function choose(more) {
      clearTimeout(timer);
      const next = live.reportsQuestion.fitted({ ...wish, ...more }, known);
      if (JSON.stringify(next) === JSON.stringify(wish)) return;
      wish = next;
      adapt();
      change(wish);
    }

    /** Shows a wish that came from elsewhere. */
    function show(next) {
      wish = next;
      lists.campaign.show(wish.campaign);
      lists.state.show(wish.state);
      for (const input of kinds.querySelectorAll("input")) input.checked = input.value === wish.kind;
      range.value = wish.range;
      if (range.value !== wish.range) range.append(new Option(wish.range, wish.range, true, true));
      language.value = wish.file_lang || given.language;
      adapt();
    }

    /** What depends on what was chosen. */
    function adapt() {
      const isOwn = wish.range === live.reportsQuestion.OWN;
      for (const name of ["from", "to"]) places[name].hidden = !isOwn;
      if (document.activeElement !== from) from.value = shown(wish.from);
      if (document.activeElement !== to) to.value = shown(wish.to);
      if (document.activeElement !== tz) tz.value = zone();
      const { formats: offered, tells: told } = live.reportsQuestion.report(wish, known);
      tells.textContent = told;
      fillRadios(formats, "format", offered.map((format) => [format, format.toUpperCase()]), wish.format);
    }

    function meet(found) {
      campaigns = found;
      lists.campaign.offer(found.map(({ id, name }) => ({ value: String(id), text: name || texts.unknown.replace("{id}", id) })));
      adapt();
    }

    /** Says what is wrong at its field; nothing clears all of them. */
    function complain(problem) {
      for (const [name, place] of Object.entries(places)) tell(place, problem?.field === name ? problem : null);
    }

    function tell(place, problem) {
      const said = place.querySelector(".reports-wrong");
      const texts_ = problem ? [element("span", { textContent: problem.sentence })] : [];
      const times = problem?.choices?.filter((choice) => /^\d{4}-/.test(choice)) ?? [];
      said.replaceChildren(...texts_, ...times.map((time) => taking(place.dataset.field, time)));
      said.hidden = !problem;
      for (const input of place.querySelectorAll("input:not([type=checkbox], [type=radio], [type=search]), select")) {
        input.setAttribute("aria-invalid", String(Boolean(problem)));
      }
    }

    /** A button that takes a time which is there. */
    function taking(name, time) {
      const button = element("button", { type: "button", className: "quiet", textContent: texts.choose.replace("{time}", brief(time)) });
      button.addEventListener("click", () => {
        choose({ [name]: time });
        places[name].querySelector("input").focus();
      });
      return button;
    }

    return { show, meet, complain, zone };
  }

  /** `02:30 +01:00`. */
  const brief = (time) => `${time.slice(11, 16)} ${time.slice(19)}`;

  const named = (option) => ({ ...option, text: option.label, mark: null });

  const mark = (label, tone) => element("span", { className: `state-mark tone-${tone}`, textContent: label });

  function labeled(text, input) {
    return element("label", {}, element("span", { className: "reports-label", textContent: text }), input);
  }

  const select = (options) => element("select", {}, ...options.map(([value, text]) => new Option(text, value)));

  const moment = () => element("input", { type: "datetime-local", min: "1970-01-01T00:00", max: "2999-12-31T23:59" });

  function zoneInput() {
    const names = ["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])];
    const zones = element("datalist", { id: "reports-zones" }, ...names.map((value) => element("option", { value })));
    const input = element("input", { type: "text", autocomplete: "off", spellcheck: false });
    input.setAttribute("list", zones.id);
    return element("span", { className: "reports-zone" }, input, zones);
  }

  function radios(name, legend, options) {
    const made = element("fieldset", { className: `reports-radios of-${name}` }, element("legend", { className: "reports-label", textContent: legend }), element("div"));
    fillRadios(made, name, options);
    return made;
  }

  function fillRadios(fieldset, name, options, chosen) {
    const place = fieldset.querySelector("div");
    const before = [...place.querySelectorAll("input")].map(({ value }) => value).join();
    if (before !== options.map(([value]) => value).join()) place.replaceChildren(...options.map((option) => radio(name, option)));
    for (const input of place.querySelectorAll("input")) if (chosen) input.checked = input.value === chosen;
  }

  function radio(name, [value, text]) {
    const input = element("input", { type: "radio", name: `report-${name}`, value });
    return element("label", {}, input, element("span", { textContent: text }));
  }

  function complaintOf(name) {
    const made = element("p", { className: "reports-wrong", id: `reports-wrong-${name}`, hidden: true });
    made.setAttribute("role", "alert");
    return made;
  }

  /** A time as an input wants it: what stands behind the minutes is kept in the wish. */
  const shown = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.slice(0, 16));

  live.reportsForm = { make };
})((globalThis.dashboardLive ??= {}));

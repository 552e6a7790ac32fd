/** The form for a report that is to come by itself: made, read, and whether it is right. */
((live) => {
  "use strict";

  const MOST_SHOWN = 100;
  const MONTH_DAYS = Array.from({ length: 31 }, (_, at) => at + 1);
  const WEEK_DAYS = [0, 1, 2, 3, 4, 5, 6];

  const element = (name, properties = {}, ...children) => live.deedFields.element(name, properties, ...children);

  /** Fills a place; `given` holds the kinds, the receivers, the campaigns, the zone and the texts. */
  function put(place, given) {
    const { texts } = given;
    const form = { place, given, chosen: new Set() };
    place.replaceChildren(
      field(texts.name, element("input", { name: "name", type: "text", required: true, maxLength: 64, autocomplete: "off", spellcheck: false })),
      pair(
        field(texts.kind, select("kind", given.kinds.map(({ key, title }) => [key, title]))),
        field(texts.format, select("format", [])),
      ),
      element("p", { className: "schedule-tells" }),
      campaignField(form),
      radios("every", texts.every, [["day", texts.everyDay], ["week", texts.everyWeek], ["month", texts.everyMonth]]),
      trio(form),
      element("p", { className: "schedule-covers" }),
      ...receiverField(given),
    );
    place.addEventListener("input", () => adapt(form));
    adapt(form);
    return form;
  }

  const field = (label, input) => element("label", { className: "deed-field" }, element("span", { textContent: label }), input);

  const pair = (...fields) => element("div", { className: "schedule-pair" }, ...fields);

  function select(name, options) {
    const made = element("select", { name });
    fill(made, options);
    return made;
  }

  function fill(made, options) {
    const before = made.value;
    made.replaceChildren(...options.map(([value, textContent]) => element("option", { value, textContent })));
    if (options.some(([value]) => String(value) === before)) made.value = before;
  }

  function radios(name, legend, options) {
    const choices = options.map(([value, label], at) =>
      element("label", {}, element("input", { type: "radio", name, value, checked: at === 0 }), element("b", { textContent: label })),
    );
    const row = element("div", { className: "schedule-choices" }, ...choices);
    return element("fieldset", { className: "deed-choice" }, element("legend", { textContent: legend }), row);
  }

  function trio({ given: { texts, zone } }) {
    const zones = element("datalist", { id: "schedule-zones" }, ...zoneNames().map((value) => element("option", { value })));
    const input = element("input", { name: "timezone", type: "text", required: true, value: zone, autocomplete: "off", spellcheck: false });
    input.setAttribute("list", zones.id);
    return element(
      "div",
      { className: "schedule-trio" },
      field(texts.dayLabel, select("day", [])),
      field(texts.time, element("input", { name: "time", type: "time", required: true, value: "06:00" })),
      field(texts.zone, input),
      zones,
    );
  }

  const zoneNames = () => ["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])];

  function campaignField(form) {
    const { texts, campaigns } = form.given;
    const which = radios("which", texts.campaigns, [["all", texts.allSeen], ["some", texts.these]]);
    const filter = element("input", { type: "search", name: "filter", autocomplete: "off", spellcheck: false, placeholder: texts.find });
    filter.setAttribute("aria-label", texts.find);
    const list = element("div", { className: "schedule-campaigns-list", tabIndex: -1 });
    list.addEventListener("input", ({ target }) => choose(form, Number(target.value), target.checked));
    const note = campaigns === null ? [element("p", { className: "schedule-note", textContent: texts.noCampaigns })] : [];
    which.append(element("div", { className: "schedule-campaigns" }, filter, list, ...note));
    return which;
  }

  function choose({ chosen }, id, isChosen) {
    if (isChosen) chosen.add(id);
    else chosen.delete(id);
  }

  function receiverField({ receivers, texts }) {
    if (receivers.length === 0) return [element("p", { className: "schedule-note", textContent: texts.noReceivers })];
    const boxes = receivers.map((name) =>
      element("label", {}, element("input", { type: "checkbox", name: "receivers", value: name }), element("b", { textContent: texts[name] ?? name })),
    );
    const row = element("div", { className: "schedule-choices" }, ...boxes);
    return [element("fieldset", { className: "deed-choice" }, element("legend", { textContent: texts.receivers }), row)];
  }

  /** What depends on something else follows it. */
  function adapt(form) {
    const { place, given: { kinds, texts } } = form;
    const part = (selector) => place.querySelector(selector);
    const kind = kinds.find(({ key }) => key === part("[name=kind]").value);
    const every = part("[name=every]:checked").value;
    fill(part("[name=format]"), kind.formats.map((format) => [format, format.toUpperCase()]));
    part(".schedule-tells").textContent = kind.tells;
    part(".schedule-covers").textContent = texts[`covers.${every}`];
    part("[name=day]").closest("label").hidden = every === "day";
    offerDays(part("[name=day]"), every, texts);
    part(".schedule-campaigns").hidden = part("[name=which]:checked").value === "all";
    list(form, part("[name=filter]").value);
  }

  /** What was chosen of the week means nothing in a month. */
  function offerDays(node, every, texts) {
    if (node.dataset.every === every) return;
    node.dataset.every = every;
    node.replaceChildren();
    fill(node, dayOptions(every, texts));
  }

  function dayOptions(every, texts) {
    if (every === "week") return WEEK_DAYS.map((day) => [day, live.schedulesWords.weekday(day)]);
    return MONTH_DAYS.map((day) => [day, day === 31 ? texts.theLast : `${day}.`]);
  }

  /** Those that fit, and those that are chosen whether they fit or not. */
  function fitting(campaigns, chosen, text) {
    const words = text.trim().toLowerCase();
    const fits = ({ id, name }) => chosen.has(id) || `${id} ${name ?? ""}`.toLowerCase().includes(words);
    const found = campaigns.filter(fits);
    return [...found].sort((a, b) => chosen.has(b.id) - chosen.has(a.id) || a.id - b.id).slice(0, MOST_SHOWN + chosen.size);
  }

  function list({ place, given, chosen }, text) {
    const node = place.querySelector(".schedule-campaigns-list");
    if (given.campaigns === null || node.dataset.text === text) return;
    node.dataset.text = text;
    node.replaceChildren(...fitting(given.campaigns, chosen, text).map((one) => box(one, chosen)));
  }

  function box({ id, name }, chosen) {
    const input = element("input", { type: "checkbox", value: id, checked: chosen.has(id) });
    return element("label", {}, input, element("bdi", { textContent: name || `#${id}` }));
  }

  /** What is sent. */
  function values({ place, chosen }) {
    const value = (name) => place.querySelector(`[name=${name}]`).value;
    const checked = (name) => [...place.querySelectorAll(`[name=${name}]:checked`)].map((one) => one.value);
    const [every] = checked("every");
    return {
      name: live.deedFields.plain(value("name")),
      kind: value("kind"),
      format: value("format"),
      every,
      time: value("time").slice(0, 5),
      timezone: value("timezone").trim(),
      receivers: checked("receivers"),
      ...(every !== "day" && { day: Number(value("day")) }),
      ...(checked("which")[0] === "some" && { campaigns: [...chosen].sort((a, b) => a - b) }),
    };
  }

  /** Whether everything that is asked for stands there. */
  function isRight(wish) {
    return Boolean(wish.name && wish.time && wish.timezone) && wish.campaigns?.length !== 0;
  }

  live.schedulesForm = { put, values, isRight, fitting };
})((globalThis.dashboardLive ??= {}));

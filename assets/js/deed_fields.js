/** The fields of a deed: made for it, read, and whether they are right. */
((live) => {
  "use strict";

  const CONFIRM = "deed-confirm";

  const plain = (text) => text.trim().replace(/\s+/g, " ");

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const MAKERS = { text: textField, line: lineField, choice: choiceField };

  /** Fills a place with the fields of a deed, and with the one for its name. */
  function put(place, deed, name, texts) {
    const fields = deed.fields.map((field) => MAKERS[field.kind](field));
    if (deed.confirm) fields.push(confirmField(name, texts));
    place.replaceChildren(...fields);
  }

  function textField(field) {
    return labeled(field, element("textarea", { ...told(field), rows: 2, spellcheck: true }));
  }

  function lineField(field) {
    return labeled(field, element("input", { ...told(field), type: "text", spellcheck: false }));
  }

  const told = ({ name, required, longest }) => ({ name, required, maxLength: longest, autocomplete: "off" });

  function labeled({ name, label, hint }, input) {
    const inside = [element("span", { textContent: label }), input];
    if (!hint) return element("label", { className: "deed-field" }, ...inside);
    const id = `deed-hint-${name}`;
    input.setAttribute("aria-describedby", id);
    return element("label", { className: "deed-field" }, ...inside, element("small", { id, textContent: hint }));
  }

  function choiceField({ name, label, options }) {
    const choices = options.map((option, at) => choice(name, option, at));
    return element("fieldset", { className: "deed-choice" }, element("legend", { textContent: label }), ...choices);
  }

  function choice(name, { value, label, hint }, at) {
    const input = element("input", { type: "radio", name, checked: at === 0 });
    input.dataset.json = JSON.stringify(value);
    const words = element("span", {}, element("b", { textContent: label }), element("small", { textContent: hint }));
    return element("label", {}, input, words);
  }

  /** Names in other scripts must not turn round what stands beside them. */
  function confirmField(name, texts) {
    const [before, after] = texts.type.split("{name}");
    const label = element("span", {}, before, element("bdi", { textContent: name }), after);
    const input = element("input", { type: "text", name: CONFIRM, required: true, autocomplete: "off", spellcheck: false });
    return element("label", { className: "deed-field" }, label, input);
  }

  /** What is sent of the fields of a form. */
  const values = (form, deed) => valuesOf(form, deed.fields);

  /** The ways that are chosen: what would happen depends on them. */
  const choices = (form, deed) => valuesOf(form, deed.fields.filter(({ kind }) => kind === "choice"));

  function valuesOf(form, fields) {
    return Object.fromEntries(fields.map((field) => [field.name, valueOf(form, field)]).filter(isGiven));
  }

  function valueOf(form, { name, kind }) {
    if (kind !== "choice") return plain(form.elements[name].value);
    return JSON.parse(form.querySelector(`input[name="${name}"]:checked`).dataset.json);
  }

  const isGiven = ([, value]) => value !== "" && value !== false && value !== null;

  /** Whether everything that is asked for stands there, and the name is typed as it is. */
  function areRight(form, deed, name) {
    const isMissing = ({ name: field, kind, required }) => required && kind !== "choice" && !plain(form.elements[field].value);
    return !deed.fields.some(isMissing) && (!deed.confirm || plain(form.elements[CONFIRM].value) === plain(name));
  }

  /** A name that was typed to its length and is another one is marked, not one that is being typed. */
  function complain(form, name) {
    const input = form.elements[CONFIRM];
    if (!input) return;
    const isWrong = plain(input.value).length >= plain(name).length && plain(input.value) !== plain(name);
    input.setAttribute("aria-invalid", String(isWrong));
  }

  function lock(form, isLocked) {
    for (const input of form.querySelectorAll("input, textarea")) input.disabled = isLocked;
  }

  live.deedFields = { put, values, choices, areRight, complain, lock, plain, element };
})((globalThis.dashboardLive ??= {}));

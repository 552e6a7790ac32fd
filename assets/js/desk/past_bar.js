/** The bar of the time machine: its fields, buttons and keys. */
((live) => {
  "use strict";

  const TYPING_MS = 700;
  const ARROWS = { ArrowLeft: -60, ArrowRight: 60 };
  const TYPED = "input:not([type=range]), textarea, select, dialog";
  const PRESSED = "button, a, summary";

  /**
   * Brings a bar to life. `deeds` are what can be asked of it: `step(seconds)`, `seek(ms)`,
   * `turn()` to play or pause, `hurry(speed)`, `local(text)` for a time that was typed.
   */
  function make(node, deeds) {
    const texts = JSON.parse(node.dataset.texts);
    const field = put(node.querySelector(".past-field"), { type: "datetime-local", step: 1 });
    const slider = put(node.querySelector(".past-slider"), { type: "range", step: 1 });
    const part = (name) => node.querySelector(`.past-${name}`);
    let timer = null;

    slider.title = texts.keys;
    slider.addEventListener("input", () => deeds.seek(Number(slider.value) * 1_000));
    field.addEventListener("change", () => {
      clearTimeout(timer);
      timer = setTimeout(() => field.value && deeds.local(field.value), TYPING_MS);
    });
    node.addEventListener("click", press);
    document.addEventListener("keydown", key);

    function press(event) {
      const button = event.target.closest("button");
      if (button?.dataset.step) deeds.step(Number(button.dataset.step));
      else if (button?.dataset.speed) hurry(button);
      else if (button?.matches(".past-play")) deeds.turn();
    }

    function hurry(button) {
      for (const each of node.querySelectorAll(".past-speed"))
        each.setAttribute("aria-pressed", String(each === button));
      deeds.hurry(Number(button.dataset.speed));
    }

    /** Space plays and pauses, arrows step, unless a field or a button has a use for them. */
    function key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED)) return;
      if (event.key in ARROWS) deeds.step(ARROWS[event.key] * (event.shiftKey ? 60 : 1));
      else if (event.key === " " && !event.target.closest?.(PRESSED)) deeds.turn();
      else return;
      event.preventDefault();
    }

    /** The life of the campaign, up to the newest moment there is. */
    function span(life, newest) {
      Object.assign(slider, { min: Math.floor(life.began / 1_000), max: Math.floor(newest / 1_000) });
      part("shape").firstElementChild.style.setProperty("--shape", live.replay.shape(life, newest));
    }

    /** The moment that is shown; a time that is being typed stays. */
    function show({ ms, local }) {
      slider.value = Math.floor(ms / 1_000);
      slider.setAttribute("aria-valuetext", moment());
      if (document.activeElement !== field) field.value = local;
    }

    const moment = () => part("moment").textContent;

    /** The moment is told to those who listen, once it stands. */
    function tell() {
      slider.setAttribute("aria-valuetext", moment());
      part("heard").textContent = moment();
    }

    /** A sentence, and something to press behind it. */
    function say(text, label = "", deed = null) {
      const place = part("said");
      if (place.textContent === text + label) return;
      place.replaceChildren(text);
      if (deed) place.append(" ", button(label, deed));
    }

    function button(label, deed) {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", className: "past-other", textContent: label });
      made.addEventListener("click", deed);
      return made;
    }

    const playing = (isPlaying) => node.toggleAttribute("data-playing", isPlaying);

    function end() {
      clearTimeout(timer);
      document.removeEventListener("keydown", key);
    }

    return { texts, span, show, tell, say, playing, end };
  }

  function put(place, attributes) {
    const input = Object.assign(document.createElement("input"), attributes);
    input.setAttribute("aria-label", place.dataset.label);
    place.append(input);
    return input;
  }

  live.pastBar = { make };
})((globalThis.dashboardLive ??= {}));

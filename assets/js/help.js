/** Shows the text of a `?` above it, where it hides no number, within the window; Escape closes it. */
((live) => {
  "use strict";

  const MARGIN = 12;
  const GAP = 6;
  const HEADER = 60;

  let shown = null;

  /** Where a text of a width starts, so that it lies under its mark and within the window. */
  const left = (mark, width, window) =>
    Math.max(MARGIN, Math.min(mark - width / 2, window - width - MARGIN));

  /** Where it starts from above: over its mark, or under it where there is no room. */
  const top = (mark, height) =>
    mark.top - GAP - height < HEADER ? mark.bottom + GAP : mark.top - GAP - height;

  /** The pointer or the focus has come to something: a `?`, its text, or neither. */
  function arrive(event) {
    const help = event.target.closest(".help");
    if (help !== shown) hide();
    if (help !== null && shown === null) show(help);
  }

  function show(help) {
    const [mark, text] = help.children;
    const box = mark.getBoundingClientRect();
    const middle = (box.left + box.right) / 2;
    text.style.left = `${left(middle, text.offsetWidth, document.documentElement.clientWidth)}px`;
    text.style.top = `${top(box, text.offsetHeight)}px`;
    text.toggleAttribute("data-shown", true);
    shown = help;
  }

  function hide() {
    shown?.children[1].toggleAttribute("data-shown", false);
    shown = null;
  }

  function press(event) {
    if (event.key === "Escape") hide();
  }

  function start() {
    document.addEventListener("pointerover", arrive);
    document.addEventListener("focusin", arrive);
    document.addEventListener("keydown", press);
    document.addEventListener("scroll", hide, { passive: true });
  }

  live.help = { left, top, start };
})((globalThis.dashboardLive ??= {}));

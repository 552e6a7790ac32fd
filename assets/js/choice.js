/** Buttons of which one is pressed: what they stand in shows the part that the pressed one names. */
((live) => {
  "use strict";

  function press(event) {
    const button = event.target.closest?.("[data-choice]");
    if (!button) return;
    for (const other of button.parentElement.children) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    button.closest("[data-chosen]").dataset.chosen = button.dataset.choice;
  }

  const start = () => document.addEventListener("click", press);

  live.choice = { start };
})((globalThis.dashboardLive ??= {}));

/** Notes when each value of a number, and of the funnel chart, was painted. */
() => {
  "use strict";

  const noted = { number: [], funnel: [] };
  const number = document.querySelector("[data-testid=count-calling]");
  const plot = document.querySelector("[data-testid=funnel] .js-plotly-plot");

  // The callback of the next frame runs when the one with the change has been drawn.
  function note(list, value) {
    requestAnimationFrame(() => list.push([value, performance.timeOrigin + performance.now()]));
  }

  const observer = new MutationObserver(() =>
    note(noted.number, Number(number.textContent.replace(/\D/g, ""))),
  );
  observer.observe(number, { childList: true, characterData: true, subtree: true });
  plot.on("plotly_afterplot", () => note(noted.funnel, plot.data[0].x[1]));

  globalThis.noted = noted;
}

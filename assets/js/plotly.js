/** The charts' library: the small bundle that stands here, instead of the one Dash brings. */
(() => {
  "use strict";

  const VENDORED = "/assets/vendor/plotly-finance-4.1.0.min.js";

  // The renderer sets this name to its own copy, three times as large, and loads it with the first
  // chart of a page.
  Object.defineProperty(globalThis, "_dashPlotlyJSURL", { get: () => VENDORED, set: () => {} });
})();

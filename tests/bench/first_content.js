/** Notes when the first live number of a campaign's page was painted. Runs before the page. */
(() => {
  "use strict";

  const observer = new MutationObserver(look);

  function look() {
    const number = document.querySelector("[data-testid=count-initial]");
    if (!/\d/.test(number?.textContent)) return;
    observer.disconnect();
    requestAnimationFrame(() => (globalThis.firstNumberAt = performance.now()));
  }

  observer.observe(document, { childList: true, characterData: true, subtree: true });
})();

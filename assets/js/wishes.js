/** What the address of a wall asks for; what cannot be met is named. Pure. */
((live) => {
  "use strict";

  const ROTATE = { usual: 20, least: 5, most: 3600 };
  const THEMES = ["dark", "light"];
  const LANGUAGES = ["en", "cs"];

  const isWhole = (text) => /^\d{1,18}$/.test(text);

  const isLength = (text) =>
    isWhole(text) && Number(text) >= ROTATE.least && Number(text) <= ROTATE.most;

  const numbers = (text) => text.split(",").map((id) => id.replace(/^0+(?=\d)/, ""));

  /** Each wish: what is used without it, whether it can be met, and what it means. */
  const WISHES = {
    rotate: [ROTATE.usual * 1000, isLength, (text) => Number(text) * 1000],
    theme: ["dark", (text) => THEMES.includes(text), (text) => text],
    lang: [null, (text) => LANGUAGES.includes(text), (text) => text],
    campaigns: [null, (text) => text.split(",").every(isWhole), numbers],
    sound: [false, (text) => text === "on", () => true],
  };

  /** The wishes in a query string, and under `wrong` the names of those that cannot be met. */
  function read(search) {
    const given = new URLSearchParams(search);
    const wishes = { wrong: [] };
    for (const [name, [usual, canBeMet, meaning]] of Object.entries(WISHES)) {
      const text = given.get(name);
      wishes[name] = text !== null && canBeMet(text) ? meaning(text) : usual;
      if (text !== null && !canBeMet(text)) wishes.wrong.push(name);
    }
    return wishes;
  }

  live.wishes = { read };
})((globalThis.dashboardLive ??= {}));

/** What scripts say, in the language of the page. English is the key; a test holds the table. */
((live) => {
  "use strict";

  const CATALOGUES = {
    en: {},
    cs: {
      Live: "Živě",
      Delayed: "Se zpožděním",
      Stale: "Zastaralé",
      Offline: "Bez spojení",
      Paused: "Pozastaveno",
      Reading: "Načítá se",
      Connecting: "Připojuje se",
      Opening: "Otevírá se",
      Past: "Minulost",
      "The page is being opened…": "Stránka se otevírá…",
      "The page cannot be opened yet: the server does not answer. Trying again…":
        "Stránku zatím nelze otevřít: server neodpovídá. Zkouší se znovu…",
      "The server is reading the database. The numbers follow.":
        "Server načítá databázi. Čísla se za chvíli objeví.",
      "No answer from the server yet. Trying again…": "Server zatím neodpovídá. Zkouší se znovu…",
      "Numbers are from {time} ({zone}), {age} ago.": "Čísla jsou z {time} ({zone}), stará {age}.",
      "The server has no newer ones.": "Novější server nemá.",
      "The server is silent.": "Server mlčí.",
      "Reconnecting…": "Obnovuje se spojení…",
      "This screen has been signed out. Open the link of a wall here again.":
        "Tato obrazovka byla odhlášena. Otevřete na ní znovu odkaz nástěnné obrazovky.",
      "Updates are paused.": "Aktualizace jsou pozastaveny.",
      "{count} critical": "kritické: {count}",
      "{count} warning": "varování: {count}",
      "{count} warnings": "varování: {count}",
      "{shown} of {all} campaigns": "{shown} z {all} kampaní",
    },
  };

  const language = () => document.documentElement?.lang ?? "en";

  /** The text in the language of the page, with `{name}` replaced by the value of that name. */
  function t(text, values = {}) {
    const translated = CATALOGUES[language()]?.[text] ?? text;
    return translated.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  live.texts = { CATALOGUES, language, t };
})((globalThis.dashboardLive ??= {}));

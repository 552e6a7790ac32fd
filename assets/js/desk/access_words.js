/** Users, tokens and walls as lines: who, with what, until when, and what can be done. */
((live) => {
  "use strict";

  const LINES = { users: ofUser, tokens: ofToken, walls: ofWall };

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  function element(tag, className, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children);
    return node;
  }

  const day = (iso) => live.contactWords.moment(iso, "", { timeStyle: undefined });

  const moment = (iso) => live.contactWords.moment(iso, "", { timeStyle: "short" });

  const seen = ({ campaigns }, { texts }) =>
    campaigns === null ? texts.all : filled(texts.some, { ids: campaigns.join(", ") });

  /** One row of a list; `words` hold texts, roles and deeds of the page. */
  function line(list, row, words) {
    const { marks, facts, deeds, more = [] } = LINES[list](row, words);
    const name = element("bdi", "access-name", row.name);
    name.id = `${list}-${row.id}`;
    const head = element("p", "access-head", name, ...marks.map((mark) => element("span", "access-mark", mark)));
    const about = element("p", "access-facts", facts.filter(Boolean).join(" · "));
    const buttons = deeds.map((key) => button(key, row, name.id, words));
    const node = element("li", "access-row", element("div", "", head, about, ...more), element("div", "access-deeds", ...buttons));
    node.toggleAttribute("data-ended", marks.length > 0);
    return node;
  }

  /** What a row offers, bound to the row. Its limits go along: to leave them out would lift them. */
  function deedOf(key, row, nameId, { deeds }) {
    const kept = key === "role" && row.campaigns !== null ? { campaigns: row.campaigns } : {};
    const deed = deeds[key];
    return { ...deed, path: deed.path.replace("{id}", row.id), body: { ...deed.body, ...kept }, name_of: nameId };
  }

  function button(key, row, nameId, words) {
    const node = element("button", "quiet", words.texts[`${key}.label`]);
    node.type = "button";
    node.id = `${nameId}-${key}`;
    node.setAttribute("aria-haspopup", "dialog");
    node.setAttribute("aria-describedby", nameId);
    node.dataset.deed = JSON.stringify(deedOf(key, row, nameId, words));
    return node;
  }

  function ofUser(user, words) {
    const { texts, roles } = words;
    const isOut = user.disabled_at !== null;
    return {
      marks: isOut ? [texts.disabled] : [],
      facts: [roles[user.role], seen(user, words), filled(texts.since, { time: day(user.created_at) })],
      deeds: [isOut ? "enable" : "disable", "role"],
    };
  }

  function ofToken(token, words) {
    const { texts, roles } = words;
    const isRevoked = token.revoked_at !== null;
    const used = token.used_at === null ? texts.neverUsed : filled(texts.used, { time: moment(token.used_at) });
    return {
      marks: isRevoked ? [texts.revoked] : token.expired ? [texts.expired] : [],
      facts: [`${token.prefix}…`, roles[token.role], seen(token, words), filled(texts.until, { time: day(token.expires_at) }), used, filled(texts.by, { name: token.created_by })],
      deeds: isRevoked ? [] : ["token"],
    };
  }

  function ofWall(wall, words) {
    const { texts } = words;
    const isRevoked = wall.revoked_at !== null;
    const screens = wall.screens.map((screen) => element("li", "", ofScreen(screen, texts)));
    const none = isRevoked ? "" : texts.noScreens;
    return {
      marks: isRevoked ? [texts.revoked] : [],
      facts: [`${wall.prefix}…`, seen(wall, words), filled(texts.by, { name: wall.created_by }), screens.length ? "" : none],
      deeds: isRevoked ? [] : ["wall"],
      more: screens.length ? [element("ul", "access-screens", ...screens)] : [],
    };
  }

  /** `Screen 3 · seen 1 Mar 2026, 13:00 · 0.4 s behind`. */
  function ofScreen({ id, seen_at: at, behind_ms: behind }, texts) {
    const late = behind === null ? "" : filled(texts.behind, { length: live.formats.length(behind) });
    return [filled(texts.screen, { id }), filled(texts.seen, { time: moment(at) }), late].filter(Boolean).join(" · ");
  }

  live.accessWords = { line, deedOf, ofScreen, filled };
})((globalThis.dashboardLive ??= {}));

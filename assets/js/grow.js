/** Parts of a page that come as plain data, in Dash's own form, and are made here. */
((live) => {
  "use strict";

  const NAMES = { className: "class" };

  /** An element and all that is in it, from `{type, props}`; anything else is a text. */
  function made(tree) {
    if (tree === null || typeof tree !== "object") return document.createTextNode(tree ?? "");
    const element = document.createElement(tree.type.toLowerCase());
    const { children, ...attributes } = tree.props;
    for (const [name, value] of Object.entries(attributes)) set(element, name, value);
    element.append(...[children ?? []].flat().map(made));
    return element;
  }

  function set(element, name, value) {
    if (value === false || value === null) return;
    element.setAttribute(NAMES[name] ?? name.toLowerCase(), value === true ? "" : value);
  }

  /** Makes what is to stand in this place, once. */
  function fill(place) {
    if (!place.hasChildNodes()) place.append(made(JSON.parse(place.dataset.tree)));
  }

  live.grow = { made, fill };
})((globalThis.dashboardLive ??= {}));

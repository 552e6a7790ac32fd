/** A page as small as the tests need it: nodes by id, and time that stands still. */
"use strict";

class Node {
  constructor(id = "") {
    this.id = id;
    this.textContent = "";
    this.hidden = false;
    this.dataset = {};
    this.attributes = {};
    this.isHovered = false;
    this.style = { setProperty: (name, value) => (this.style[name] = value) };
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }

  toggleAttribute(name, isThere) {
    if (isThere) this.attributes[name] = "";
    else delete this.attributes[name];
  }

  matches(selector) {
    return selector === ":hover" && this.isHovered;
  }
}

/** Puts a document with these nodes in the place of the browser's; frames run when told to. */
function open(...ids) {
  const nodes = Object.fromEntries(ids.map((id) => [id, new Node(id)]));
  const frames = [];
  const listeners = {};
  globalThis.document = {
    hidden: false,
    body: new Node("body"),
    getElementById: (id) => nodes[id] ?? null,
    querySelector: (selector) => nodes[selector] ?? null,
    addEventListener: (kind, listener) => (listeners[kind] = listener),
  };
  globalThis.requestAnimationFrame = (callback) => frames.push(callback);
  return { nodes, listeners, frames, nextFrame: () => frames.splice(0).forEach((run) => run()) };
}

/** Loads these scripts of ours, for a page in English: what they offer to each other. */
function load(...names) {
  globalThis.document ??= {};
  globalThis.document.documentElement ??= { lang: "en" };
  for (const name of names) require(`../../assets/js/${name}.js`);
  return globalThis.dashboardLive;
}

module.exports = { Node, load, open };

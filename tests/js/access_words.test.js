"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load } = require("./page.js");
const { accessWords } = load("texts", "formats", "contact_words", "desk/access_words");

const DEEDS = {
  role: { path: "/api/v1/users/{id}/role", body: {} },
  wall: { path: "/api/v1/walls/{id}", body: {} },
};

test("a deed is bound to its row, and another role leaves the limits as they are", () => {
  const free = accessWords.deedOf("role", { id: 7, campaigns: null }, "users-7", { deeds: DEEDS });
  assert.deepEqual(free, { path: "/api/v1/users/7/role", body: {}, name_of: "users-7" });
  const limited = accessWords.deedOf("role", { id: 7, campaigns: [1, 2] }, "users-7", { deeds: DEEDS });
  assert.deepEqual(limited.body, { campaigns: [1, 2] });
  const wall = accessWords.deedOf("wall", { id: 3, campaigns: [1] }, "walls-3", { deeds: DEEDS });
  assert.deepEqual([wall.path, wall.body], ["/api/v1/walls/3", {}]);
});

test("a screen says when it was seen and how far behind it was", () => {
  const texts = { screen: "Screen {id}", seen: "seen {time}", behind: "{length} behind" };
  const screen = { id: 3, seen_at: "2026-03-01T12:00:00Z", behind_ms: 400 };
  assert.equal(accessWords.ofScreen(screen, texts), "Screen 3 · seen 1 Mar 2026, 12:00 · 0.4\u00a0s behind");
  assert.equal(accessWords.ofScreen({ ...screen, behind_ms: null }, texts), "Screen 3 · seen 1 Mar 2026, 12:00");
});

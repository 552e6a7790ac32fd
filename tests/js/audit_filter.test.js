"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { auditFilter } = require("./page.js").load("audit_filter");

test("what an address says comes back in the address, and nothing else does", () => {
  const filter = auditFilter.read("?actor=anna&operation=5&each=1&x=1");
  assert.deepEqual([filter.actor, filter.operation, filter.each, filter.to], ["anna", "5", "1", ""]);
  assert.equal(auditFilter.written("?lang=cs&actor=eve&to=x", filter), "?lang=cs&actor=anna&operation=5&each=1");
  assert.equal(auditFilter.written("", auditFilter.read("")), "");
  assert.ok(auditFilter.isEmpty(auditFilter.read("?lang=cs")));
  assert.ok(!auditFilter.isEmpty(filter));
});

test("single contacts come when they are asked for, and with a contact", () => {
  const of = (search) => auditFilter.query(auditFilter.read(search), { limit: 50, cursor: null });
  assert.equal(of(""), "?only=deeds&limit=50");
  assert.equal(of("?operation=5"), "?operation=5&only=deeds&limit=50");
  assert.equal(of("?operation=5&each=1"), "?operation=5&limit=50");
  assert.equal(of("?contact=3"), "?contact=3&limit=50");
  assert.equal(of("?actor=a%26b%3D1"), "?actor=a%26b%3D1&only=deeds&limit=50");
});

test("clocks of a zone show an instant, and tell it again", () => {
  assert.equal(auditFilter.shown("2026-03-01T12:00:00Z", "Europe/Prague"), "2026-03-01T13:00");
  assert.equal(auditFilter.instant("2026-03-01T13:00", "Europe/Prague"), "2026-03-01T12:00:00.000Z");
  assert.equal(auditFilter.instant("2026-07-01T00:30", "Europe/Prague"), "2026-06-30T22:30:00.000Z");
  assert.equal(auditFilter.instant("2026-03-29T03:30", "Europe/Prague"), "2026-03-29T01:30:00.000Z");
  assert.equal(auditFilter.instant("2026-10-25T01:30", "Europe/Prague"), "2026-10-24T23:30:00.000Z");
  assert.equal(auditFilter.instant("2026-03-01T00:00", "UTC"), "2026-03-01T00:00:00.000Z");
  for (const wrong of ["", "x", "2026-99-01T00:00"]) assert.equal(auditFilter.instant(wrong, "UTC"), "");
  for (const wrong of ["", "soon"]) assert.equal(auditFilter.shown(wrong, "UTC"), "");
});

"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { load } = require("./page.js");
const { handover } = load("texts", "formats", "handover");

const TEXTS = {
  campaigns: "Campaigns",
  alerts: "{fired} fired, {resolved} over",
  shift: "{before} → {after}",
  over: "over",
  open: "open",
  noShifts: "none",
};
const CAMPAIGN = { campaign_id: 7, campaign: "<b>Spring</b>" };

test("each group says what changed, and where it leads", () => {
  const [campaigns, alerts, shifts] = handover.told(
    {
      campaigns: Array(9).fill({ ...CAMPAIGN, status: "finished", word: "Finished" }),
      alerts: {
        fired: 1200,
        resolved: 1,
        worst: [
          { ...CAMPAIGN, headline: "3 wait", severity: "critical", resolved_at: null },
          { ...CAMPAIGN, headline: "4 wait", severity: "warn", resolved_at: "2030-01-31T14:00:00Z" },
        ],
      },
      shifts: [],
    },
    TEXTS,
  );
  assert.equal(campaigns.lines.length, 5);
  assert.deepEqual(campaigns.lines[0], {
    href: "/campaigns/7",
    campaign: "<b>Spring</b>",
    text: "Finished",
    kind: "finished",
  });
  assert.equal(alerts.title, "1,200 fired, 1 over");
  assert.deepEqual(alerts.lines.map(({ text }) => text), ["3 wait (open)", "4 wait (over)"]);
  assert.deepEqual([shifts.lines, shifts.none], [[], "none"]);
});

test("a shift shows both rates with their fractions", () => {
  const shift = {
    ...CAMPAIGN,
    label: "Connect rate",
    before: { value: 0.6, numerator: 60, denominator: 100 },
    after: { value: 0.1, numerator: 20, denominator: 200 },
  };
  const alerts = { fired: 0, resolved: 0, worst: [] };
  const [, , { lines }] = handover.told({ campaigns: [], alerts, shifts: [shift] }, TEXTS);
  assert.equal(lines[0].text.replaceAll("\u00a0", " "), "Connect rate 60.0 % (60 / 100) → 10.0 % (20 / 200)");
});

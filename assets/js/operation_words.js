/** Long deeds in words, as `dashboard/operation_words.py` says them. Pure. */
((live) => {
  "use strict";

  const FACTS = {
    awaiting_approval: [wanted],
    running: [progress, rate, left, calls],
    paused: [progress, calls],
    draining: [calls, progress],
    done: [progress, skipped],
    failed: [error, progress],
    stopped: [progress, skipped],
  };

  /** How far a deed is in numbers, and what it waits for. */
  function facts(deed, texts) {
    return FACTS[deed.stage].map((part) => part(deed, texts)).filter(Boolean).join(" · ");
  }

  const { filled, counted } = {
    filled: (...given) => live.deedWords.filled(...given),
    counted: (...given) => live.deedWords.counted(...given),
  };

  const number = (value) => live.formats.count(Math.round(value));

  function progress({ done, total }, texts) {
    return filled(texts.progress, { done: number(done), total: number(total) });
  }

  function rate({ rate: speed }, texts) {
    return speed ? filled(texts.rate, { n: number(speed) }) : "";
  }

  function left({ seconds_left: seconds }, texts) {
    return seconds === null ? "" : filled(texts.left, { time: live.formats.length(Math.max(1, seconds) * 1000, true) });
  }

  function calls({ in_call: waiting }, texts) {
    return waiting > 0 ? counted(texts.calls, waiting) : "";
  }

  function skipped({ skipped: left }, texts) {
    return left > 0 ? filled(texts.skipped, { n: number(left) }) : "";
  }

  function wanted({ total }, texts) {
    return counted(texts.wanted, total);
  }

  function error({ error: reason }) {
    return reason ?? "";
  }

  /** What is done; the campaign's name where it is known. */
  const kind = (deed, texts) => texts[`kind.${deed.kind}`] ?? deed.kind;

  const stage = (deed, texts) => texts[`stage.${deed.stage}`] ?? deed.stage;

  /** Why contacts were left, in words where there are any. */
  const skip = (reason, texts) => texts[`skip.${reason}`] ?? reason;

  const campaign = ({ campaign_id: id, campaign_name: name }, texts) =>
    id === null ? "" : name ?? filled(texts.campaign, { id });

  const COURSE = ["running", "draining", "done"];
  const ENDS = { failed: "running", paused: "running", stopped: "done" };

  /** The stages of a deed in their order: those that are past, the one it is in, those to come. */
  function course(deed) {
    const isApproved = deed.stage === "awaiting_approval" || deed.approved_by !== null;
    const stages = [...(isApproved ? ["awaiting_approval"] : []), ...COURSE];
    const place = stages.indexOf(ENDS[deed.stage] ?? deed.stage);
    const isOver = place === stages.length - 1;
    return stages.map((name, at) => ({
      stage: at === place ? deed.stage : name,
      is: at < place || (isOver && at === place) ? "past" : at === place ? "now" : "next",
    }));
  }

  /** Whether there is something to undo and still time to do it. */
  const canBeUndone = (deed, now) =>
    deed.kind !== "undo" && deed.undone_by === null && deed.undo_until !== null && now < Date.parse(deed.undo_until);

  live.operationWords = { facts, kind, stage, skip, campaign, course, canBeUndone };
})((globalThis.dashboardLive ??= {}));

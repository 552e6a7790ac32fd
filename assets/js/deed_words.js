/** Deeds in words: what a plan says, and why a deed was not done. */
((live) => {
  "use strict";

  const FATES = ["moved", "asked", "drains", "untouched"];
  const AFTER_CALL = "acw";
  const TOUCHED = ["moved", "asked", "drains"];
  const FORMS = { one: 0, few: 1 };

  /** `{name}` of a text replaced by the value of that name. */
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  /** A text whose forms for each plural stand between bars, in the form that the number asks for. */
  function counted(text, number) {
    const forms = text.split("|");
    const kind = new Intl.PluralRules(live.texts.language()).select(number);
    const form = forms[Math.min(FORMS[kind] ?? forms.length - 1, forms.length - 1)];
    return filled(form, { n: live.formats.count(number) });
  }

  /** How many contacts a plan would touch, at once or later. */
  const touched = (plan) => TOUCHED.reduce((sum, fate) => sum + (plan.counts[fate] ?? 0), 0);

  const sum = (states) => Object.values(states).reduce((all, number) => all + number, 0);

  const sorted = (states) => Object.entries(states).filter(([, number]) => number > 0).sort((a, b) => b[1] - a[1]);

  /** What a plan says: a line for each fate that somebody has, with the states behind it. */
  function lines(plan, texts) {
    return FATES.flatMap((fate) => parts(fate, plan.fates[fate] ?? {})).map(([fate, name, states]) => ({
      fate,
      text: counted(texts[`${plan.kind}.${name}`] ?? texts[name], sum(states)),
      states: name === AFTER_CALL ? [] : sorted(states),
    }));
  }

  // After-call work is said by itself: whoever cancels asks first what becomes of those who talk.
  function parts(fate, states) {
    const { [AFTER_CALL]: busy, ...others } = states;
    if (fate !== "untouched") return sum(states) > 0 ? [[fate, fate, states]] : [];
    const after = busy > 0 ? [[fate, AFTER_CALL, { [AFTER_CALL]: busy }]] : [];
    return sum(others) > 0 ? [...after, [fate, fate, others]] : after;
  }

  const SAID = { 401: "signedOut", 403: "forbidden", 404: "gone" };

  /** Why a deed was not done: what happened, what was not done, what to do. */
  function refusal({ status, body }, texts) {
    const reason = body.detail ?? "";
    if (status === 503) return filled(texts.unavailable, { reason });
    if (!isAnswer(status)) return texts.unknown;
    return filled(texts[SAID[status]] ?? texts.refused, { reason });
  }

  /** Whether a status says for certain what became of a deed. */
  const isAnswer = (status) => (status >= 200 && status < 500) || status === 503;

  live.deedWords = { filled, counted, touched, lines, refusal, isAnswer };
})((globalThis.dashboardLive ??= {}));

/** What this viewer has been told, and whether a frame follows from it. Pure. */
((live) => {
  "use strict";

  /** Nothing known yet: what a stream starts from. */
  const blank = () => ({ epoch: 0, seq: null, known: {} });

  const accepted = (state, changed) => ({ state, changed, reopen: false });

  const refused = (state) => ({ state, changed: {}, reopen: true });

  const isSame = (state, frame) => frame.epoch === state.epoch && frame.seq === state.seq;

  const isNext = (state, frame) =>
    state.seq !== null && frame.epoch === state.epoch && frame.seq === state.seq + 1;

  /** The known properties with those of a frame over them, id by id. */
  function merged(known, changed) {
    const all = { ...known };
    for (const [id, props] of Object.entries(changed)) all[id] = { ...all[id], ...props };
    return all;
  }

  const KINDS = {
    full(state, frame) {
      if (frame.epoch < state.epoch) return refused(state);
      return accepted({ epoch: frame.epoch, seq: frame.seq, known: frame.set }, frame.set);
    },

    diff(state, frame) {
      if (!isNext(state, frame)) return refused(state);
      const known = merged(state.known, frame.set);
      return accepted({ epoch: frame.epoch, seq: frame.seq, known }, frame.set);
    },

    beat(state, frame) {
      return isSame(state, frame) ? accepted(state, {}) : refused(state);
    },
  };

  /**
   * → the state after a frame, what it changed, and whether to ask for a full one.
   *
   * Without an age the server has no numbers yet: there is nothing to take from the frame, and
   * nothing to be behind of.
   */
  function receive(state, kind, frame) {
    return frame.age_ms === null ? accepted(state, {}) : KINDS[kind](state, frame);
  }

  live.frames = { blank, merged, receive };
})((globalThis.dashboardLive ??= {}));

/** Blocks of contacts for the grid: where each begins is remembered as a cursor of the API. */
((live) => {
  "use strict";

  /**
   * `ask(cursor, limit)` → an answer of the API. A block that the server stopped looking for is
   * asked for again from where it stopped, until it is full or nothing is left; `tell(found)` is
   * called meanwhile, and says whether to go on.
   */
  function make(ask, size) {
    const cursors = [null];
    let turn = Promise.resolve();

    /**
     * → the rows of a block, whether it is the last one, and how many fit in all if known. One
     * block after another: each begins where the one before it ended.
     */
    function load(index, tell) {
      const mine = turn.then(() => read(index, tell));
      turn = mine.catch(() => null);
      return mine;
    }

    async function read(index, tell) {
      while (cursors[index] === undefined) {
        const last = cursors.length - 1;
        if (cursors[last] === null && last > 0) return { rows: [], isLast: true, matches: null };
        await fill(last, tell);
      }
      if (cursors[index] === null && index > 0) return { rows: [], isLast: true, matches: null };
      return fill(index, tell);
    }

    async function fill(index, tell) {
      const rows = [];
      let cursor = cursors[index];
      let matches = null;
      do {
        const answer = await ask(cursor, size - rows.length);
        rows.push(...answer.contacts);
        cursor = answer.next_cursor;
        matches = answer.matches;
      } while (cursor !== null && rows.length < size && tell(rows.length));
      cursors[index + 1] = cursor;
      return { rows, isLast: cursor === null, matches };
    }

    return { load };
  }

  live.contactsBlocks = { make };
})((globalThis.dashboardLive ??= {}));

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

    /** → the rows of a block, whether it is the last one, and how many fit in all if known. */
    async function load(index, tell) {
      const rows = [];
      let cursor = cursors[index] ?? null;
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

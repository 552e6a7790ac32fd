"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { contactsBlocks } = require("./page.js").load("contacts_blocks");

const always = () => true;

/** An API of `total` contacts that finds `step` of them at most for each request. */
function api(total, step = Infinity) {
  const asked = [];
  const ask = async (cursor, limit) => {
    asked.push(cursor);
    const first = cursor === null ? 0 : Number(cursor);
    const last = Math.min(total, first + Math.min(limit, step));
    const contacts = Array.from({ length: last - first }, (_, i) => ({ id: first + i }));
    return { contacts, next_cursor: last < total ? String(last) : null, matches: null };
  };
  return { ask, asked };
}

const ids = (rows) => rows.map((row) => row.id);

test("each block begins where the one before it ended", async () => {
  const blocks = contactsBlocks.make(api(7).ask, 3);
  const found = [await blocks.load(0, always), await blocks.load(1, always), await blocks.load(2, always)];
  assert.deepEqual(found.map(({ rows }) => ids(rows)), [[0, 1, 2], [3, 4, 5], [6]]);
  assert.deepEqual(found.map(({ isLast }) => isLast), [false, false, true]);
});

test("blocks that are asked for at once come one after another", async () => {
  const blocks = contactsBlocks.make(api(7).ask, 3);
  const found = await Promise.all([1, 0, 2].map((index) => blocks.load(index, always)));
  assert.deepEqual(found.map(({ rows }) => ids(rows)), [[3, 4, 5], [0, 1, 2], [6]]);
});

test("beyond the end there is nothing", async () => {
  const blocks = contactsBlocks.make(api(3).ask, 3);
  assert.deepEqual(await blocks.load(4, always), { rows: [], isLast: true, matches: null });
});

test("a search that was stopped goes on until the block is full", async () => {
  const server = api(10, 1);
  const told = [];
  const block = await contactsBlocks.make(server.ask, 4).load(0, (rows) => told.push(rows));
  assert.deepEqual(ids(block.rows), [0, 1, 2, 3]);
  assert.deepEqual(told, [1, 2, 3]);
});

test("a search that nobody wants any more ends", async () => {
  const server = api(10, 1);
  await contactsBlocks.make(server.ask, 4).load(0, () => false);
  assert.equal(server.asked.length, 1);
});

test("an error reaches who asked, and the next one is asked for anew", async () => {
  let isBroken = true;
  const { ask } = api(3);
  const blocks = contactsBlocks.make((...given) => (isBroken ? Promise.reject(new Error("x")) : ask(...given)), 3);
  await assert.rejects(blocks.load(0, always), /x/);
  isBroken = false;
  assert.deepEqual(ids((await blocks.load(0, always)).rows), [0, 1, 2]);
});

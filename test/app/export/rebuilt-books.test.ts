import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import { decimalFromMicro, microFromDecimal } from '../../../src/engine/domain/values/micro.ts';
import { memorySubject, pgliteSubject, type StoreSubject } from '../../data/store/subjects.ts';
import { expectSameBooks, exportedCsv } from './exported.ts';
import { happening, RandomBooks } from './random-books.ts';

let subjects: readonly StoreSubject[] = [];
beforeAll(async () => {
  subjects = await Promise.all([memorySubject(), pgliteSubject()]);
});
afterAll(() => Promise.all(subjects.map((subject) => subject.stop())));

const happenings = fc.array(happening, { minLength: 1, maxLength: 60 });

it('the lines of an export add up to the books, to the last micro-dollar, in every store', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(happenings, async (all) => {
      const books = new RandomBooks();
      for (const each of all) books.happen(each);
      const rows = books.taken();
      const texts: string[] = [];
      for (const subject of subjects) {
        const store = await subject.fresh();
        await store.commit(rows);
        texts.push(await exportedCsv(store));
      }
      const [text = ''] = texts;
      for (const other of texts) expect(other).toBe(text);
      expectSameBooks(text, books.ledgers.values());
      for (const [, kind = ''] of text.matchAll(/^[^,]*Z,(\w+)/gm)) {
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }),
    { numRuns: 15 },
  );
  const kinds = ['deposit', 'external', 'fill', 'payout', 'reversal', 'withdrawal'];
  expect([...seen.keys()].sort()).toEqual(kinds);
});

it('a line left out is noticed, and one micro-unit in every column that is added up', async () => {
  const books = new RandomBooks();
  const [base] = fc.sample(happening, { numRuns: 1, seed: 7 });
  if (base === undefined) throw new Error('there is a sample');
  books.happen({ ...base, kind: 'buy', micro: 3_000_000, at: 510_000 });
  books.happen({ ...base, kind: 'sell', micro: 1_000_000, at: 520_000 });
  const store = new MemoryStore();
  await store.commit(books.taken());
  const text = await exportedCsv(store);
  const ledgers = [...books.ledgers.values()];
  expectSameBooks(text, ledgers);
  const [head = '', bought = '', sold = ''] = text.split('\r\n');
  expect(() => expectSameBooks(`${head}\r\n${bought}\r\n`, ledgers)).toThrow();
  for (const name of ['shares', 'fee', 'realised', 'cost', 'cash_change']) {
    const cells = sold.split(',');
    const column = head.split(',').indexOf(name);
    const micro = microFromDecimal(cells[column] ?? '');
    cells[column] = decimalFromMicro((micro ?? 0) + 1);
    const wrong = [head, bought, cells.join(','), ''].join('\r\n');
    expect(() => expectSameBooks(wrong, ledgers), name).toThrow();
  }
});

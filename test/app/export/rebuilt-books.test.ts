import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import { decimalFromMicro, microFromDecimal } from '../../../src/engine/domain/values/micro.ts';
import {
  type AskedStore,
  memorySubject,
  pgliteSubject,
  type StoreSubject,
} from '../../data/store/subjects.ts';
import { expectSameBooks, exportedCsv } from './exported.ts';
import { type Happening, happening, RandomBooks } from './random-books.ts';
import { parsedCsv } from './rebuilt-books.ts';

let subjects: readonly StoreSubject[] = [];
beforeAll(async () => {
  subjects = await Promise.all([memorySubject(), pgliteSubject()]);
});
afterAll(() => Promise.all(subjects.map((subject) => subject.stop())));

/** Of each kind of line at least one, whatever happens behind it. */
const BEGINNING: readonly Pick<Happening, 'kind' | 'pick'>[] = [
  { kind: 'deposit', pick: 0 },
  { kind: 'cash', pick: 1 },
  { kind: 'buy', pick: 0 },
  { kind: 'sell', pick: 0 },
  { kind: 'fails', pick: 1 },
  { kind: 'theirs', pick: 0 },
  { kind: 'theirsFails', pick: 0 },
  { kind: 'payout', pick: 0 },
];
const KINDS = ['deposit', 'external', 'fill', 'payout', 'reversal', 'withdrawal'];

function happenings(most: number): fc.Arbitrary<readonly Happening[]> {
  const random = fc.array(happening, { maxLength: most, size: 'max' });
  return fc.tuple(happening, random).map(([first, more]) => {
    return [...BEGINNING.map((of) => ({ ...first, ...of })), ...more];
  });
}

/** Lets it all happen, and holds the lines of every store against the books. */
async function holds(all: readonly Happening[], stores: readonly AskedStore[]): Promise<void> {
  const books = new RandomBooks();
  for (const each of all) books.happen(each);
  const rows = books.taken();
  const texts: string[] = [];
  for (const store of stores) {
    await store.commit(rows);
    texts.push(await exportedCsv(store));
  }
  const [text = ''] = texts;
  for (const other of texts) expect(other).toBe(text);
  expectSameBooks(text, books.ledgers.values());
  const [, ...lines] = parsedCsv(text);
  expect([...new Set(lines.map(([, kind]) => kind))].sort()).toEqual(KINDS);
}

it('the lines of an export add up to the books, to the last micro-dollar', async () => {
  await fc.assert(
    fc.asyncProperty(happenings(80), (all) => holds(all, [new MemoryStore()])),
    { numRuns: 150 },
  );
});

it('the lines of an export are the same from every store', async () => {
  await fc.assert(
    fc.asyncProperty(happenings(200), async (all) => {
      await holds(all, await Promise.all(subjects.map((subject) => subject.fresh())));
    }),
    { numRuns: 5 },
  );
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

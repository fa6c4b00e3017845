import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresBinDir } from '../../servers/postgres.ts';
import { batch } from './arbitraries.ts';
import { curvesOf, someMoves } from './curves-contract.ts';
import { onlyConflict } from './store-contract.ts';
import { memorySubject, pgliteSubject, postgresSubject, type StoreSubject } from './subjects.ts';
import { visible } from './visible.ts';

const RUNS = 12;

let subjects: StoreSubject[] = [];

beforeAll(async () => {
  const binDir = postgresBinDir();
  const starts = [memorySubject(), pgliteSubject()];
  if (binDir !== null) starts.push(postgresSubject(binDir));
  subjects = await Promise.all(starts);
});
afterAll(() => Promise.all(subjects.map((subject) => subject.stop())));

it('shows the same in every store after the same batches', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
      const seen = [];
      for (const subject of subjects) {
        const store = await subject.fresh();
        const refused: number[] = [];
        for (const [index, changes] of batches.entries()) {
          await store.commit(changes).catch((error) => {
            onlyConflict(error);
            refused.push(index);
          });
        }
        seen.push({ refused, ...(await visible(store)) });
      }
      for (const other of seen.slice(1)) expect(other).toEqual(seen[0]);
    }),
    { numRuns: RUNS },
  );
});

it('draws the same curves in every store', async () => {
  await fc.assert(
    fc.asyncProperty(someMoves, async (moves) => {
      const seen = [];
      for (const subject of subjects) seen.push(await curvesOf(await subject.fresh(), moves));
      for (const other of seen.slice(1)) expect(other).toEqual(seen[0]);
    }),
    { numRuns: RUNS },
  );
});

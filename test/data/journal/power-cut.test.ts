import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileJournal } from '../../../src/data/journal/file-journal.ts';
import type { IntentId } from '../../../src/engine/domain/ids.ts';
import { journalled } from './orders.ts';
import { randomFrom, SimulatedDisk } from './simulated-disk.ts';

/** Lives of one disk, each ended by a loss of power. */
const CUTS = 30;
const RUNS = 20;
/** Small, so that files are written anew in the middle of it. */
const COMPACT_ABOVE_BYTES = 2_000;

/** What the program was told, which is what must hold. */
interface Told {
  readonly kept: Set<IntentId>;
  readonly forgotten: Set<IntentId>;
  readonly asked: Set<IntentId>;
}

it('loses nothing that was acknowledged in thirty losses of power, whatever the disk makes of the rest', async () => {
  let torn = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const random = randomFrom(seed);
      const told: Told = { kept: new Set(), forgotten: new Set(), asked: new Set() };
      let disk = new SimulatedDisk();
      for (let life = 0; life < CUTS; life += 1) {
        disk.cutAtCall = 1 + random(40);
        await liveUntilTheCut({ disk, told, random, life });
        disk = disk.afterPowerCut(random);
        const report = (problem: Error) => {
          expect(problem).toMatchObject({ kind: 'torn' });
          torn += 1;
        };
        const journal = await FileJournal.open({ dataDir: '/d', fs: disk, report });
        const read = await journal.read();
        const ids = new Set(read.map((order) => order.intent.id));
        expect([...told.kept].filter((id) => !ids.has(id))).toEqual([]);
        expect([...told.forgotten].filter((id) => ids.has(id))).toEqual([]);
        for (const order of read) {
          expect(told.asked).toContain(order.intent.id);
          expect(order).toEqual(journalled(order.intent.id));
        }
        // What was found is adopted by whoever reads it, so it stays from now on.
        for (const id of ids) told.kept.add(id);
        await journal.close();
      }
    }),
    { numRuns: RUNS },
  );
  expect(torn).toBeGreaterThan(0);
});

async function liveUntilTheCut({
  disk,
  told,
  random,
  life,
}: {
  readonly disk: SimulatedDisk;
  readonly told: Told;
  readonly random: (below: number) => number;
  readonly life: number;
}): Promise<void> {
  const journal = await FileJournal.open({
    ...{ dataDir: '/d', fs: disk, compactAboveBytes: COMPACT_ABOVE_BYTES },
    report: () => undefined,
  }).catch(() => null);
  for (let step = 0; journal !== null && journal.refusal === null; step += 1) {
    const together = Array.from({ length: 1 + random(4) }, (_, index) => {
      const id = `i${life}.${step}.${index}` as IntentId;
      told.asked.add(id);
      return journal.append(journalled(id)).then(() => told.kept.add(id));
    });
    const over = [...told.kept].filter(() => random(3) === 0);
    // Whether they are forgotten is open from here until it is acknowledged.
    for (const id of over) told.kept.delete(id);
    together.push(
      journal.forget(over).then(() => {
        for (const id of over) told.forgotten.add(id);
        return told.kept;
      }),
    );
    await Promise.allSettled(together);
  }
}

import { expect, onTestFinished, test } from 'vitest';
import type { MarketId } from '../../src/engine/domain/ids.ts';
import type { FaultChoice } from '../../src/sim/wire/faults.ts';
import { START_AT_MS } from '../sim/wire/manual-clock.ts';
import { hash, MICRO, ScriptedMarket, ScriptedVenue } from '../sim/wire/scripted-venue.ts';
import { QUICK, type Tempo, until, WireRun } from './wire-run.ts';

const wire = { ...QUICK.wire, speed: 1, startsAtMs: START_AT_MS };
/** Only sockets tell in time: Gamma lists a market again after minutes. */
const BY_SOCKET: Tempo = { pace: {}, wire };
const BY_LIST: Tempo = { pace: QUICK.pace, wire };
const NO_FRAMES: FaultChoice = { frameDrop: 1 };

/** A world of one market in which a leader bought and we hold a copy. */
async function copied(tempo: Tempo) {
  const market = new ScriptedMarket(0);
  const venue = new ScriptedVenue([market]);
  market.set(
    { side: 'BUY', price: 500_000, size: 9_000 * MICRO },
    { side: 'SELL', price: 510_000, size: 9_000 * MICRO },
  );
  const run = await WireRun.start({ seed: 'outcomes', faults: 'none', tempo, venue });
  onTestFinished(() => run.close());
  const now = (event: Parameters<ScriptedVenue['at']>[1]): void => venue.at(0, event);
  now(() =>
    market.trade({
      transaction: hash(1),
      price: 510_000,
      size: 100 * MICRO,
      rows: [{ name: 'ace' }],
    }),
  );
  const position = () => [...run.store.rows.positions.values()][0];
  await until('the copy is filled', () => (position()?.quantity ?? 0) > 0);
  await until('all is settled', () => run.unsettled().length === 0, {
    tell: () => run.unsettled(),
  });
  return { run, market, now, position };
}

type World = Awaited<ReturnType<typeof copied>>;

/** What the position was worth in the end, before fees. */
async function paidOut({ run, position }: World): Promise<{ quantity: number; amount: number }> {
  const quantity = position()?.quantity ?? 0;
  const cost = position()?.cost ?? 0;
  const payouts = () =>
    [...run.store.rows.realisations.values()].filter((of) => of.cause === 'payout');
  await until('the market is paid out', () => payouts().length > 0);
  await until('all is settled', () => run.unsettled().length === 0, {
    tell: () => run.unsettled(),
  });
  expect(payouts()).toHaveLength(1);
  expect(position()).toMatchObject({ quantity: 0, cost: 0 });
  return { quantity, amount: (payouts()[0]?.amount ?? 0) + cost };
}

test('a winner told by the socket alone pays a dollar a share', async () => {
  const world = await copied(BY_SOCKET);
  world.now(() => world.market.resolve([1, 0]));
  const { quantity, amount } = await paidOut(world);
  expect(amount).toBe(quantity);
});

test('a loser whose frame was lost is written off when Gamma lists it', async () => {
  const world = await copied(BY_LIST);
  world.run.sim.setFaults(NO_FRAMES);
  world.now(() => world.market.resolve([0, 1]));
  expect((await paidOut(world)).amount).toBe(0);
  expect(world.run.sim.counts.faults.frameDrop).toBeGreaterThan(0);
});

test('a void market, which no socket tells, pays half a dollar a share', async () => {
  const world = await copied(BY_LIST);
  world.now(() => world.market.resolve([0.5, 0.5]));
  const { quantity, amount } = await paidOut(world);
  expect(amount).toBe(Math.floor(quantity / 2));
});

test('a market that ended while the socket was gone is settled without waiting for its turn', async () => {
  const world = await copied(BY_SOCKET);
  world.run.sim.setFaults({ socketClose1006: 1 });
  await until('the socket is gone', () => world.run.sim.counts.faults.socketClose1006 > 0);
  world.now(() => world.market.resolve([0.5, 0.5]));
  world.run.sim.setFaults('none');
  const { quantity, amount } = await paidOut(world);
  expect(amount).toBe(Math.floor(quantity / 2));
});

/** A price that only the finer grid has. */
const FINE_BID = 504_000;

async function seesFineBid({ run, market }: World): Promise<void> {
  const book = () => run.program.engine.market.bookState(market.conditionId as MarketId);
  await until('the book has the fine price', () => {
    const { trust, tops } = book() ?? {};
    return trust?.trusted === true && tops?.[0]?.bid === FINE_BID;
  });
  expect(book()?.tops).toMatchObject([
    { bid: FINE_BID, ask: 510_000 },
    { bid: MICRO - 510_000, ask: MICRO - FINE_BID },
  ]);
}

const fineBid = { side: 'BUY', price: FINE_BID, size: 50 * MICRO } as const;

test('a tick change brings the book on the new grid', async () => {
  const world = await copied(BY_SOCKET);
  world.now(() => world.market.changeTick(1_000));
  world.now(() => world.market.set(fineBid));
  await seesFineBid(world);
});

test('a book whose tick change was lost is read again when a price lies off its grid', async () => {
  const world = await copied(BY_SOCKET);
  const { steps } = world.run.sim.counts;
  world.run.sim.setFaults(NO_FRAMES);
  world.now(() => world.market.changeTick(1_000));
  await until('the tick changed', () => world.run.sim.counts.steps > steps);
  world.run.sim.setFaults('none');
  world.now(() => world.market.set(fineBid));
  await seesFineBid(world);
});

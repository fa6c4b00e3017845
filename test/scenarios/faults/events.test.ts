import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountEvent } from '../../../src/engine/domain/account-event.ts';
import { SECOND_MS } from '../../../src/engine/domain/time.ts';
import { LOT } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import type { HoldAt } from './held-executor.ts';
import { expectBookedOnce, House } from './house.ts';
import { LiveProcess } from './live-process.ts';
import { FrozenStore, fromFirst } from './store-line.ts';

const PERMUTATIONS = process.env['PROVE'] === undefined ? 20 : 200;
const CHAT = 'telegram:7';

describe('a process that is killed while it books', () => {
  test.each([
    ['before the fill is written', 'hangs'],
    ['when the fill is written and the answer of the database was lost', 'lost'],
  ] as const)(
    'F5: %s, the fill is read again from the trades and applied once',
    async (_name, manner) => {
      const house = await House.open();
      const first = await house.live();
      first.line.manner = fromFirst('fill', manner);
      await house.annaBuys(first);
      while (first.line.held + first.line.failed === 0) await house.pass(first, SECOND_MS);
      expect(first.shares, 'it was booked in memory').toBe(house.venue.matched);
      first.kill9();
      const second = await house.begin();
      await house.finish(second);
      expectBookedOnce(house, second);
      expect((await house.store.recentFills({ limit: 10 })).length).toBe(house.venue.trades.size);
    },
  );

  test('F6: between the state and the message, the message waits, and is marked when it may be a repetition', async () => {
    const house = await House.open();
    const first = await house.live();
    await house.annaBuys(first);
    await house.finish(first);
    const untold = async () => {
      const all = await house.store.pending(CHAT, { sinceMs: 0, limit: 100, first: [] });
      return all.filter(({ notice }) => notice.kind === 'fill');
    };
    const [waiting] = await untold();
    expect(waiting).toMatchObject({ tried: false });
    const noticeIds = [waiting?.notice.id ?? ''];
    const atMs = house.venue.clock.nowMs();
    await house.store.markDelivery(CHAT, { noticeIds, state: 'trying', atMs });
    first.kill9();
    const second = await house.begin();
    await house.pass(second, SECOND_MS);
    expect(await untold()).toMatchObject([{ tried: true, notice: { id: waiting?.notice.id } }]);
  });
});

/** Everything that the account's own channel tells of one copy, in the order of the venue. */
async function toldOfOneCopy(house: House): Promise<readonly AccountEvent[]> {
  const first = await house.live();
  first.executor.hold('posted', 'question');
  const told: AccountEvent[] = [];
  first.tell = (event) => {
    if (event.kind === 'fill' || event.kind === 'order') told.push(event);
  };
  const channel = await first.openChannel();
  await house.annaBuys(first);
  await first.until(() => told.some((event) => event.kind === 'fill'));
  // The chain goes on, and each of its steps is told.
  const isFinal = (event: AccountEvent) =>
    event.kind === 'fill' && event.fill.settlement === 'confirmed';
  while (!told.some(isFinal)) await first.pass(SECOND_MS);
  first.kill9();
  await channel.close();
  return told;
}

/** What must be the same however it was told. */
function outcome(process: LiveProcess) {
  const ledger = process.state.ledgers.get(process.ledger);
  const [order] = process.orders;
  return {
    order: [order?.status, order?.filledQuantity, order?.filledNotional, order?.fees],
    cash: ledger?.cash,
    positions: ledger?.openPositions.map(({ quantity, cost }) => [quantity, cost]),
    unsettled: process.state.unsettled.size,
    reserved: process.reserved,
  };
}

/** The same moment for each: the bytes are at the venue, and nobody has answered. */
async function hearing(house: House, events: readonly AccountEvent[], ...held: HoldAt[]) {
  const store = new FrozenStore(house.store);
  const process = new LiveProcess({ ...house.ports, store });
  process.executor.hold(...held);
  await process.start();
  for (const event of events) {
    process.tell(event);
    await process.settle();
  }
  const heard = outcome(process);
  process.executor.release();
  await process.settle();
  await process.pass(5 * SECOND_MS);
  return { process, heard, finally: outcome(process) };
}

describe('the account’s own channel', () => {
  test('F18: trades and orders that are told again change nothing', async () => {
    const house = await House.open();
    const told = await toldOfOneCopy(house);
    const once = await hearing(house, told, 'question');
    const thrice = await hearing(house, [...told, ...told, ...told], 'question');
    expect(once.heard.order[1]).toBe(house.venue.matched);
    expect(thrice.heard).toEqual(once.heard);
    expect(thrice.finally).toEqual(once.finally);
    expectBookedOnce(house, thrice.process);
  });

  test('F19: any order of arrival, repeated as it likes, gives the same state', async () => {
    const house = await House.open();
    const told = await toldOfOneCopy(house);
    const right = await hearing(house, told, 'question');
    const arrivals = fc
      .tuple(
        fc.shuffledSubarray([...told.keys()], { minLength: told.length }),
        fc.array(fc.nat(told.length - 1), { maxLength: 4 }),
      )
      .map(([all, again]) => [...all, ...again].flatMap((at) => told[at] ?? []));
    await fc.assert(
      fc.asyncProperty(arrivals, async (events) => {
        const { heard, process } = await hearing(house, events, 'question');
        expect(heard.positions).toEqual(right.heard.positions);
        expect(heard.cash).toBe(right.heard.cash);
        expect(heard.unsettled, 'confirmed is final').toBe(0);
        expect(outcome(process)).toEqual(right.finally);
      }),
      { numRuns: PERMUTATIONS },
    );
  });

  test('F25: what filled while it was closed is booked when it opens, and the rest is still right', async () => {
    const house = await House.open();
    const live = await house.live();
    live.command({ kind: 'changeSetting', key: 'entry.rest', value: 'on' });
    house.showCheaper(0);
    const channel = await live.openChannel();
    await house.annaBuys(live);
    const [resting] = house.venue.open;
    const size = resting?.size ?? 0;
    const price = resting?.price ?? 0;
    expect(size).toBeGreaterThan(0);
    await channel.close();
    house.venue.somebodySells(0, { shares: Math.floor(size / 3 / LOT) * LOT, price });
    const part = house.venue.matched;
    expect(part).toBeGreaterThan(0);
    expect(part).toBeLessThan(size);
    expect(live.shares, 'nobody told').toBe(0);
    const again = await live.openChannel();
    await live.until(() => live.shares > 0);
    expect(live.shares).toBe(part);
    expect(live.orders).toMatchObject([{ status: 'open', filledQuantity: part }]);
    const paid = live.orders[0]?.filledNotional ?? 0;
    expect(live.reserved, 'what may still fill is reserved').toBeGreaterThan(0);
    expect(live.reserved + paid).toBeLessThanOrEqual((live.orders[0]?.intent.spend ?? 0) * 1.1);
    house.venue.somebodySells(0, { shares: size, price });
    await live.until(() => live.shares > part);
    await house.finish(live);
    await again.close();
    expectBookedOnce(house, live);
    expect(live.orders[0]?.filledNotional).toBeLessThanOrEqual(live.orders[0]?.intent.spend ?? 0);
  });
});

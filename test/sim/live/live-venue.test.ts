import { describe, expect, test } from 'vitest';
import type { AccountEvent } from '../../../src/engine/domain/account-event.ts';
import type { Price, Quantity } from '../../../src/engine/domain/values/money.ts';
import { dollars, ZERO_MONEY } from '../../../src/engine/domain/values/money.ts';
import type { OrderLookup, PostAnswer } from '../../../src/engine/domain/venue-answer.ts';
import { Chance } from '../../../src/sim/chance.ts';
import { makeLiveOrder } from '../../../src/sim/live/live-bytes.ts';
import { type LiveFault, noLiveFaults } from '../../../src/sim/live/live-faults.ts';
import type { TruthOrder } from '../../../src/sim/live/live-truth.ts';
import type { LiveVenue } from '../../../src/sim/live/live-venue.ts';
import { CALM, CASH, faulty, intent, START_MS, venue, world } from './live-world.ts';

/** A token whose book has both sides at a moment. */
function traded(
  seed: string,
  atMs: number,
): { readonly marketId: string; readonly tokenId: string } {
  for (const { conditionId, tokenIds } of world(seed).markets) {
    const [tokenId = ''] = tokenIds;
    const { asks, bids } = world(seed).bookAt(tokenId, atMs);
    if (asks.length > 0 && bids.length > 0) return { marketId: conditionId, tokenId };
  }
  throw new Error('no book has both sides');
}

function send(live: LiveVenue, body: string): PostAnswer[] {
  const answers: PostAnswer[] = [];
  live.post(body, (answer) => answers.push(answer));
  return answers;
}

const SOON_MS = START_MS + 20_000;

describe('an order', () => {
  test('is taken at its limit or better, filled within its budget, and told with its hash', () => {
    const live = venue('a');
    const made = makeLiveOrder(intent(traded('a', START_MS)));
    const events: AccountEvent[] = [];
    live.listen((event) => events.push(event));
    const answers = send(live, made.body);
    live.advanceTo(SOON_MS);
    expect(answers).toMatchObject([{ kind: 'accepted' }]);
    const order = live.exchange.orders.get(made.hash);
    expect(order).toMatchObject({ status: 'matched', body: made.body });
    expect(order?.notional).toBeLessThanOrEqual(dollars(10));
    const fills = events.filter((event) => event.kind === 'fill');
    expect(fills.map(({ fill }) => fill.settlement)).toEqual(['matched', 'mined', 'confirmed']);
    expect(fills.every(({ fill }) => fill.orderHash === made.hash)).toBe(true);
  });

  test('is the same for the same intent, and refused when it comes again', () => {
    const live = venue('a');
    const one = intent(traded('a', START_MS));
    expect(makeLiveOrder(one)).toEqual(makeLiveOrder({ ...one }));
    send(live, makeLiveOrder(one).body);
    live.advanceTo(SOON_MS);
    const answers = send(live, makeLiveOrder(one).body);
    live.advanceTo(SOON_MS + 20_000);
    expect(answers).toMatchObject([{ kind: 'duplicate' }]);
    expect(live.exchange.orders.size).toBe(1);
  });

  test('is refused when its bytes were changed', () => {
    const live = venue('a');
    const { body } = makeLiveOrder(intent(traded('a', START_MS)));
    const answers = send(live, body.replace('"spend":10000000', '"spend":90000000'));
    live.advanceTo(SOON_MS);
    expect(answers).toMatchObject([{ kind: 'refused', cause: 'invalid' }]);
    expect(live.exchange.orders.size).toBe(0);
  });

  test('that nothing meets is over at once', () => {
    const live = venue('a');
    const low = { limitPrice: 10_000 as Price };
    const answers = send(live, makeLiveOrder(intent(traded('a', START_MS), low)).body);
    live.advanceTo(SOON_MS);
    // A delayed one is told to be accepted first.
    expect(['unfilled', 'accepted']).toContain(answers[0]?.kind);
    expect([...live.exchange.orders.values()]).toMatchObject([{ status: 'canceled', matched: 0 }]);
  });

  test('of more than the account has is refused', () => {
    const live = venue('a');
    const rich = intent(traded('a', START_MS), { spend: dollars(5_000) });
    const bare = intent(traded('a', START_MS), { side: 'sell', spend: ZERO_MONEY });
    const answers = [rich, bare].map((one) => send(live, makeLiveOrder(one).body));
    live.advanceTo(SOON_MS);
    for (const [answer] of answers) {
      expect(answer).toMatchObject({ kind: 'refused', cause: 'balance' });
    }
  });

  test('that rests is canceled when asked, or leaves when its time is over', () => {
    const live = venue('a');
    const of = traded('a', START_MS);
    const rests = { timeInForce: 'GTD', limitPrice: 10_000 as Price } as const;
    const made = [SOON_MS + 60_000, SOON_MS + 5_000].map((restsUntilMs) =>
      makeLiveOrder(intent(of, { ...rests, restsUntilMs })),
    );
    for (const { body } of made) send(live, body);
    live.advanceTo(SOON_MS);
    expect(live.exchange.open).toHaveLength(2);
    const answers: unknown[] = [];
    live.cancel(made[0]?.hash ?? '', (answer) => answers.push(answer));
    live.advanceTo(SOON_MS + 20_000);
    expect(answers).toEqual([{ kind: 'canceled' }]);
    expect(live.exchange.open).toHaveLength(0);
  });

  test('that rests meets the book as a maker, at its own price, without a fee', () => {
    for (const seed of ['1', '2', '3', '4', '5', '6']) {
      const live = venue(seed);
      const of = traded(seed, START_MS);
      const best = world(seed).bookAt(of.tokenId, START_MS).asks.at(-1)?.price ?? 0;
      const tick = world(seed).markets.find((one) => one.conditionId === of.marketId)?.tick ?? 1;
      const over = { limitPrice: (best - tick) as Price, restsUntilMs: START_MS + 90_000 };
      send(live, makeLiveOrder(intent(of, { ...over, timeInForce: 'GTD' })).body);
      live.advanceTo(START_MS + 95_000);
      for (const trade of live.exchange.trades) {
        if (trade.role === 'taker') continue;
        expect(trade).toMatchObject({ price: over.limitPrice, fee: 0 });
      }
      const [order] = live.exchange.orders.values();
      expect(order?.notional).toBeLessThanOrEqual(dollars(10));
    }
  });
});

describe('one fault at a time', () => {
  const always = (fault: LiveFault) => venue('f', { rates: { ...CALM, [fault]: 1 } });
  const post = (fault: LiveFault): { live: LiveVenue; hash: string; answers: PostAnswer[] } => {
    const live = always(fault);
    const made = makeLiveOrder(intent(traded('f', START_MS)));
    const answers = send(live, made.body);
    live.advanceTo(START_MS + 40_000);
    return { live, hash: made.hash, answers };
  };

  test.each(['postReplyLost', 'postErrorAfterAccept', 'postUnreadable', 'postLate'] as const)(
    '%s: the answer is unknown, and the order is there',
    (fault) => {
      const { live, hash, answers } = post(fault);
      expect(answers).toMatchObject([{ kind: 'unknown' }]);
      expect(live.exchange.orders.has(hash)).toBe(true);
    },
  );

  test('postLost: the answer is unknown, and the order is not there', () => {
    const { live, answers } = post('postLost');
    expect(answers).toMatchObject([{ kind: 'unknown' }]);
    expect(live.exchange.orders.size).toBe(0);
  });

  test('postTwice: the second arrival is told to be a duplicate', () => {
    const { live, answers } = post('postTwice');
    expect(answers).toMatchObject([{ kind: 'duplicate' }]);
    expect(live.exchange.orders.size).toBe(1);
  });

  test.each([
    ['postRateLimited', 'rateLimited'],
    ['postBeforeBook', 'beforeBook'],
    ['postNotReady', 'notReady'],
    ['postUnauthorized', 'unauthorized'],
    ['postNotSent', 'notSent'],
  ] as const)('%s: certainly not accepted, and not there', (fault, cause) => {
    const { live, answers } = post(fault);
    expect(answers).toMatchObject([{ kind: 'notAccepted', cause }]);
    expect(live.exchange.orders.size).toBe(0);
  });

  test('restarting: refused for a while, then post-only', () => {
    const live = always('restarting');
    live.advanceTo(START_MS + 1_500);
    const answers = send(live, makeLiveOrder(intent(traded('f', START_MS))).body);
    live.advanceTo(START_MS + 4_000);
    expect(answers).toMatchObject([{ kind: 'notAccepted', cause: 'restarting' }]);
  });

  test('orderHidden: a list lacks it once, never twice in a row', () => {
    const live = always('orderHidden');
    const made = makeLiveOrder(
      intent(traded('f', START_MS), {
        restsUntilMs: START_MS + 90_000,
        limitPrice: 10_000 as Price,
      }),
    );
    send(live, made.body);
    live.advanceTo(SOON_MS);
    const seen: boolean[] = [];
    for (let look = 1; look <= 4; look += 1) {
      live.lookUp(made.hash, ({ order, complete }) => seen.push(complete && order !== null));
      live.advanceTo(SOON_MS + look * 1_000);
    }
    expect(seen).toEqual([false, true, false, true]);
  });

  test('settlementFailed: money and shares go back', () => {
    const live = venue('f', { rates: { ...CALM, settlementRetried: 1, settlementFailed: 1 } });
    send(live, makeLiveOrder(intent(traded('f', START_MS))).body);
    live.advanceTo(START_MS + 40_000);
    expect(live.exchange.trades.every(({ settlement }) => settlement === 'failed')).toBe(true);
    expect(live.exchange.trades.length).toBeGreaterThan(0);
    expect(live.exchange.cash).toBe(CASH);
    expect([...live.exchange.shares.values()].every((held) => held === 0)).toBe(true);
  });

  test('disconnected: events are lost, and the channel opens again', () => {
    const live = always('disconnected');
    const events: AccountEvent[] = [];
    live.listen((event) => events.push(event));
    live.advanceTo(START_MS + 1_001);
    send(live, makeLiveOrder(intent(traded('f', START_MS))).body);
    live.advanceTo(START_MS + 1_900);
    expect(events.filter(({ kind }) => kind !== 'connected')).toEqual([]);
    live.heal();
    live.advanceTo(START_MS + 2_000);
    expect(events.at(-1)?.kind).toBe('connected');
  });
});

/** Posts, cancels and asks at random for 100 s, then heals and asks for the truth. */
function play(seed: string): { live: LiveVenue; looks: Map<string, OrderLookup>; story: string } {
  const counts = noLiveFaults();
  const live = venue(seed, { rates: faulty(seed), counts });
  const chance = new Chance(`play ${seed}`);
  const story: unknown[] = [];
  live.listen((event) => story.push(event));
  const { markets } = world(seed);
  const hashes: string[] = [];
  for (let second = 1; second <= 100; second += 1) {
    live.advanceTo(START_MS + second * 1_000);
    const market = chance.pick(markets);
    const tokenId = chance.pick(market.tokenIds);
    const held = live.exchange.shares.get(tokenId) ?? 0;
    const side = held > 0 && chance.happens(0.5) ? 'sell' : 'buy';
    const made = makeLiveOrder({
      ...intent({ marketId: market.conditionId, tokenId }),
      id: `${seed}-${second}` as never,
      side,
      limitPrice: (side === 'buy' ? 900_000 : 100_000) as Price,
      quantity: held as Quantity,
      restsUntilMs: chance.happens(0.3) ? START_MS + second * 1_000 + 30_000 : null,
    });
    hashes.push(made.hash);
    live.post(made.body, (answer) => story.push(answer));
    if (chance.happens(0.2)) live.post(made.body, (answer) => story.push(answer));
    if (chance.happens(0.2)) live.cancel(chance.pick(hashes), (answer) => story.push(answer));
  }
  live.heal();
  live.advanceTo(START_MS + 200_000);
  const looks = new Map<string, OrderLookup>();
  for (const hash of hashes) live.lookUp(hash, (answer) => looks.set(hash, answer));
  live.advanceTo(START_MS + 210_000);
  return { live, looks, story: JSON.stringify([story, counts]) };
}

function checkOrder({ exchange }: LiveVenue, order: TruthOrder): void {
  const { side, limitPrice, spend, quantity, matched } = order;
  const own = exchange.trades.filter((trade) => trade.order === order);
  const notional = own.reduce((sum, one) => sum + one.notional, 0);
  expect(notional).toBe(order.notional);
  if (side === 'buy') expect(notional).toBeLessThanOrEqual(spend);
  else expect(matched).toBeLessThanOrEqual(quantity);
  for (const { price } of own) {
    expect(side === 'buy' ? price <= limitPrice : price >= limitPrice).toBe(true);
  }
}

describe('whatever goes wrong', () => {
  const SEEDS = Array.from({ length: 20 }, (_, index) => `seed ${index}`);

  test('every order keeps its budget and its limit, and its sums are its trades’', () => {
    for (const seed of SEEDS) {
      const { live } = play(seed);
      for (const order of live.exchange.orders.values()) checkOrder(live, order);
      const { cash, shares } = live.exchange;
      expect(Math.min(cash, ...shares.values())).toBeGreaterThanOrEqual(0);
    }
  });

  test('once healed, lookups tell every fill and everything is settled', () => {
    for (const seed of SEEDS) {
      const { live, looks } = play(seed);
      for (const [hash, { fills, complete }] of looks) {
        expect(complete).toBe(true);
        const matched = fills.reduce((sum, fill) => sum + fill.quantity, 0);
        expect(matched).toBe(live.exchange.orders.get(hash)?.matched ?? 0);
      }
      for (const { settlement } of live.exchange.trades) {
        expect(['confirmed', 'failed']).toContain(settlement);
      }
    }
  });

  test('the same seed tells the same story', () => {
    expect(play('one').story).toBe(play('one').story);
    expect(play('one').story).not.toBe(play('two').story);
  });
});

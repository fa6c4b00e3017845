import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import { cost, money, price, quantity } from '../../../src/engine/domain/values/money.ts';
import type { AccountReading, VenueFill } from '../../../src/engine/domain/venue-answer.ts';
import { fillIdOf } from '../../../src/engine/domain/venue-fill.ts';
import { diffAccount } from '../../../src/engine/reconcile/diff-account.ts';
import { CONFIRM_MS } from '../../../src/engine/reconcile/diff-sums.ts';
import { Books, diffTwice, NOW_MS } from './books.ts';

const MARKET = '0xm' as MarketId;
const TOKENS = ['101', '102', '103'] as TokenId[];
const HASHES = ['0x1', '0x2', '0x3', '0x4', '0x5'];
const FOREIGN = ['0xp1', '0xp2'];

const fill: fc.Arbitrary<VenueFill> = fc
  .record({
    tradeId: fc.nat({ max: 30 }).map((n) => `t${n}`),
    orderHash: fc.constantFrom(...HASHES, ...FOREIGN),
    tokenId: fc.constantFrom(...TOKENS),
    at: fc.integer({ min: 10_000, max: 990_000 }),
    size: fc.integer({ min: 1, max: 90_000_000 }),
    role: fc.constantFrom('taker', 'maker'),
    settlement: fc.constantFrom('matched', 'mined', 'confirmed', 'retrying', 'failed'),
    atMs: fc.nat({ max: 1_000 }).map((ms) => NOW_MS - 5_000 + ms),
  })
  .map(({ at, size, ...rest }) => ({
    ...rest,
    marketId: MARKET,
    // Our own sales are covered; the owner may sell what our books never had.
    side: rest.orderHash.startsWith('0xp') && size % 2 === 0 ? 'sell' : 'buy',
    price: price(at),
    quantity: quantity(size),
    notional: cost(price(at), quantity(size), 'ceil'),
  }));

const situation = fc.record({
  booked: fc.uniqueArray(fill, { maxLength: 6, selector: fillIdOf }),
  listed: fc.uniqueArray(fill, { maxLength: 10, selector: fillIdOf }),
  states: fc.array(fc.constantFrom('open', 'inDoubt', 'moving', 'ended'), {
    minLength: HASHES.length,
    maxLength: HASHES.length,
  }),
  open: fc.uniqueArray(fc.constantFrom(...HASHES, ...FOREIGN)),
  balance: fc.integer({ min: 0, max: 20_000_000_000 }),
  holdings: fc.array(fc.integer({ min: 0, max: 300_000_000 }), {
    minLength: TOKENS.length,
    maxLength: TOKENS.length,
  }),
  resolved: fc.uniqueArray(fc.constantFrom(...TOKENS), { maxLength: 1 }),
});
type Situation = Parameters<Parameters<typeof situation.map>[0]>[0];

function booksOf({ booked, states, resolved }: Situation): Books {
  const books = new Books();
  for (const [index, hash] of HASHES.entries()) {
    const state = states[index] ?? 'ended';
    const tokenId = TOKENS[index % TOKENS.length] as TokenId;
    if (state === 'ended') books.ended.set(hash, NOW_MS - 1);
    else books.orders.set(hash, { hash, tokenId, state, sinceMs: NOW_MS - 1 });
  }
  for (const each of booked) {
    const isOurs = each.orderHash.startsWith('0xp') === false;
    if (isOurs && each.settlement !== 'failed') books.book(each);
  }
  for (const token of resolved) {
    books.payouts.set(token, price(1_000_000));
  }
  return books;
}

function readingOf({ listed, open, balance, holdings }: Situation): AccountReading {
  return {
    openOrders: open.map((hash) => ({
      hash,
      marketId: MARKET,
      tokenId: '101' as TokenId,
      side: 'buy',
      matched: quantity(0),
    })),
    fills: listed,
    balance: money(balance),
    holdings: TOKENS.map((tokenId, index) => ({
      tokenId,
      quantity: quantity(holdings[index] ?? 0),
    })),
  };
}

function reversed(reading: AccountReading): AccountReading {
  const { openOrders, fills, holdings } = reading;
  return {
    ...reading,
    openOrders: openOrders.toReversed(),
    fills: fills.toReversed(),
    holdings: holdings.toReversed(),
  };
}

describe('whatever both sides have', () => {
  test('the order of the lists changes nothing', () => {
    fc.assert(
      fc.property(situation, fc.boolean(), (of, late) => {
        const books = booksOf(of);
        const reading = readingOf(of);
        const ours = { ...books.ours, orders: books.ours.orders.toReversed() };
        const asked = { askedAtMs: NOW_MS + (late ? CONFIRM_MS : 0), before: [] };
        expect(diffAccount(ours, { ...asked, reading: reversed(reading) })).toEqual(
          diffAccount(books.ours, { ...asked, reading }),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('once all findings are adopted, nothing is found but what is left to the owner', () => {
    fc.assert(
      fc.property(situation, (of) => {
        // With shares that failed after they were sold a person must look: there only buys fail.
        const books = booksOf({ ...of, resolved: [] });
        const reading = readingOf(of);
        for (const finding of diffTwice(books, reading)) books.adopt(finding, NOW_MS);
        expect(books.ledger.checkInvariants()).toEqual([]);
        const sums = diffTwice(books, reading);
        for (const finding of sums) {
          if ('by' in finding) expect(bySum(of)).toContain(finding.kind);
          else expect(['orderUnknownToUs', 'orderRevived']).toContain(finding.kind);
        }
        for (const finding of sums) books.adopt(finding, NOW_MS + 1);
        const left = diffTwice(books, reading).map(({ kind }) => kind);
        expect(
          left.filter((kind) => kind !== 'orderUnknownToUs' && kind !== 'orderRevived'),
        ).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('an empty list never proves a cancel and never makes a fault of its own', () => {
    fc.assert(
      fc.property(situation, (of) => {
        const books = booksOf(of);
        const reading = readingOf({ ...of, open: [], listed: [] });
        for (const finding of diffTwice(books, reading)) {
          if (!('hash' in finding)) continue;
          expect(finding).toMatchObject({ kind: 'orderMissing', means: 'lookUp' });
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Sums are compared once nothing is in doubt any more: a lookup that ends doubt shows them. */
function bySum({ states }: Situation): readonly string[] {
  const doubted = states.some((state) => state === 'inDoubt');
  return doubted ? ['sharesShort', 'sharesOver', 'cashDiffers'] : [];
}

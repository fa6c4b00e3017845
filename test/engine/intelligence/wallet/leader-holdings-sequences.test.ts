import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeaderTrade } from '../../../../src/engine/domain/change.ts';
import type { LeaderEventKind } from '../../../../src/engine/domain/leader.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { cents, quantity, WHOLE } from '../../../../src/engine/domain/values/money.ts';
import type { ExposureChange } from '../../../../src/engine/intelligence/wallet/exposure.ts';
import { LeaderHoldings } from '../../../../src/engine/intelligence/wallet/leader-holdings.ts';
import { BINARY, LEADER, leaderTrade, MARKET, THREE_WAY, YES } from '../examples.ts';

interface Action {
  readonly kind: LeaderEventKind;
  readonly outcome: number;
  readonly micro: number;
  readonly atCents: number;
}

function holdingsAfter(trades: readonly LeaderTrade[], of: Market = BINARY): LeaderHoldings {
  const holdings = new LeaderHoldings();
  for (const trade of trades) holdings.apply(trade, of);
  return holdings;
}

describe('random sequences', () => {
  const KINDS: readonly LeaderEventKind[] = [
    'buy',
    'buy',
    'sell',
    'split',
    'merge',
    'conversion',
    'redeem',
  ];
  const action = fc.record({
    kind: fc.constantFrom(...KINDS),
    outcome: fc.nat({ max: 2 }),
    micro: fc.integer({ min: 1, max: 30_000_000 }),
    atCents: fc.integer({ min: 1, max: 99 }),
  });

  function tradeOf({ kind, outcome, micro, atCents }: Action, of: Market): LeaderTrade {
    const named = kind === 'buy' || kind === 'sell';
    return leaderTrade({
      kind,
      tokenId: named ? (of.outcomes[outcome % of.outcomes.length]?.tokenId ?? null) : null,
      price: named ? cents(atCents) : null,
      quantity: quantity(micro),
    });
  }

  /** What the changes must say of one token whose net exposure went from `was` to `now`. */
  function expectTold(changes: readonly ExposureChange[], was: number, now: number): void {
    const closed = changes.filter((change) => change.kind === 'closed');
    const grown = changes.filter((change) => change.kind === 'opened');
    expect(closed.length).toBeLessThanOrEqual(1);
    if (now < was) {
      const exact = ((was - now) / was) * WHOLE;
      expect(closed[0]?.fraction).toBeGreaterThanOrEqual(Math.floor(exact));
      if (now === 0) expect(closed[0]?.fraction).toBe(WHOLE);
    }
    expect(grown.map((change) => change.quantity)).toEqual(
      now > was && grown[0] ? [now - was] : [],
    );
  }

  test.each([
    ['two', BINARY],
    ['three', THREE_WAY],
  ])('in a market of %s holdings are never negative and changes follow the exposures', (_, of) => {
    const tokens = of.outcomes.map((outcome) => outcome.tokenId);
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const holdings = new LeaderHoldings();
        const exposures = (): number[] =>
          tokens.map((token) => holdings.exposure(LEADER, of, token));
        for (const each of actions) {
          const was = exposures();
          const changes = holdings.apply(tradeOf(each, of), of);
          const held = tokens.map((token) => holdings.held(LEADER, of.id, token));
          expect(Math.min(...held)).toBeGreaterThanOrEqual(0);
          expect(exposures()).toEqual(held.map((amount) => amount - Math.min(...held)));
          exposures().forEach((now, index) => {
            const told = changes.filter((change) => change.tokenId === tokens[index]);
            expectTold(told, was[index] ?? 0, now);
          });
        }
      }),
    );
  });

  test('a buy that raises the net exposure always opens', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), action, (actions, last) => {
        const holdings = holdingsAfter(actions.map((each) => tradeOf(each, BINARY)));
        const trade = tradeOf({ ...last, kind: 'buy' }, BINARY);
        const token = trade.event.tokenId ?? YES;
        const was = holdings.exposure(LEADER, BINARY, token);
        const kinds = holdings.apply(trade, BINARY).map((change) => change.kind);
        const now = holdings.exposure(LEADER, BINARY, token);
        expect(kinds.includes('opened')).toBe(now > was);
      }),
    );
  });

  test('holdings are what was bought less what was sold, while all of it was known', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (amounts) => {
        const holdings = new LeaderHoldings();
        let sum = 0;
        for (const amount of amounts.filter((each) => each !== 0)) {
          const count = quantity(Math.min(Math.abs(amount), amount < 0 ? sum : Math.abs(amount)));
          const kind = amount < 0 ? 'sell' : 'buy';
          sum += amount < 0 ? -count : count;
          holdings.apply(leaderTrade({ kind, tokenId: YES, quantity: count }), BINARY);
        }
        expect(holdings.held(LEADER, MARKET, YES)).toBe(sum);
      }),
    );
  });
});

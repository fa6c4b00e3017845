import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import type { Row } from '../../../../src/data/parsed.ts';
import { Lags } from '../../../../src/engine/core/market/lags.ts';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { marketRow, TICKER } from '../../../data/kalshi/frames.ts';

const OPENS_MS = Date.parse('2026-11-22T19:30:00Z');
const ID = TICKER as MarketId;
const PRICE = 60_000;
const PRICES_S = 400;
const UNKNOWN = { status: 'initialized', floor_strike: null, yes_sub_title: 'Price to beat: TBD' };
const RULES = {
  rules_primary: "The average of the sixty seconds of CF Benchmarks' BRTI before the end.",
};

/** Lags with prices until shortly after the window's opening. */
class Stage {
  readonly lags = new Lags(() => ({ reactionMs: SECOND_MS, edgeMin: cents(1) }));
  readonly #timers = new Timers();
  atMs = OPENS_MS - (PRICES_S - 20) * SECOND_MS;

  list(changes: Row): boolean {
    const { events } = parseFrame('kalshi.markets', marketRow({ ...RULES, ...changes }), this.atMs);
    const listed = events.find((event) => event.kind === 'marketListed');
    if (listed === undefined) throw new Error('the row is listed');
    return this.lags.list(listed, this.turn);
  }

  prices(): this {
    for (let at = 0; at < PRICES_S; at += 1) {
      this.atMs += SECOND_MS;
      const price = PRICE * (1 + (at % 2 === 0 ? 2e-5 : -2e-5));
      this.lags.onSpot(
        { kind: 'spotPrice', source: 'binance', symbol: 'btcusdt', price, venueAtMs: this.atMs },
        this.turn,
      );
    }
    return this;
  }

  get turn(): Turn {
    return new Turn(this.atMs, this.#timers);
  }

  get worth(): number | null {
    const found = this.lags.fair(ID, this.atMs);
    return found?.fair.ok === true ? found.fair.probability : null;
  }
}

describe('A window of Kalshi', () => {
  test('is worth what its own start says until its strike is told, and then what that says', () => {
    const stage = new Stage();
    expect(stage.list(UNKNOWN)).toBe(true);
    expect(stage.prices().worth).toBeCloseTo(0.5, 1);
    expect(stage.list({ floor_strike: PRICE + 500 })).toBe(true);
    expect(stage.worth).toBeLessThan(0.05);
    // The same again, and one without terms, change nothing.
    const before = stage.worth;
    expect(stage.list({ floor_strike: PRICE + 500 })).toBe(true);
    expect(stage.worth).toBe(before);
  });

  test.each([
    ['of another index', { rules_primary: 'By the price at Coinbase.' }],
    ['that ends later than its ticker says', { close_time: '2026-11-22T20:00:00Z' }],
    ['that is over', { status: 'closed' }],
    ['that is no question of yes or no', { market_type: 'scalar' }],
  ])('%s is not watched', (_what, changes) => {
    expect(new Stage().list(changes)).toBe(false);
  });

  test('keeps the rule that it has when a listing says too little', () => {
    const stage = new Stage();
    stage.list({ floor_strike: PRICE - 500 });
    const before = stage.prices().worth;
    expect(before).toBeGreaterThan(0.95);
    expect(stage.list({ rules_primary: 'By the price at Coinbase.' })).toBe(true);
    expect(stage.worth).toBe(before);
  });
});

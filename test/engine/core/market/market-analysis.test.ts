import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { PriceHistory } from '../../../../src/engine/domain/market-event.ts';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { cents, price } from '../../../../src/engine/domain/values/money.ts';
import {
  PriceTrack,
  STEP_MS,
  STEPS_KEPT,
  STEPS_PER_DAY,
} from '../../../../src/engine/intelligence/market/price-track.ts';
import { MARKET, NO, YES } from '../../intelligence/examples.ts';
import { LISTED, START_MS, Stage } from './market-stage.ts';

const UNKNOWN = { day: null, week: null, basis: 'none' };
const STILL = { day: 0, week: 0, basis: 'seen' };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Prices of YES at the ends of the steps before the start, up and down by a cent. */
function history(steps: number, tokenId: TokenId = YES): PriceHistory {
  const points = Array.from({ length: steps }, (_, at) => ({
    atMs: START_MS - (steps - at) * STEP_MS,
    price: cents(50 + (at % 2)),
  }));
  return { kind: 'priceHistory', marketId: MARKET, tokenId, points };
}

const A_CENT_A_STEP = Math.round(10_000 * Math.sqrt(STEPS_PER_DAY));

describe('prices of a market', () => {
  test('are taken down with its own events only, one comparison an event', () => {
    const rolled = vi.spyOn(PriceTrack.prototype, 'roll');
    const judged = vi.spyOn(PriceTrack.prototype, 'volatility');
    const stage = new Stage();
    const quiet = Array.from({ length: 100 }, (_, at) => `0x${at}` as MarketId);
    for (const id of quiet) stage.list({ id }).book(40, id);
    stage.list().book(48);
    for (let step = 1; step <= 3; step += 1) {
      for (let event = 0; event < 10; event += 1) {
        stage.at(START_MS + step * STEP_MS + event).book(48 + (event % 2));
      }
    }
    expect(rolled).toHaveBeenCalledTimes(3);
    expect(judged).not.toHaveBeenCalled();
  });

  test('make its volatility once half a day of them is known', () => {
    const stage = new Stage().list().book(48);
    for (let step = 1; step < STEPS_PER_DAY / 2; step += 1) {
      stage.at(START_MS + step * STEP_MS).book(48 + (step % 2));
    }
    expect(stage.volatility).toEqual(UNKNOWN);
    const next = stage.at(START_MS + (STEPS_PER_DAY / 2) * STEP_MS);
    expect(next.book(48).volatility).toMatchObject({ day: A_CENT_A_STEP, week: null });
  });

  test('stood still while it was quiet and its book could be believed', () => {
    const stage = new Stage().list().book(48);
    expect(stage.at(START_MS + 7 * DAY_MS).volatility).toEqual(STILL);
  });

  test('are not known from a gap on until its book is read again', () => {
    const stage = new Stage().list().book(48);
    stage.at(START_MS + DAY_MS).gap();
    expect(stage.volatility).toMatchObject({ day: 0 });
    expect(stage.at(START_MS + 1.75 * DAY_MS).volatility).toEqual(UNKNOWN);
    stage.book(48);
    expect(stage.volatility).toEqual(UNKNOWN);
    expect(stage.at(START_MS + 2.5 * DAY_MS).volatility).toMatchObject({ day: 0, basis: 'seen' });
  });

  test('of the time before a gap or a new tick are kept', () => {
    for (const event of ['gap', 'tick'] as const) {
      const stage = new Stage()
        .list()
        .book(48)
        .at(START_MS + DAY_MS);
      if (event === 'gap') stage.gap();
      else {
        stage.take({
          kind: 'tickChange',
          marketId: MARKET,
          tokenId: YES,
          tick: price(1_000),
          venueAtMs: stage.atMs,
        });
      }
      expect(stage.volatility, event).toMatchObject({ day: 0, basis: 'seen' });
    }
  });

  test('are not changed by looking', () => {
    const [looked, left] = [new Stage().list().book(48), new Stage().list().book(48)];
    for (let step = 1; step <= 60; step += 1) {
      looked.at(START_MS + step * STEP_MS);
      expect(looked.analysis).not.toBeNull();
    }
    const end = START_MS + 60 * STEP_MS;
    expect(looked.book(60).volatility).toEqual(left.at(end).book(60).volatility);
  });
});

describe('the history of a market', () => {
  const KNOWN = { day: A_CENT_A_STEP, week: A_CENT_A_STEP, basis: 'seen' };

  test('counts before its book, and waits for it', () => {
    const stage = new Stage().list().take(history(STEPS_KEPT));
    expect(stage.analysis).toBeNull();
    expect(stage.book(48).volatility).toEqual(KNOWN);
  });

  test('counts after its book, too', () => {
    const stage = new Stage().list().book(48).take(history(STEPS_KEPT));
    expect(stage.volatility).toEqual(KNOWN);
  });

  test('goes on with prices that were seen', () => {
    const stage = new Stage().list().take(history(STEPS_KEPT)).book(50);
    for (let step = 1; step <= STEPS_PER_DAY; step += 1) {
      stage.at(START_MS + step * STEP_MS).book(50);
    }
    const { day, week } = stage.volatility ?? { day: null, week: null };
    expect(day).toBe(0);
    expect(week).toBeLessThan(A_CENT_A_STEP);
    expect(week).toBeGreaterThan(0.9 * A_CENT_A_STEP);
  });

  test.each([
    ['of the other outcome', () => new Stage().list().book(48).take(history(STEPS_KEPT, NO))],
    ['of a market nobody listed', () => new Stage().take(history(STEPS_KEPT)).list().book(48)],
  ])('%s counts for nothing', (_, of) => {
    expect(of().volatility).toEqual(UNKNOWN);
  });

  test('ends with its outcomes', () => {
    const others = [
      { tokenId: '7' as TokenId, label: 'Yes' },
      { tokenId: '8' as TokenId, label: 'No' },
    ];
    const stage = new Stage().list().take(history(STEPS_KEPT)).list({ outcomes: others });
    stage.list().book(48);
    expect(stage.volatility).toEqual(UNKNOWN);
  });

  test('ends with its resolution, and does not begin again', () => {
    const made = vi.spyOn(PriceTrack.prototype, 'seed');
    const stage = new Stage().list().book(48);
    stage.take({
      kind: 'marketResolved',
      resolution: { marketId: MARKET, payouts: [] },
      venueAtMs: START_MS,
    });
    expect(stage.analysis).toBeNull();
    stage.take(history(STEPS_KEPT)).book(48);
    expect(stage.analysis).toBeNull();
    expect(made).not.toHaveBeenCalled();
  });

  test('is asked for anew after a restart, which forgets prices', () => {
    const stage = new Stage().restored([LISTED]).book(48);
    expect(stage.volatility).toEqual(UNKNOWN);
    expect(stage.take(history(STEPS_KEPT)).volatility).toEqual(KNOWN);
  });
});

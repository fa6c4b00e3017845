import { describe, expect, test } from 'vitest';
import { rejectionLines } from '../../../src/app/rejection-lines.ts';
import { LOOK_EVERY_MS, Rejections } from '../../../src/app/virtual/rejections.ts';
import type { Decision, Gate, GateResult } from '../../../src/engine/domain/decision.ts';
import { PAPER, type SignalId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { BookSnapshot } from '../../../src/engine/domain/market-event.ts';
import { DAY_MS } from '../../../src/engine/domain/time.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { BareEngine } from '../../engine/core/bare-engine.ts';
import { LEADER, MARKET, market, NOW_MS, YES } from '../../engine/intelligence/examples.ts';

/** Deep, narrow, busy and far from its close. */
const GOOD: Partial<Market> = {
  closesAtMs: NOW_MS + 30 * DAY_MS,
  volume24h: dollars(1_000_000),
};

function book(bidCents: number, askCents: number): BookSnapshot {
  return {
    kind: 'bookSnapshot',
    marketId: MARKET,
    tokenId: YES,
    bids: [{ price: cents(bidCents), quantity: shares(100_000) }],
    asks: [{ price: cents(askCents), quantity: shares(100_000) }],
    tick: null,
    venueAtMs: NOW_MS,
    source: 'stream',
    hash: null,
    hashFields: { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null },
  };
}

/** A run with one market whose books come at given moments. */
class Stage {
  readonly rejections = new Rejections();
  readonly bare: BareEngine;

  constructor(settings: Readonly<Record<string, string>> = {}) {
    this.bare = new BareEngine(NOW_MS, settings);
  }

  list(change: Partial<Market>): this {
    const event = { kind: 'marketListed', market: market(change) } as const;
    this.bare.step({ kind: 'market', source: 'test', event });
    return this;
  }

  book(atMs: number, bidCents: number, askCents: number): this {
    this.bare.nowMs = atMs;
    const event = { ...book(bidCents, askCents), venueAtMs: atMs };
    this.bare.step({ kind: 'market', source: 'test', event });
    this.rejections.look(this.bare.engine, event, atMs);
    return this;
  }

  decide(id: string, change: Partial<Decision>): this {
    this.rejections.decided(this.bare.engine, decision(id, change));
    return this;
  }

  get summary() {
    return this.rejections.summary();
  }
}

function met(gate: Gate, verdict: GateResult['verdict']): GateResult {
  return { gate, verdict, actual: 0, limit: 1, unit: 'score', note: null };
}

function decision(id: string, change: Partial<Decision>): Decision {
  return {
    id,
    signalId: id as SignalId,
    signalKind: 'copy',
    ledger: PAPER,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    verdict: 'denied',
    reason: 'quality',
    gates: [met('quality', 'stop')],
    spend: null,
    quantity: null,
    limitPrice: null,
    settingsVersion: 0,
    atMs: NOW_MS,
    ...change,
  };
}

describe('markets that quality rejects', () => {
  test('are looked at with their books, at most once a minute', () => {
    const stage = new Stage().list(GOOD);
    for (const atMs of [0, 1, LOOK_EVERY_MS - 1, LOOK_EVERY_MS, 5 * LOOK_EVERY_MS]) {
      stage.book(NOW_MS + atMs, 49, 50);
    }
    const { markets } = stage.summary;
    expect(markets).toMatchObject({ withBook: 1, sometimesRejected: 0, alwaysRejected: 0 });
    expect(markets.looks).toMatchObject({ judged: 3, rejected: 0 });
  });

  test('count by each part that alone would have let them pass', () => {
    const stage = new Stage().list({ closesAtMs: null, volume24h: null }).book(NOW_MS, 40, 60);
    const { looks, alwaysRejected } = stage.summary.markets;
    expect(alwaysRejected).toBe(1);
    expect(looks).toEqual({
      judged: 1,
      rejected: 1,
      byPart: {
        liquidity: { alone: 1, zero: 1, lowest: 1 },
        spread: { alone: 0, zero: 1, lowest: 1 },
        volume: { alone: 0, zero: 1, lowest: 1 },
        timeDecay: { alone: 0, zero: 1, lowest: 1 },
      },
    });
  });

  test('count once as rejected at times, however often they were good', () => {
    const stage = new Stage().list({ closesAtMs: null, volume24h: null });
    stage.book(NOW_MS, 49, 50).book(NOW_MS + LOOK_EVERY_MS, 30, 60);
    stage.book(NOW_MS + 2 * LOOK_EVERY_MS, 49, 50);
    const { looks, ...markets } = stage.summary.markets;
    expect(markets).toEqual({ withBook: 1, sometimesRejected: 1, alwaysRejected: 0 });
    expect(looks).toMatchObject({ judged: 3, rejected: 1 });
  });

  test('are judged by the settings of the run', () => {
    const strict = new Stage({ 'entry.minQuality': '1' }).list(GOOD).book(NOW_MS, 40, 60);
    expect(strict.summary.markets.looks).toMatchObject({ rejected: 1 });
    const weighed = new Stage({
      'quality.weightLiquidity': '0',
      'quality.weightSpread': '0',
    });
    weighed.list(GOOD).book(NOW_MS, 40, 60);
    expect(weighed.summary.markets.looks).toMatchObject({ rejected: 0 });
  });
});

describe('copies that were denied', () => {
  test('count by their first gate: quality, filters, others', () => {
    const stage = new Stage().list(GOOD).book(NOW_MS, 40, 60);
    stage.decide('a', {}).decide('b', { reason: 'marketFilter', gates: [] });
    stage.decide('c', { reason: 'walletCategory', gates: [met('quality', 'pass')] });
    stage.decide('d', { reason: 'cash', gates: [met('volatility', 'shrink')] });
    stage.decide('e', { verdict: 'accepted', reason: null, gates: [met('quality', 'pass')] });
    stage.decide('exit', { signalKind: 'exit', reason: 'noPosition', gates: [] });
    expect(stage.summary.entries).toMatchObject({
      decided: 5,
      accepted: 1,
      denied: {
        quality: 1,
        filters: 2,
        others: 1,
        byGate: { quality: 1, marketFilter: 1, walletCategory: 1, cash: 1 },
      },
      quality: { judged: 3 },
      shrunk: { volatility: 1, resolutionRisk: 0 },
    });
  });

  test('count once, by their newest decision', () => {
    const stage = new Stage().list(GOOD).book(NOW_MS, 49, 50);
    stage.decide('a', { verdict: 'accepted', reason: null }).decide('a', { reason: 'leaderLeft' });
    expect(stage.summary.entries).toMatchObject({
      decided: 1,
      accepted: 0,
      denied: { quality: 0, others: 1, byGate: { leaderLeft: 1 } },
      quality: { judged: 1, rejected: 0 },
    });
  });

  test('without any book count as rejected by every part', () => {
    const { quality } = new Stage().decide('a', {}).summary.entries;
    expect(quality).toMatchObject({ judged: 1, rejected: 1 });
    expect(quality.byPart.volume).toEqual({ alone: 0, zero: 1, lowest: 1 });
  });
});

describe('the report', () => {
  test('says what each part did, in shares', () => {
    const stage = new Stage().list({ closesAtMs: null, volume24h: null }).book(NOW_MS, 40, 60);
    stage.decide('a', {}).decide('b', { reason: 'marketFilter', gates: [] });
    expect(rejectionLines(stage.summary)).toBe(
      [
        '  markets: 1 with a book, 1 looks (each at most once in 60 s)',
        '    under the least quality: 1 (100.0 %) of the looks · 1 (100.0 %) of the markets always, 0 (0.0 %) at times',
        '      liquidity  rejects 1 (100.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '      spread     rejects 0 (0.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '      volume     rejects 0 (0.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '      time left  rejects 0 (0.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '  entries: 2 decided · denied by quality 1 (50.0 %) · by filters 1 (50.0 %) · by other gates 0 (0.0 %)',
        '    judged by quality, whatever other gates said: 1 · under the least 1 (100.0 %)',
        '      liquidity  rejects 1 (100.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '      spread     rejects 0 (0.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '      volume     rejects 0 (0.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '      time left  rejects 0 (0.0 %) · is 0 in 1 (100.0 %) · is lowest in 1 (100.0 %)',
        '    made smaller: volatility 0, resolution risk 0',
        '',
      ].join('\n'),
    );
  });

  test('of a run without books or copies divides by nothing', () => {
    expect(rejectionLines(new Stage().summary)).toBe(
      '  markets: 0 with a book, 0 looks (each at most once in 60 s)\n' +
        '  entries: 0 decided · denied by quality 0 · by filters 0 · by other gates 0\n',
    );
  });
});

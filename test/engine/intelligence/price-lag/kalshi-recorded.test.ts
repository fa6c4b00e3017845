import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { cents, shares } from '../../../../src/engine/domain/values/money.ts';
import { takerFeeAt } from '../../../../src/engine/domain/venue-rules/taker-fee.ts';
import { readKalshiRule } from '../../../../src/engine/intelligence/price-lag/kalshi-rule.ts';
import { lagMarketOf } from '../../../../src/engine/intelligence/price-lag/listed-rule.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data');
const skipped = existsSync(DATA) ? '' : ' (SKIPPED: no recordings beside the project)';
const ROW =
  'joint/CarlosIbCu__polymarket-kalshi-btc-arbitrage-bot/kalshi_market_KXBTC15M-26FEB202115.json';
const recorded = (path: string) => JSON.parse(readFileSync(join(DATA, path), 'utf8'));
/** Families whose rule is read, of coins that are known. */
const READ = /^KX(BTC|ETH|SOL|XRP|DOGE)(15M|D)?-/;

/** What a ticker and its recorded end give with the rules of the recorded window. */
function reasonOf(ticker: string, closeTime: string): string {
  const { rules_primary: rulesPrimary } = recorded(ROW);
  const closesAtMs = Date.parse(closeTime);
  const isWindow = ticker.includes('15M-');
  const reading = readKalshiRule({
    marketId: ticker as MarketId,
    ...{ closesAtMs, opensAtMs: closesAtMs - 15 * MINUTE_MS, rulesPrimary, rulesSecondary: '' },
    strike: {
      ...{ type: isWindow ? 'greater_or_equal' : 'greater', floor: '60000', cap: null },
      ...{ functional: null, custom: {} },
    },
  });
  return reading.ok ? 'read' : reading.reason;
}

describe.skipIf(skipped !== '')(`recorded markets of Kalshi${skipped}`, () => {
  test("a window's row gives its rule, its sides and the fee of its venue", () => {
    const atMs = Date.UTC(2026, 1, 21, 2, 5);
    const { events } = parseFrame('kalshi.markets', recorded(ROW), atMs);
    const listed = events.find((event) => event.kind === 'marketListed');
    if (listed === undefined) throw new Error('the row is listed');
    const market = lagMarketOf(listed);
    expect(market).toMatchObject({
      yes: 'KXBTC15M-26FEB202115-15:yes',
      no: 'KXBTC15M-26FEB202115-15:no',
      rule: {
        ...{ kind: 'upDown', symbol: 'btc', source: { kind: 'kalshiMean60' }, tie: 'up' },
        ...{ strike: 67_948.03, closesAtMs: Date.UTC(2026, 1, 21, 2, 15) },
      },
    });
    if (market === null) throw new Error('its rule is read');
    // 0.07 × 0.32 × 0.68 on one share at the ask that was recorded.
    expect(takerFeeAt(market.fee, { price: cents(32), quantity: shares(1) }, atMs)).toBe(15_232);
    expect(listed.terms?.priceRanges).toEqual([{ start: 0, end: 1_000_000, step: 10_000 }]);
  });

  test('every ticker of a settled window ends when the venue said', () => {
    const rows: { readonly ticker: string; readonly close_time: string }[] = recorded(
      'kalshi/jzOcb__taxsnappro/settlements.json',
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { ticker, close_time } of rows) expect(reasonOf(ticker, close_time)).toBe('read');
    console.info(`kalshi: ${rows.length} recorded windows end as their tickers say`);
  });

  test('every ticker of coins in May 2026 ends when the venue said, or is of no family that is read', () => {
    const text = readFileSync(join(DATA, 'matching/pools/2026-05/kalshi.jsonl'), 'utf8');
    const counts = new Map<string, number>();
    for (const line of text.split('\n')) {
      const row = line === '' ? {} : JSON.parse(line);
      if (typeof row.ticker !== 'string' || !READ.test(row.ticker)) continue;
      const reason = reasonOf(row.ticker, row.close_time);
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    console.info('kalshi: recorded markets of coins', Object.fromEntries(counts));
    expect([...counts.keys()]).toEqual(['read']);
    expect(counts.get('read')).toBeGreaterThan(500);
  });
});

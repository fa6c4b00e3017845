import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concernTable } from '../../docs/concern-table.ts';
import { marketExamples } from '../../docs/market-examples.ts';
import { QUALITY_WEIGHTS } from '../../src/engine/brain/market-quality.ts';
import { ORDINARY_RISK, WILD_SHARE_MIN } from '../../src/engine/brain/market-size.ts';
import { DEPTH_LEVELS_MAX } from '../../src/engine/core/market/books.ts';
import { resolveSettings, SETTINGS } from '../../src/engine/domain/settings.ts';
import { DAY_MS, HOUR_MS } from '../../src/engine/domain/time.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { DISPUTE_DELAY_MS, PAYOUT_DELAY_MS } from '../../src/engine/intelligence/market/analyze.ts';
import { LIQUIDITY_BAND } from '../../src/engine/intelligence/market/near-depth.ts';
import { STEPS_PER_DAY } from '../../src/engine/intelligence/market/price-track.ts';
import {
  LIQUIDITY_BEND,
  LIQUIDITY_FULL,
  qualityParts,
  SPREAD_FULL,
  SPREAD_NONE,
  VOLUME_BEND,
  VOLUME_FULL,
} from '../../src/engine/intelligence/market/quality.ts';
import { calculated } from './arithmetic.ts';

const PAGE = readFileSync(new URL('../../docs/market-quality.md', import.meta.url), 'utf8');
const WORDS = PAGE.replaceAll(/\s+/g, ' ');
/** Numbers on the left are rounded to four digits, and so is the result. */
const ROUNDING = 0.000_2;
const BLOCKS = PAGE.split('```\n').filter((_, index) => index % 2 === 1);
const LINES = BLOCKS.flatMap((block) => block.trim().split('\n'));
const RESOLVED = resolveSettings({});

function whole(micro: number): string {
  return `$${(micro / 1e6).toLocaleString('en')}`;
}

function worth(change: { readonly volume24h?: number; readonly leftMs?: number }) {
  const { volume24h = 0, leftMs = 0 } = change;
  const atMs = DAY_MS;
  const book = { bids: [], asks: [], tick: dollars(0.01) as never };
  return qualityParts({ ...book, volume24h: dollars(volume24h), closesAtMs: atMs + leftMs, atMs });
}

describe('the page on markets', () => {
  test('shows the examples as the program computes them', () => {
    expect(BLOCKS).toEqual(marketExamples());
  });

  test.each(LINES)('%s', (line) => {
    const [, arithmetic = '', result = ''] = line.split(' = ');
    expect(Math.abs(calculated(arithmetic) - calculated(result))).toBeLessThan(ROUNDING);
  });

  test('lists the concerns with their weights', () => {
    expect(PAGE).toContain(concernTable());
  });

  test.each([
    ['the weight of liquidity', `liquidity, ${QUALITY_WEIGHTS.liquidity * 100} %`],
    ['the weight of the spread', `spread, ${QUALITY_WEIGHTS.spread * 100} %`],
    ['the weight of volume', `volume, ${QUALITY_WEIGHTS.volume * 100} %`],
    ['the weight of the time', `time left, ${QUALITY_WEIGHTS.timeDecay * 100} %`],
    ['the band of depth', `within ${LIQUIDITY_BAND * 100} % of its middle`],
    ['the depth that is worth 1', `| $0 | ${whole(LIQUIDITY_FULL)} |`],
    ['the volume that is worth 1', `| $0 | ${whole(VOLUME_FULL)} |`],
    ['the spreads that are worth 0 and 1', `| ${SPREAD_NONE * 100} % | ${SPREAD_FULL * 100} % |`],
    ['the bend of depth', `Depth bends at ${whole(LIQUIDITY_BEND)}`],
    ['the bend of volume', `volume bends at ${whole(VOLUME_BEND)}`],
    ['a thousand dollars a day', `are worth ${worth({ volume24h: 1_000 }).volume.toFixed(2)}`],
    ['a day left', `a day is worth ${worth({ leftMs: DAY_MS }).timeDecay.toFixed(2)}`],
    ['the half hours of a day', `times the ${STEPS_PER_DAY} half hours`],
    ['the scale of a change', `√(π ÷ 2) = ${Math.sqrt(Math.PI / 2).toFixed(4)}`],
    ['an ordinary risk', `up to ${ORDINARY_RISK} nothing is made smaller`],
    ['the payout', `${PAYOUT_DELAY_MS / HOUR_MS === 2 ? 'two' : ''} hours after the close`],
    ['a dispute', `${DISPUTE_DELAY_MS / DAY_MS === 4 ? 'four' : ''} days after it`],
    ['what a wild market leaves', `to ${WILD_SHARE_MIN === 0.5 ? 'half' : ''} at the least`],
    ['the levels of a side', `${DEPTH_LEVELS_MAX} levels of a side`],
  ])('names %s', (_, words) => {
    expect(WORDS).toContain(words);
  });

  test('names the settings as they are without a change', () => {
    if (!RESOLVED.ok) throw new Error(RESOLVED.problem);
    const { settings } = RESOLVED;
    expect(WORDS).toContain(`Under ${settings['entry.minQuality']} nothing is entered`);
    expect(WORDS).toContain(`Up to ${settings['size.calmCents'] / 10_000}¢ a day`);
    expect(WORDS).toContain(`takes off ${settings['size.riskPercent'] / 10_000} %`);
    const keys = Object.keys(SETTINGS);
    for (const [, name = ''] of PAGE.matchAll(/`((?:size|entry|quality)\.\w+)`/g)) {
      expect(keys).toContain(name);
    }
    for (const key of keys.filter((one) => one.startsWith('quality.'))) {
      expect(PAGE).toContain(`\`${key}\``);
    }
  });
});

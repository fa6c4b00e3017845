import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import { TEXT_HASH_DIGITS } from '../../../src/engine/domain/market-terms.ts';
import { gammaMarket } from './client/venue.ts';
import { HOSTILE } from './frames.ts';

const SOURCE = 'polymarket.markets';
const RULES = 'This market resolves to "Yes" if it rains, by a consensus of credible reporting.';

function market(over: object): Market {
  const { events, problems } = parseFrame(SOURCE, gammaMarket(1, over));
  expect(problems).toEqual([]);
  const [listed] = events;
  if (listed?.kind !== 'marketListed') throw new Error('a market is listed');
  return listed.market;
}

describe('how far a price went', () => {
  test('is read without its sign', () => {
    const moved = market({ oneDayPriceChange: -0.0145, oneWeekPriceChange: 0.3845 });
    expect(moved).toMatchObject({ dayMove: 14_500, weekMove: 384_500 });
  });

  test('is nothing where the market tells a change of nothing, and unknown where it tells none', () => {
    expect(market({ oneDayPriceChange: 0 })).toMatchObject({ dayMove: 0, weekMove: null });
  });

  test.each([[1.01], [-1.01], ['0.01'], [Number.NaN], [true], [{}]])(
    'is unknown with %j, and the market is listed all the same',
    (odd) => {
      expect(market({ oneDayPriceChange: odd, oneWeekPriceChange: 0.02 })).toMatchObject({
        dayMove: null,
        weekMove: 20_000,
      });
    },
  );
});

describe('the rules', () => {
  test('are kept as a hash, with their vague phrases and their source', () => {
    const { terms } = market({
      description: RULES,
      resolutionSource: ' https://example.org/rain ',
    });
    expect(terms).toEqual({
      source: 'https://example.org/rain',
      textHash: expect.stringMatching(new RegExp(`^[0-9a-f]{${TEXT_HASH_DIGITS}}$`)),
      vague: ['consensus of credible reporting'],
      editedAtMs: null,
    });
  });

  test('are the same by the channel of new markets and by Gamma, with and without blanks', () => {
    const listed = market({ description: `${RULES}\n` });
    const { events } = parseFrame('polymarket.market', {
      event_type: 'new_market',
      market: listed.id,
      question: listed.question,
      slug: listed.slug,
      assets_ids: listed.outcomes.map(({ tokenId }) => tokenId),
      outcomes: ['Yes', 'No'],
      order_price_min_tick_size: '0.01',
      description: RULES,
      timestamp: '1790766966313',
    });
    expect(events).toMatchObject([
      { kind: 'marketListed', market: { terms: { textHash: listed.terms?.textHash } } },
    ]);
  });

  test('as long as the venue’s longest are read, and far longer ones count as not read', () => {
    expect(market({ description: RULES.repeat(200) }).terms?.textHash).not.toBeNull();
    const endless = market({ description: RULES.repeat(2_000), resolutionSource: 'the record' });
    expect(endless.terms).toMatchObject({ source: 'the record', textHash: null });
  });

  test.each([[null], [undefined], [''], [' \n'], [7], [{}], [['text']]])(
    'that are %j are not known',
    (description) => {
      expect(market({ description }).terms).toBeNull();
    },
  );

  test.each([[null], [''], [7], [['https://example.org']], ['x'.repeat(5_000)]])(
    'are read though their source is %j',
    (resolutionSource) => {
      const { terms } = market({ description: RULES, resolutionSource });
      expect(terms).toMatchObject({ source: null, vague: ['consensus of credible reporting'] });
    },
  );
});

test('whatever these fields hold, the market is listed', () => {
  const odd = fc.oneof(fc.constantFrom(...HOSTILE), fc.string(), fc.double(), fc.anything());
  const fields = fc.record({
    oneDayPriceChange: odd,
    oneWeekPriceChange: odd,
    description: odd,
    resolutionSource: odd,
  });
  fc.assert(
    fc.property(fields, (over) => {
      const { dayMove, weekMove } = market(over);
      for (const move of [dayMove, weekMove]) {
        if (move === null) continue;
        expect(move).toBeGreaterThanOrEqual(0);
        expect(move).toBeLessThanOrEqual(1_000_000);
      }
    }),
    { numRuns: 500 },
  );
});

const DATA = new URL('../../../../shared/data/', import.meta.url);
const LISTINGS = [
  'polymarket/listings/polymarket_latest.json.gz',
  'polymarket/listings/market-baseline.json.gz',
  'polymarket/listings/active-markets.json.gz',
  'crypto/btc-5m-markets.jsonl.gz',
  'joint/CarlosIbCu__polymarket-kalshi-btc-arbitrage-bot/polymarket_gamma_1h_feb20_9pm.json',
  'joint/CarlosIbCu__polymarket-kalshi-btc-arbitrage-bot/polymarket_gamma_btc-updown-15m-1771640100.json',
] as const;
const present = existsSync(DATA);
if (!present) console.warn('skipped: real listings are absent from ../shared/data');

type Json = Readonly<Record<string, unknown>>;

/** Every market object in a file, at any depth. */
function* marketsIn(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if ('conditionId' in value && 'question' in value) yield value as Json;
  for (const each of Object.values(value)) yield* marketsIn(each);
}

function recorded(path: string): readonly Json[] {
  const bytes = readFileSync(new URL(path, DATA));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const documents: unknown = path.endsWith('.jsonl.gz')
    ? text
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line))
    : JSON.parse(text);
  return [...marketsIn(documents)].filter((row) => 'description' in row);
}

const sizeOf = (change: unknown) =>
  typeof change === 'number' ? Math.round(Math.abs(change) * 1_000_000) : null;

describe.skipIf(!present)('real listings', () => {
  test.each(LISTINGS)('%s: changes of price and rules are those of its rows', (path) => {
    const rows = recorded(path);
    const found = { listed: 0, day: 0, week: 0, either: 0, source: 0, vague: 0 };
    for (const row of rows) {
      const { events } = parseFrame(SOURCE, row);
      const [listed] = events;
      if (listed?.kind !== 'marketListed') continue;
      const { dayMove, weekMove, terms } = listed.market;
      expect(dayMove).toBe(sizeOf(row['oneDayPriceChange']));
      expect(weekMove).toBe(sizeOf(row['oneWeekPriceChange']));
      expect(terms?.source ?? '').toBe(row['resolutionSource'] ?? '');
      expect(terms?.textHash).not.toBeNull();
      found.listed += 1;
      found.day += Number(dayMove !== null);
      found.week += Number(weekMove !== null);
      found.either += Number(dayMove !== null || weekMove !== null);
      found.source += Number(terms?.source !== null);
      found.vague += Number((terms?.vague.length ?? 0) > 0);
    }
    console.info(`${path}: ${JSON.stringify({ rows: rows.length, ...found })}`);
    expect(found.listed).toBe(rows.length);
  });
});

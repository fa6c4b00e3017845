import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KalshiDirectory } from '../../../../src/data/kalshi/feed/directory.ts';
import type { KalshiListing } from '../../../../src/data/kalshi/parse-market.ts';
import { BTC, BTC_HIGHER, FED, listingOf, WINDOW } from './listings.ts';

const ALL = [BTC, BTC_HIGHER, WINDOW, FED];

function directoryOf(listings: readonly KalshiListing[]): KalshiDirectory {
  const directory = new KalshiDirectory();
  for (const listing of listings)
    directory.put(listing, { walk: 1, seriesTitle: titleOf(listing) });
  return directory;
}

const titleOf = ({ terms }: KalshiListing): string =>
  terms.seriesTicker === 'KXFED' ? 'Federal funds rate' : 'Bitcoin';

const renamed = (listing: KalshiListing): KalshiListing => ({
  ...listing,
  terms: { ...listing.terms, yesSubTitle: 'zebra' },
});

const named = (ticker: string) => ({
  ticker,
  event: `${ticker}E`,
  series: 'KXA',
  title: 'Question?',
});

const idsOf = (listings: readonly KalshiListing[]): readonly string[] =>
  listings.map(({ market }) => market.id);

describe('the directory of open markets', () => {
  test.each([
    ['bitcoin price 5pm', [BTC_HIGHER.market.id, BTC.market.id]],
    ['bitcoin 112,000', [BTC.market.id]],
    ['bitcon 112,000', [BTC.market.id]],
    ['fed cut december', [FED.market.id]],
    ['Fed dec', [FED.market.id]],
    ['federal funds', [FED.market.id]],
    ['economics', [FED.market.id]],
    ['btc15m', [WINDOW.market.id]],
    ['btc 15 mins', [WINDOW.market.id]],
    ['26NOV2317', [BTC_HIGHER.market.id, BTC.market.id]],
    ['ethereum', []],
    ['bitcoin 114,000', []],
    ['…', []],
  ])('finds %s', async (text, ids) => {
    expect(idsOf(await directoryOf(ALL).search(text, 10))).toEqual(ids);
  });

  test('of many words one may be of another market', async () => {
    expect(idsOf(await directoryOf(ALL).search('bitcoin price 5pm tomorrow', 1))).toEqual([
      BTC_HIGHER.market.id,
    ]);
  });

  test('gives no more than it is asked for, and the busiest of those that fit alike', async () => {
    expect(idsOf(await directoryOf(ALL).search('bitcoin', 1))).toEqual([BTC_HIGHER.market.id]);
  });

  test('knows the markets of an event, of a series and of each category', () => {
    const directory = directoryOf(ALL);
    expect(idsOf(directory.ofEvent('KXBTCD-26NOV2317'))).toEqual(idsOf([BTC, BTC_HIGHER]));
    expect(idsOf(directory.ofSeries('KXBTCD'))).toEqual(idsOf([BTC, BTC_HIGHER]));
    expect(directory.ofEvent('KXNONE')).toEqual([]);
    expect(directory.categories()).toEqual([
      { category: 'Crypto', markets: 3 },
      { category: 'Economics', markets: 1 },
    ]);
  });

  test('a market that closed, was settled or is a combination leaves', async () => {
    for (const row of [
      { status: 'closed' },
      { status: 'finalized', result: 'yes' },
      { mve_collection_ticker: 'KXMVE-1' },
    ]) {
      const directory = directoryOf(ALL);
      const { eventTicker, seriesTicker, title } = FED.terms;
      directory.put(
        listingOf({
          ...{ ticker: FED.market.id, event: eventTicker, series: seriesTicker ?? '', title, row },
        }),
      );
      expect(directory.get(FED.market.id)).toBeNull();
      expect(await directory.search('fed cut', 9)).toEqual([]);
      expect(directory.ofSeries('KXFED')).toEqual([]);
      expect(directory.size).toBe(3);
    }
  });

  test('what should have closed five minutes ago leaves by itself', async () => {
    const directory = directoryOf(ALL);
    await directory.prune(WINDOW.terms.closesAtMs + 5 * 60_000 - 1);
    expect(directory.size).toBe(4);
    await directory.prune(WINDOW.terms.closesAtMs + 5 * 60_000);
    expect(directory.size).toBe(0);
  });

  test('what a whole walk did not see leaves, what changed meanwhile stays', async () => {
    const directory = directoryOf(ALL);
    directory.put(BTC, { walk: 2 });
    await directory.endWalk(2);
    expect(idsOf([...directory.listings()])).toEqual([BTC.market.id]);
    expect(await directory.search('fed', 9)).toEqual([]);
  });

  test('without room those that are traded least leave, and are counted', () => {
    const directory = new KalshiDirectory({ marketsMax: 150 });
    for (let at = 0; at < 300; at += 1) {
      directory.put(
        listingOf({
          ...{
            ticker: `KXA-${at}`,
            event: `KXA-${at % 7}E`,
            series: 'KXA',
            title: `Question ${at}?`,
          },
          row: { volume_24h_fp: `${at}.00` },
        }),
      );
      expect(directory.size).toBeLessThanOrEqual(150);
    }
    expect(directory.get('KXA-299' as never)).not.toBeNull();
    expect(directory.get('KXA-0' as never)).toBeNull();
    expect(directory.letGo).toBe(300 - directory.size);
  });

  test('without room what closes within a day stays, although nobody has traded it yet', () => {
    const directory = new KalshiDirectory({ marketsMax: 60 });
    const nowMs = WINDOW.terms.closesAtMs - 60_000;
    directory.beginWalk(nowMs);
    directory.put(listingOf({ ...named('KXSOON'), row: { volume_24h_fp: '0.00' } }));
    const later = new Date(nowMs + 30 * 86_400_000).toISOString();
    for (let at = 0; at < 200; at += 1) {
      const row = { volume_24h_fp: `${1 + (at % 7)}.00`, close_time: later };
      directory.put(listingOf({ ...named(`KXA-${at}`), row }));
    }
    expect(directory.size).toBeLessThanOrEqual(60);
    expect(directory.letGo).toBe(201 - directory.size);
    expect(directory.get('KXSOON' as never)).not.toBeNull();
  });

  test('its memory is bounded in characters of rules', () => {
    const directory = new KalshiDirectory({ charsMax: 10_000 });
    for (let at = 0; at < 50; at += 1) {
      directory.put(
        listingOf({
          ...{ ticker: `KXA-${at}`, event: 'KXA-E', series: 'KXA', title: 'Question?' },
          row: { rules_primary: 'x'.repeat(999) + at },
        }),
      );
    }
    expect(directory.chars).toBeLessThanOrEqual(10_000);
    expect(directory.size).toBeGreaterThan(5);
  });

  test('whatever comes and goes, what is found is what is there', async () => {
    const steps = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 3 }),
        isIn: fc.boolean(),
        isChanged: fc.boolean(),
      }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const directory = new KalshiDirectory();
        const model = new Map<string, KalshiListing>();
        for (const { at, isIn, isChanged } of all) {
          const plain = ALL[at] as KalshiListing;
          const listing = isChanged ? renamed(plain) : plain;
          if (isIn) {
            directory.put(listing, { seriesTitle: titleOf(plain) });
            model.set(plain.market.id, listing);
          } else {
            directory.remove(plain.market.id);
            model.delete(plain.market.id);
          }
        }
        const ids = (found: Iterable<KalshiListing>) => idsOf([...found]).toSorted();
        const zebras = [...model.values()].filter(({ terms }) => terms.yesSubTitle === 'zebra');
        expect(ids(directory.listings())).toEqual([...model.keys()].sort());
        expect(ids(await directory.search('zebra', 9))).toEqual(ids(zebras));
        const fed = [...model.values()].filter(({ terms }) => terms.seriesTicker === 'KXFED');
        expect(ids(await directory.search('federal', 9))).toEqual(ids(fed));
      }),
      { numRuns: 200 },
    );
  });
});

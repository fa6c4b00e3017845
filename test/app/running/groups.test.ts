import { describe, expect, test } from 'vitest';
import {
  GROUP_MARKETS_MAX,
  GroupFinder,
  polymarketEvents,
} from '../../../src/app/running/pairing/groups.ts';
import { readEventRows } from '../../../src/data/polymarket/client/gamma-market.ts';
import type { MarketText } from '../../../src/engine/intelligence/normalizer/contract.ts';

const NOON = Date.UTC(2026, 0, 7, 22);

/** A bar of Bitcoin's price at one moment, as Kalshi words it. */
function bar(floor: number, changes: Partial<MarketText> = {}): MarketText {
  return {
    ...{ venue: 'kalshi', id: `KXBTCD-26JAN0717-T${floor}` },
    ...{ title: 'Bitcoin price on Jan 7, 2026 at 5pm EST?', subTitle: `$${floor} or above` },
    ...{ eventTitle: null, eventTicker: 'KXBTCD-26JAN0717', slug: null, outcomes: ['Yes', 'No'] },
    rules: `If the simple average of the sixty seconds of CF Benchmarks' Bitcoin Real-Time Index (BRTI) before 5 PM EST is above ${floor - 0.01} at 5 PM EST on Jan 7, 2026, then the market resolves to Yes.`,
    strike: { type: 'greater', floor: String(floor - 0.01), cap: null },
    ...{ sources: ['CF Benchmarks'], earlyClose: null, opensAtMs: null, closesAtMs: NOON },
    ...changes,
  };
}

const member = (text: MarketText) => ({ text, isOpen: true, isExclusive: false, mayGrow: false });
const pause = async () => {};

describe('sets and ladders of one venue', () => {
  test('bars of one moment are told once, again when one is new, and taken back when they are gone', async () => {
    const finder = new GroupFinder('kalshi');
    const find = (floors: readonly number[]) =>
      finder.find(new Map([['KXBTCD', floors.map((floor) => member(bar(floor)))]]), pause);
    const [ladder, ...others] = await find([91_000, 92_000]);
    expect(others).toEqual([]);
    expect(ladder).toMatchObject({ kind: 'ladder', direction: 'above', isProven: true });
    expect(await find([91_000, 92_000])).toEqual([]);
    expect(await find([91_000, 92_000, 93_000])).toMatchObject([
      { id: ladder?.id, kind: 'ladder' },
    ]);
    expect(await find([91_000])).toMatchObject([{ id: ladder?.id, kind: 'none' }]);
    expect(finder.size).toBe(0);
  });

  test('bars that differ in more than their height bind nothing', async () => {
    const later = bar(92_000, {
      title: 'Bitcoin price on Jan 8, 2026 at 5pm EST?',
      rules: bar(92_000).rules?.replaceAll('Jan 7', 'Jan 8') ?? null,
    });
    const events = new Map([['KXBTCD', [member(bar(91_000)), member(later)]]]);
    expect(await new GroupFinder('kalshi').find(events, pause)).toEqual([]);
    const unread = new Map([['KXBTCD', [bar(91_000), bar(92_000, { rules: null })].map(member)]]);
    expect(await new GroupFinder('kalshi').find(unread, pause)).toEqual([]);
  });

  test('no more are told than books may be kept for', async () => {
    const events = new Map(
      Array.from({ length: 20 }, (_, at) => [
        `event ${at}`,
        Array.from({ length: 10 }, (__, of) =>
          member(bar(91_000 + of * 100, { id: `KXBTCD-${at}-T${of}` })),
        ),
      ]),
    );
    const found = await new GroupFinder('kalshi').find(events, pause);
    expect(found).toHaveLength(GROUP_MARKETS_MAX / 10);
  });

  test("Polymarket's outcomes may grow where their event says so", () => {
    const market = {
      ...{
        conditionId: `0x${'1'.repeat(64)}`,
        question: 'Under 77?',
        slug: 'under',
        negRisk: true,
      },
      ...{ outcomes: ['Yes', 'No'], clobTokenIds: ['1', '2'], acceptingOrders: true },
      ...{ orderPriceMinTickSize: 0.01, orderMinSize: 5, closed: false },
    };
    const read = (negRiskAugmented: boolean) => {
      const { rows } = readEventRows([
        { slug: 'day', tags: [], negRiskAugmented, markets: [market] },
      ]);
      return polymarketEvents(rows).get('day');
    };
    expect(read(true)).toMatchObject([{ mayGrow: true, isExclusive: true, isOpen: true }]);
    expect(read(false)).toMatchObject([{ mayGrow: false }]);
  });
});

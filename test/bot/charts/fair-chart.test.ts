import { describe, expect, test } from 'vitest';
import type { Chart } from '../../../src/bot/charts/chart.ts';
import { fairChart } from '../../../src/bot/charts/fair-chart.ts';
import { titled } from '../../../src/bot/charts/frame.ts';
import type { MarketLook } from '../../../src/engine/contract/market-view.ts';
import type { FairPoint } from '../../../src/engine/domain/price-lag.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { cents, type Price } from '../../../src/engine/domain/values/money.ts';
import { FED } from '../chat-facts.ts';
import { ChatMarkets } from '../chat-markets.ts';
import { LOOK, NOW } from './samples.ts';
import { textsOf } from './svg-texts.ts';

type LinesChart = Chart & { readonly kind: 'lines' };

const [YES, NO] = FED.outcomes.map(({ tokenId }) => tokenId);
const QUESTION = 'Bitcoin above 105,000?';

/** One point every five seconds before now. */
function points(count: number, price: Price | null = cents(61)): FairPoint[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ atMs: NOW - (count - at) * 5 * SECOND_MS, fair: cents(60), band: cents(3), price },
  }));
}

interface Case {
  readonly question?: string;
  readonly label?: string;
  readonly fair?: NonNullable<MarketLook['fair']>;
  readonly points?: readonly FairPoint[];
  readonly over?: Partial<MarketLook>;
}

const WORTH = { tokenId: YES!, fair: cents(83), band: cents(3), estimated: false };

function lookAt({ question = QUESTION, label = 'Yes', fair = WORTH, ...of }: Case): MarketLook {
  const view = new ChatMarkets().viewOf({ ...FED, question });
  return {
    ...view,
    outcomes: view.outcomes.map((side, at) => (at === 0 ? { ...side, label } : side)),
    ...{ fair, prices: null, fairs: { tokenId: YES!, points: of.points ?? points(20) } },
    ...of.over,
  };
}

function chartOf(of: Case): LinesChart | null {
  return fairChart(lookAt(of), { nowMs: NOW, zone: 'Europe/Berlin' }) as LinesChart | null;
}

describe('what a market cost beside what it was worth', () => {
  test('is two lines to this moment, told by a title that says what was found', () => {
    const chart = chartOf({});
    expect(chart?.title).toBe(
      'Bitcoin above 105,000? Yes costs 61.5¢, worth 83.0¢ ± 3 by the spot price',
    );
    expect(chart?.series.map(({ name, role }) => [name, role])).toEqual([
      ['price', 'ours'],
      ['worth', 'second'],
    ]);
    const [price, worth] = chart?.series ?? [];
    expect(price?.points).toHaveLength(21);
    expect(price?.points.at(-1)).toEqual({ atMs: NOW, value: 61.5 });
    expect(worth?.points.at(-1)).toEqual({ atMs: NOW, value: 83 });
    expect(worth?.band?.[0]).toEqual({ atMs: NOW - 100 * SECOND_MS, low: 57, high: 63 });
    const texts = textsOf(chart!).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['price', '61.5¢', 'worth', '83.0¢', '14:01']));
  });

  test('says where it is an estimate, in the title and at the line', () => {
    const chart = chartOf({ fair: { ...WORTH, band: cents(8.1), estimated: true } });
    expect(chart?.title).toBe(
      'Bitcoin above 105,000? Yes costs 61.5¢, worth 83.0¢ ± 8.1 (ESTIMATE)',
    );
    expect(chart?.series[1]?.name).toBe('estimate');
  });

  test('is of the first side, also where the other one pays when the claim comes true', () => {
    const chart = chartOf({ fair: { ...WORTH, tokenId: NO! } });
    expect(chart?.title).toContain('Yes costs 61.5¢, worth 17.0¢ ± 3');
    expect(chart?.series[1]?.points.at(-1)?.value).toBe(17);
  });

  test('does not set a price beside it that is not trusted', () => {
    const chart = chartOf({ over: { trusted: false } });
    expect(chart?.title).toBe('Bitcoin above 105,000? Yes is worth 83.0¢ ± 3 by the spot price');
    expect(chart?.series[0]?.points.at(-1)?.atMs).toBe(NOW - 5 * SECOND_MS);
  });

  test('stays between nothing and a dollar', () => {
    const chart = chartOf({ fair: { ...WORTH, fair: cents(99), band: cents(3) } });
    expect(chart?.series[1]?.band?.at(-1)).toMatchObject({ low: 96, high: 100 });
    const low = chartOf({ fair: { ...WORTH, fair: cents(1) } });
    expect(low?.series[1]?.band?.at(-1)).toMatchObject({ low: 0, high: 4 });
  });

  test.each([
    ['nothing is worked out now', { over: { fair: undefined } as never }],
    ['nothing was recorded', { points: [] }],
    ['less than a minute was seen', { points: points(MINUTE_MS / SECOND_MS / 5 - 1) }],
    ['its price was not known', { points: points(20, null) }],
    ['it has no sides', { over: { outcomes: [] } }],
  ])('is no picture where %s', (_, of: Case) => {
    expect(chartOf(of)).toBeNull();
  });
});

describe('its title', () => {
  const QUESTIONS = [
    QUESTION,
    'Bitcoin above 105,000 on September 30?',
    'Will the price of Bitcoin be above $105,000 on September 30?',
    'Will the price of Ethereum be between $4,400 and $4,600 on September 30?',
    'Will the price of XRP be less than $2.90 on September 30?',
    'Bitcoin Up or Down - September 30, 11:15AM-11:30AM ET',
    'XRP Up or Down on September 30?',
    'Will Ethereum reach $5,000 in September?',
    'Will Dogecoin dip to $0.10 by September 30?',
    'Will Bitcoin reach $110,000 September 29-October 5?',
    'Bitcoin price on Sep 30, 2026 at 5pm EDT?',
  ];

  test('is never cut before it said what was found, whatever the question', () => {
    for (const question of QUESTIONS) {
      for (const label of ['Yes', 'Down', '$60,000 or above']) {
        for (const [fair, band] of [
          ...[[cents(44.4), cents(12.4)] as const, [cents(8.9), cents(2.1)] as const],
          [cents(99.75), cents(2)] as const,
        ]) {
          for (const estimated of [true, false]) {
            const title = chartOf({
              question,
              label,
              fair: { ...WORTH, fair, band, estimated },
            })?.title;
            const shown = titled(title ?? '', LOOK)
              .elements.map((element) => (element as { style: { text: string } }).style.text)
              .join(' ');
            expect(shown).toMatch(/ ± [\d.]+ (by the spot price|by spot|\(ESTIMATE\))$/);
          }
        }
      }
    }
  });

  test('names the price that is asked about where the question begins with many words', () => {
    expect(chartOf({ question: QUESTIONS[2]! })?.title).toMatch(
      /^Bitcoin above \$105,000 on September… Yes /,
    );
    expect(chartOf({ question: QUESTIONS[3]! })?.title).toMatch(
      /^Ethereum between \$4,400 and \$4,600… /,
    );
  });
});

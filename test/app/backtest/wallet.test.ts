import { afterEach, describe, expect, test } from 'vitest';
import { readAsked, type WalletAsked } from '../../../src/app/backtest/asked.ts';
import { runAsJson } from '../../../src/app/backtest/backtest-run.ts';
import { backtestWallet, MARKET_PAGES_MAX } from '../../../src/app/backtest/wallet-run.ts';
import { describeRun } from '../../../src/app/backtest/words.ts';
import { backtestCommand } from '../../../src/app/backtest.ts';
import {
  activityRow,
  clientOf,
  conditionOf,
  gammaMarket,
  paged,
  WALLET,
} from '../../data/polymarket/client/venue.ts';
import { HttpDouble, json } from '../../servers/http-double.ts';
import { call } from '../called.ts';

const START_SECONDS = 1_790_000_000;
const NOW_MS = (START_SECONDS + 20 * 86_400) * 1_000;
const ANYTHING = /./;

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

interface Told {
  readonly did: readonly object[];
  /** Public trades, newest first. */
  readonly prints: readonly (readonly object[])[];
  readonly payouts?: readonly number[];
}

/** A venue with one wallet and one market. */
async function venueOf({ did, prints, payouts }: Told): Promise<HttpDouble> {
  const over = payouts !== undefined;
  double = await HttpDouble.start(
    {
      path: '/v2/activity',
      needs: { user: /^0xa1/, sort_direction: /^DESC$/, start: /^\d{10}$/, _: ANYTHING },
      may: { limit: /^\d+$/, cursor: ANYTHING },
      reply: paged([did]),
    },
    {
      path: '/markets/keyset',
      needs: { closed: /^(true|false)$/, condition_ids: /^0x/, limit: /^\d+$/ },
      reply: ({ query }) => {
        const listed = gammaMarket(1, {
          ...{ closed: over, acceptingOrders: !over, endDate: '2026-12-31T00:00:00Z' },
          ...(over ? { umaResolutionStatus: 'proposed' } : {}),
        });
        return json({ markets: query.get('closed') === String(over) ? [listed] : [] });
      },
    },
    {
      path: '/v2/resolutions',
      needs: { condition: /^0x/ },
      may: { _: ANYTHING },
      reply: () =>
        json({
          data: [
            {
              condition_id: conditionOf(1),
              ...{ status: 'resolved', payouts, resolved_at: START_SECONDS + 86_400 },
            },
          ],
        }),
    },
    {
      path: '/v2/trades',
      needs: { condition: /^0x/, taker_only: /^true$/, _: ANYTHING },
      may: { limit: /^1000$/, cursor: ANYTHING },
      reply: paged(prints),
    },
  );
  return double;
}

/** 100 shares at 50 cents; a sale of them all at 70 cents, an hour later. */
const BOUGHT = activityRow(START_SECONDS, 1, { size: 100, usdc_size: 50 });
const SOLD = activityRow(START_SECONDS + 3_600, 2, {
  ...{ size: 100, usdc_size: 70, price: 0.7, side: 'SELL' },
});

function printed(seconds: number, price: number): object {
  const { type: _, ...row } = activityRow(START_SECONDS + seconds, 900 + seconds, {
    price,
    size: 30,
    usdc_size: 30 * price,
  }) as Record<string, unknown>;
  return row;
}

function asked(...options: readonly string[]): WalletAsked {
  const values = Object.fromEntries(options.map((text) => text.split('=') as [string, string]));
  const read = readAsked([], { wallet: WALLET, ...values });
  if (read.kind !== 'wallet') throw new Error('a wallet is asked for');
  return read;
}

async function estimated(told: Told, ...options: readonly string[]) {
  const client = clientOf(await venueOf(told));
  return await backtestWallet(asked(...options), {
    client,
    nowMs: NOW_MS,
    progress: () => undefined,
  });
}

describe('a backtest of a wallet', () => {
  const PRINTS = [[printed(3_700, 0.69), printed(3_500, 0.6), printed(9, 0.51), printed(0, 0.5)]];

  // $5 at 51.5¢ are 9.7 shares, sold at 68.5¢; the fee is 7 % of p(1 − p) a share: 17¢ and 15¢.
  test('says what copying would have made, and where the difference went', async () => {
    const run = await estimated({ did: [SOLD, BOUGHT], prints: PRINTS }, 'impact-cents=0');
    expect(describeRun(run)).toBe(
      [
        `ESTIMATE  ${WALLET} · 30 days to 2026-10-11`,
        '  they +$1.94 · we +$1.33, both at our size: 1 copy of 2 trades, $5.00 spent',
        '  per dollar: copies in two markets that ended are needed to say',
        '  $0.61 lost on the way: latency $0.15 · slippage $0.00 · fees $0.32 · rounding $0.00 · missed exits $0.15',
        '  Guessed: we buy at the first public trade 3 s after theirs, half of a',
        '  1¢ spread worse, and 0¢ more for each $100 that we spend.',
        '',
      ].join('\n'),
    );
    expect(runAsJson(run)).toMatchObject({
      ...{ name: WALLET, isEstimate: true, to: '2026-10-11T14:13:20.000Z', skips: {}, gaps: [] },
      assumptions: { delayMs: 3_000, spreadCents: 1, impactCentsPer100Dollars: 0 },
      total: { copied: 1, leaderTrades: 2, spent: 4.9955, shortfall: { latency: 0.1455 } },
      curves: { us: [[new Date((START_SECONDS + 3_603) * 1_000).toISOString(), ANY_NUMBER]] },
    });
  });

  // What $5 buy at 51.5¢, lots or not, is 9.708737 shares, which they paid 50¢ for.
  test('pays what the market paid', async () => {
    const run = await estimated(
      { did: [BOUGHT], prints: [[printed(9, 0.51)]], payouts: [0, 1_000_000] },
      'impact-cents=0',
    );
    expect(run.total.ourNet).toBeLessThan(-4_995_000);
    expect(run.total).toMatchObject({ copied: 1, leaderNet: -4_854_368 });
  });

  test('counts what the rules would have skipped, by reason', async () => {
    const did = [activityRow(START_SECONDS, 1, { size: 10, usdc_size: 5 })];
    const run = await estimated({ did, prints: PRINTS });
    expect(run.skips).toEqual([{ gate: 'clipMinimum', count: 1 }]);
    expect(describeRun(run)).toContain(
      '  nothing copied of 1 trade\n  not copied: 1\n          1  clipMinimum',
    );
  });

  test('leaves out trades whose public trades go further back than is read, and says so', async () => {
    const pages = Array.from({ length: MARKET_PAGES_MAX + 1 }, (_, at) => [
      printed(9_000 - at, 0.5),
    ]);
    const run = await estimated({ did: [BOUGHT], prints: pages });
    expect(run.gaps).toEqual([
      '1 of its trades are left out: more public trades followed than are read',
    ]);
    expect(run.total).toMatchObject({ copied: 0, leaderTrades: 0 });
  });

  test('of a wallet that did nothing says so', async () => {
    const run = await estimated({ did: [], prints: [] });
    expect(describeRun(run)).toContain('nothing copied of 0 trades');
  });
});

const ANY_NUMBER: unknown = expect.any(Number);

describe('the command', () => {
  test.each([
    [[], 'backtest needs a wallet or a tape'],
    [['--wallet', '0x12'], '--wallet takes an address'],
    [['--wallet', WALLET, '--tape', 'a'], 'two questions, ask one'],
    [['--wallet', WALLET, '--follow', 'all'], '--follow is for --tape'],
    [['--wallet', WALLET, '--days', '0'], '--days takes a whole number from 1 to 365, got "0"'],
    [['--wallet', WALLET, '--spread-cents', 'x'], '--spread-cents takes a number from 0 to 50'],
    [['--tape', 'a', '--days', '3'], '--days is for --wallet'],
    [['--tape', 'a', 'b', '--chart', 'c.svg'], '--chart draws one tape'],
    [['--tape', 'a', '--chart', 'c.gif'], 'a file that ends in .svg or .png, got "c.gif"'],
    [['--tape', 'a', '--set', 'entry.smal=min'], 'did you mean entry.small?'],
    [['tape.jsonl'], 'backtest takes no "tape.jsonl"'],
  ])('refuses %j', async (argv, text) => {
    const called = call(backtestCommand, argv);
    expect(await called.code).toBe(2);
    expect(called.out()).toBe('');
    expect(called.err()).toContain(text);
  });

  test('fails in one line when the venue does not answer', async () => {
    const url = 'http://127.0.0.1:1';
    const called = call(backtestCommand, ['--wallet', WALLET], {
      ...{ POLYMARKET_DATA_URL: url, POLYMARKET_GAMMA_URL: url, POLYMARKET_CLOB_URL: url },
    });
    expect(await called.code).toBe(1);
    expect(called.err().trim().split('\n')).toHaveLength(1);
  });
});

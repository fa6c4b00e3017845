import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KalshiTerms } from '../../../src/engine/domain/kalshi-terms.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/engine/domain/time.ts';
import { cents, percent, price, shares } from '../../../src/engine/domain/values/money.ts';
import { FED, NOW } from '../chat-facts.ts';
import { FED_TERMS, kalshiView } from '../chat-kalshi.ts';
import { Chat } from '../chat-person.ts';
import { plainReply } from '../plain-reply.ts';

const COIN = {
  title: 'Bitcoin price on Nov 22, 2026 at 5pm EST?',
  eventTicker: 'KXBTCD-26NOV2217',
  seriesTicker: 'KXBTCD',
  settlementSources: [{ name: 'CF Benchmarks', url: null }],
  canCloseEarly: false,
  earlyCloseCondition: null,
  exchangeIndex: 2,
  closesAtMs: NOW + 9 * HOUR_MS,
  expectedExpirationAtMs: NOW + 9 * HOUR_MS + 5 * MINUTE_MS,
  rulesPrimary: '',
} as const;

function coin(dollars: number, more: Partial<KalshiTerms> = {}, view = {}) {
  const floor = `${dollars - 0.01}`;
  return kalshiView(
    {
      ...COIN,
      marketId: `KXBTCD-26NOV2217-T${floor}` as never,
      strike: { ...FED_TERMS.strike!, type: 'greater', floor },
      yesSubTitle: `$${dollars.toLocaleString('en-US')} or above`,
      ...more,
    },
    view,
  );
}

/** Conversations about markets of Kalshi as people read them, one file each. */
const CONVERSATIONS: Readonly<Record<string, (chat: Chat) => readonly string[]>> = {
  kalshi: () => [
    '/kalshi fed december',
    '/market kalshi fed december',
    '/market KXFEDDECISION-26DEC-C25',
    'https://kalshi.com/markets/kxfeddecision/fed/kxfeddecision-26dec',
    'kalshi fed december',
    '/kalshi',
    '/market kalshi',
    '/kalshi zebra',
    '/market kalshi cuts december',
    '[On Polymarket]',
    '/kalshi cuts december',
    '[On Polymarket]',
    '/kalshi KXNONE-26DEC',
  ],
  'kalshi-event': ({ world }) => {
    world.kalshi.all = [104_000, 105_000, 106_000].map((dollars) => coin(dollars));
    return [
      'https://kalshi.com/markets/kxbtcd/bitcoin-price/kxbtcd-26nov2217',
      '[$105,000 or above]',
      '/kalshi bitcoin 5pm',
    ];
  },
  'kalshi-offer': (chat) => {
    const range = {
      title: 'Bitcoin price range on Nov 22, 2026 at 5pm EST?',
      marketId: 'KXBTC-T1',
    };
    chat.world.kalshi.all = [kalshiView(), coin(105_000), coin(105_000, range as never)];
    return ['/market decision 25', '[Fed decision… · Cut of 25 bps]', '/market bitcoin price'];
  },
  'kalshi-lack': ({ world }) => {
    world.kalshi.trouble =
      "The list of Kalshi's markets is still being read, 1200 so far; ask again in a minute";
    return ['/kalshi fed', '/market zebra', '/market 0xzebra'];
  },
  'kalshi-unread': ({ world }) => {
    world.kalshi.all = null;
    return ['/kalshi fed', '/market zebra', '/market KXBTCD'];
  },
  'kalshi-cases': ({ world }) => {
    const top = { bid: null, bidQuantity: null, ask: null, askQuantity: null };
    const pause = { why: 'maintenance', resumesAtMs: NOW + 40 * MINUTE_MS } as const;
    const fee = { type: 'quadratic_with_maker_fees', multiplier: percent(50) } as const;
    const named = { ...FED_TERMS.strike!, custom: { team: 'Basel' } };
    world.kalshi.all = [
      coin(1_000, { marketId: 'KX-1' as never, fee }, { top, pause, url: null, readAtMs: null }),
      coin(2_000, {
        marketId: 'KX-2' as never,
        status: 'finalized',
        result: 'yes',
        settlementValue: price(1_000_000),
      }),
      coin(
        3_000,
        {
          marketId: 'KX-3' as never,
          status: 'determined',
          result: 'no',
          fee: null,
          closesAtMs: NOW + DAY_MS,
        },
        { pause },
      ),
      coin(
        4_000,
        {
          marketId: 'KX-4' as never,
          status: 'initialized',
          opensAtMs: NOW + HOUR_MS,
          strike: { ...FED_TERMS.strike!, type: 'greater_or_equal' },
        },
        { top },
      ),
      coin(
        5_000,
        {
          marketId: 'KX-5' as never,
          feeWaivedUntilMs: NOW + DAY_MS,
          strike: named,
          yesSubTitle: '',
        },
        { top: { ...top, bid: cents(0.5), bidQuantity: shares(10) } },
      ),
      coin(6_000, {
        marketId: 'KX-6' as never,
        kind: 'scalar',
        closesAtMs: NOW - MINUTE_MS,
        settlementSources: [],
        fee: { ...fee, type: 'flat' },
      }),
    ];
    return [
      '/kalshi KX-1',
      '/kalshi KX-2',
      '/kalshi KX-3',
      '/kalshi KX-4',
      '/kalshi KX-5',
      '/kalshi KX-6',
    ];
  },
};

describe('conversations about markets of Kalshi', () => {
  test.each(Object.keys(CONVERSATIONS))('%s reads as its golden file', async (name) => {
    const chat = new Chat();
    const lines = CONVERSATIONS[name]?.(chat) ?? [];
    const transcript = await chat.transcript(lines);
    expect(chat.reports).toEqual([]);
    await expect(transcript).toMatchFileSnapshot(`./${name}.golden.txt`);
  });
});

describe('what is looked for on Kalshi', () => {
  test.each([
    ['/market fed december', []],
    ['/market fed zebra', ['fed zebra']],
    ['/market https://polymarket.com/event/no-such-thing', []],
    [`/market 0x${'ab'.repeat(32)}`, []],
    ['/market kxbtcd-26nov2217', ['kxbtcd-26nov2217']],
    ['/market KALSHI kalshi ipo', ['kalshi ipo']],
    ['/market "kalshi ipo"', ['ipo']],
    ['/market ipo kalshi', ['ipo kalshi']],
    ['www.kalshi.com/markets/kxbtcd', ['www.kalshi.com/markets/kxbtcd']],
    ['/market https://notkalshi.com/x', []],
    ['/kalshi kalshi', ['kalshi']],
  ])('of %s it is %j', async (line, asked) => {
    const chat = new Chat();
    chat.world.kalshi.all = [];
    await chat.say(line);
    expect(chat.world.kalshi.asked).toEqual(asked);
    expect(chat.reports).toEqual([]);
  });
});

test('a market of Polymarket about Kalshi is found where Kalshi has none', async () => {
  const chat = new Chat();
  chat.world.markets.all = [{ ...FED, question: 'Kalshi IPO in 2027?' }];
  expect((await chat.say('/market kalshi ipo')).title).toEqual([
    expect.objectContaining({ link: 'Kalshi IPO in 2027?' }),
  ]);
});

test('whatever Kalshi writes, the card is one that can be read, and makes no command of it', async () => {
  const text = fc.oneof(fc.string({ maxLength: 400 }), fc.constant('see /kill now'));
  await fc.assert(
    fc.asyncProperty(text, text, async (words, more) => {
      const chat = new Chat();
      const strike = { ...FED_TERMS.strike!, custom: { one: more } };
      chat.world.kalshi.all = [
        kalshiView({
          ...{ title: `fed ${words}`, yesSubTitle: more, rulesPrimary: words, strike },
          ...{ settlementSources: [{ name: more, url: null }], earlyCloseCondition: words },
        }),
      ];
      const said = plainReply(await chat.say('/kalshi fed'));
      expect(said).toContain('on Kalshi, to look at');
      expect(said.replace(/\n\[.*/s, '')).not.toContain('/kill');
      expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThan(400);
      expect(chat.reports).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

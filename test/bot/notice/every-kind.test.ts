import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { plainText } from '../../../src/bot/format/compose.ts';
import { NOTICE_LENGTH_MAX } from '../../../src/bot/notice/bound-reply.ts';
import { readArbitrage, sumsOf } from '../../../src/bot/notice/word-arbitrage.ts';
import { edgeOf, readPriceLag } from '../../../src/bot/notice/word-lag.ts';
import type { MarketRef } from '../../../src/engine/contract/views.ts';
import type { LedgerId, MarketId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { LEADER, MARKET, YES } from '../../engine/intelligence/examples.ts';
import { plainReply } from '../plain-reply.ts';
import { PAIR } from './arbitrage-notices.ts';
import { EVERY_KIND, KINDS, LAG, LIVE, WEEK } from './every-kind.ts';
import { ACE, context, notice, OUTCOME } from './examples.ts';
import { said, worded } from './words.ts';

const READER = { ...context(), reader: 'telegram:1' };

describe('every notice', () => {
  test.each(Object.keys(EVERY_KIND))('about %s reads as its golden file', async (name) => {
    const texts: string[] = [];
    for (const one of EVERY_KIND[name] ?? []) {
      const { reply, urgent, tally } = await worded(one, READER);
      texts.push(`# ${one.kind}${urgent ? '' : ` (${tally})`}\n${plainReply(reply)}\n`);
    }
    await expect(texts.join('\n')).toMatchFileSnapshot(`./${name}.golden.txt`);
  });

  it('has an example', () => {
    expect(KINDS).toHaveLength(37);
  });

  it('names its ledger where it is about one', async () => {
    for (const one of Object.values(EVERY_KIND).flat()) {
      if (one.ledger === null) continue;
      const [title = ''] = await said(one, READER);
      expect(title).toContain(one.ledger === LIVE ? 'LIVE' : 'PAPER');
    }
  });
});

describe('the arithmetic of the examples', () => {
  it('of an arbitrage is that of its prices, shares and fees', () => {
    const found = readArbitrage(PAIR);
    const sums = sumsOf(found);
    expect(sums?.cost).toBe(dollars(967.08));
    expect(sums?.net).toBe(dollars(32.92));
    expect((sums?.ratio ?? 0) * 100).toBeCloseTo(3.404, 3);
    expect((sums?.ratio ?? 0) * 500).toBeCloseTo(17.02, 2);
    expect(((sums?.ratio ?? 0) * 100 * 365) / 66).toBeCloseTo(18.83, 2);
  });

  it('of a pair is what it is called by: a basis nobody accepted is no arbitrage', async () => {
    const open = { ...PAIR, data: { ...PAIR.data, acceptedBy: null } };
    const bare = { ...PAIR, data: { ...PAIR.data, verified: 0 } };
    expect((await said(open))[0]).toContain('⇄ Basis spread +3.4 % net');
    expect((await said(bare))[0]).toContain('⇄ Basis spread +3.4 % net');
    expect((await said(PAIR))[0]).toBe('⇄ Arbitrage +3.4 % net · $32.92 on $967.08 · open 6 s');
  });

  it('of a price lag is the difference less the fee', () => {
    expect(edgeOf(readPriceLag(LAG))).toBe(106_000);
  });

  it('of a price lag at Kalshi names it, and says that nothing is ordered there', async () => {
    const words = await said({ ...LAG, data: { ...LAG.data, venue: 'kalshi' } });
    expect(words[0]).toBe('⏱ Price lag  BTC 105,240 on Binance, Kalshi says 71¢, fair 83¢ ± 3');
    expect(words.join(' ')).toContain('on Kalshi, where PolyMind does not trade');
    expect((await said(LAG)).join(' ')).not.toContain('Kalshi');
  });

  it('of a week is what its parts add up to', async () => {
    expect((await said(WEEK)).slice(0, 3)).toEqual([
      '◆ Week 47  +$96.40 PAPER  (naive copying −$18.10)',
      '212 signals · 61 copied · best whale-7 +$71 · worst degen-2 −$22 (disabled Thursday: −21 % in 7 days)',
      'skipped trades would have made −$64: price drift saved $80, quality gate cost $16',
    ]);
  });
});

const HOSTILE = [
  'x'.repeat(4_000),
  'two\nlines\r\nand\u2028more\u0085end',
  '\u202eevil\u202c \u2066isolate\u2069',
  'zero\u200bwidth\ufeff\u200f\u061c',
  '<b>bold</b> &amp; <a href="tg://user?id=1">x</a>',
  '@everyone @here <@123> **bold** `code` [x](http://evil)',
  'שלום عالم',
  '👩‍👩‍👧'.repeat(400),
  '\ud83d',
  '\u001b[31mred',
  '',
] as const;

/** Marks that break a line, steer a terminal or hide a direction. */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u061c]/u;

function within(reply: Awaited<ReturnType<typeof worded>>['reply']): void {
  const all = [
    reply.title,
    ...reply.blocks.flatMap((one) => (one.kind === 'lines' ? one.lines : [])),
  ];
  for (const line of all.map(plainText)) expect(line).not.toMatch(FORBIDDEN);
  const whole = all.map(plainText).join('\n').length + 2;
  expect(whole).toBeLessThanOrEqual(NOTICE_LENGTH_MAX + ' (may repeat)'.length);
  for (const { label, tap } of reply.buttons) {
    expect(label.length).toBeLessThanOrEqual(40);
    if (tap.kind === 'command') expect(tap.text).not.toMatch(FORBIDDEN);
  }
}

describe('text that others wrote', () => {
  it.each(HOSTILE)('of a title and a label stays a line of its own, case %#', async (text) => {
    const market: MarketRef = { ...OUTCOME.market, question: text };
    const wallet = { ...ACE, label: text };
    const knows = {
      ...context(),
      market: () => market,
      outcome: () => ({ ...OUTCOME, market, label: text }),
      wallet: () => wallet,
    };
    for (const one of Object.values(EVERY_KIND).flat()) {
      within((await worded(one, knows)).reply);
      const data = Object.fromEntries(
        Object.entries(one.data).map(([name, value]) => [
          name,
          typeof value === 'string' && !['market', 'token', 'wallet'].includes(name) ? text : value,
        ]),
      );
      within((await worded({ ...one, data }, knows)).reply);
    }
  });

  it('never keeps a notice from being worded, nor makes it too long', async () => {
    const value = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.double(),
      fc.integer(),
      fc.constant(null),
      fc.constantFrom(
        'buy',
        'sell',
        'live',
        'added',
        'score',
        'drawdown',
        'ownLoss',
        'edge',
        'kind',
        'maker',
        'cap',
        'priceMoved',
        'toString',
      ),
    );
    const names = [
      ...new Set(
        Object.values(EVERY_KIND)
          .flat()
          .flatMap(({ data }) => Object.keys(data)),
      ),
    ];
    const anyNotice: fc.Arbitrary<Notice> = fc.record({
      id: fc.constant('n'),
      kind: fc.constantFrom(...KINDS),
      ledger: fc.constantFrom<LedgerId | null>(null, LIVE, 'paper' as LedgerId),
      subject: fc.constantFrom('', 'dayLoss', 'drawdown', 'x|y|z', ...HOSTILE),
      data: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 20 }),
      atMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    });
    await fc.assert(
      fc.asyncProperty(anyNotice, async (one) => {
        const reference = context();
        const knows = {
          ...reference,
          wallet: (address: WalletAddress) => ({ address, label: null }),
          market: (id: MarketId) => ({ id, question: null, url: null }),
        };
        within((await worded(one, knows)).reply);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is told even when nothing at all is known', async () => {
    for (const kind of KINDS) {
      const [title = ''] = await said(notice({ kind, subject: 'subject', data: {} }));
      expect(title.length).toBeGreaterThan(5);
      expect(title).not.toMatch(/undefined|null|NaN/);
    }
  });
});

test('a button that mutes a wallet fits the data of every platform', async () => {
  const one = notice({ kind: 'fill', data: { wallet: LEADER, market: MARKET, token: YES } });
  const { reply } = await worded(one);
  const mute = reply.buttons.find(({ label }) => label === 'Mute wallet');
  const text = mute?.tap.kind === 'command' ? mute.tap.text : '';
  expect(text.length + 'c:'.length).toBeLessThanOrEqual(60);
});

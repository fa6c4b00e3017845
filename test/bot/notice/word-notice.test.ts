import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/bot/format/compose.ts';
import { namesOf } from '../../../src/bot/notice/context.ts';
import { joinedLine } from '../../../src/bot/notice/joined-line.ts';
import { wordNotice } from '../../../src/bot/notice/word-notice.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { MARKET, NOW_MS, YES } from '../../engine/intelligence/examples.ts';
import { context, notice } from './examples.ts';
import { BOUGHT, SOLD, said, worded } from './words.ts';

describe('what happens to the whole', () => {
  it.each<[string, Notice, readonly string[]]>([
    [
      'a win',
      notice({
        kind: 'resolved',
        data: { market: MARKET, token: YES, payout: 1_000_000, realised: dollars(3.06) },
      }),
      [
        '◆ PAPER won: YES pays 100.0¢ a share · made +$3.06 before fees',
        'Fed cuts in December?',
        '[PnL: /pnl]',
      ],
    ],
    [
      'a loss',
      notice({
        kind: 'resolved',
        data: { market: MARKET, token: YES, payout: 0, realised: dollars(-5) },
      }),
      [
        '◆ PAPER lost: YES pays 0.0¢ a share · made −$5.00 before fees',
        'Fed cuts in December?',
        '[PnL: /pnl]',
      ],
    ],
    [
      'a pause of a day',
      notice({
        kind: 'paused',
        subject: 'dayLoss',
        data: { loss: dollars(-25.1), limit: dollars(-25) },
      }),
      [
        '‖ PAPER entries paused: −$25.10 today, limit −$25.00',
        'until tomorrow, or until you /resume · exits go on',
        'runbook: paused-by-losses',
        '[Status: /status]',
        '[Resume: /resume]',
      ],
    ],
    [
      'a pause after a fall',
      notice({
        kind: 'paused',
        subject: 'drawdown',
        data: { fall: dollars(75.2), limit: dollars(75.15), peak: dollars(501) },
      }),
      [
        '‖ PAPER entries paused: $75.20 under the best equity $501.00, limit $75.15',
        'until you /resume · exits go on',
        'runbook: paused-by-losses',
        '[Status: /status]',
        '[Resume: /resume]',
      ],
    ],
    [
      'a pause by a person',
      notice({
        kind: 'paused',
        ledger: null,
        subject: 'person',
        data: { reason: 'by telegram:1' },
      }),
      [
        '‖ Entries paused by telegram:1',
        'until you /resume · exits go on',
        '[Status: /status]',
        '[Resume: /resume]',
      ],
    ],
    [
      'a new day',
      notice({ kind: 'resumed', ledger: null, subject: 'dayLoss', data: { day: '2026-09-30' } }),
      ['‖ Entries are on again: the day of the loss is over', '[Status: /status]'],
    ],
    [
      'a kill',
      notice({
        kind: 'killed',
        ledger: null,
        subject: 'kill',
        data: { reason: 'by console', canceled: 4 },
      }),
      [
        '■ Killed by console, 11:16:06 · 4 orders taken back',
        'no automatic order from now on',
        'positions are kept; automatic exits are off · /kill off arms again',
        '[Close positions…: /close]',
        '[Arm again…: /kill off]',
      ],
    ],
    [
      'a kill by a fault',
      notice({ kind: 'killed', ledger: null, data: { reason: 'books differ', canceled: 0 } }),
      [
        '■ Killed, 11:16:06 · no order was open',
        'books differ',
        'positions are kept; automatic exits are off · /kill off arms again',
        'runbook: killed',
        '[Close positions…: /close]',
        '[Arm again…: /kill off]',
      ],
    ],
    [
      'arming',
      notice({ kind: 'armed', ledger: null, subject: 'arm' }),
      ['■ Armed again, 11:16:06: entries and exits are automatic', '[Status: /status]'],
    ],
    [
      'an absence',
      notice({
        kind: 'away',
        ledger: null,
        data: { fromMs: NOW_MS - 22_320_000, untilMs: NOW_MS, missed: 9, copied: 0, exits: 2 },
      }),
      [
        '◆ Away 6 h 12 m: 9 entries missed, 2 exits done now',
        '[Positions: /positions]',
        '[Why: /why today]',
      ],
    ],
    [
      'a silent feed',
      notice({
        kind: 'feedDown',
        ledger: null,
        subject: 'Polymarket trades',
        data: { name: 'Polymarket trades', sinceMs: NOW_MS - 120_000 },
      }),
      [
        '! Polymarket trades: nothing for 2 min',
        'it is tried again; other feeds and /kill go on',
        'runbook: feed-down',
        '[Status: /status]',
      ],
    ],
    [
      'a feed that is back',
      notice({ kind: 'feedBack', ledger: null, data: { name: 'Kalshi', sinceMs: NOW_MS - 9_000 } }),
      ['◆ Kalshi: back after 9 s', '[Status: /status]'],
    ],
  ])('%s is told in its own words', async (_name, of, words) => {
    expect(await said(of)).toEqual(words);
  });

  it('is urgent where it is about safety: copies, skips and results may be joined', async () => {
    const kinds = [
      'killed',
      'armed',
      'paused',
      'exitNeedsYou',
      'inDoubt',
      'away',
      'feedDown',
    ] as const;
    for (const kind of kinds) expect((await worded(notice({ kind }))).urgent).toBe(true);
    for (const kind of ['fill', 'denied', 'resolved'] as const) {
      expect((await worded(notice({ kind }))).urgent).toBe(false);
    }
    expect((await worded(SOLD)).tally).toBe('exit');
    expect((await worded(BOUGHT)).tally).toBe('copy');
  });

  it('says that it may be a repeat, and nothing else changes', async () => {
    const facts = namesOf(BOUGHT, context());
    const { reply } = wordNotice(facts, { delivery: 'on', mayRepeat: true });
    expect(plainText(reply.title)).toBe('PAPER bought 8.06 YES at 62.0¢ · $5.00 (may repeat)');
  });

  it('stands for the id that a command looks up', async () => {
    const resolved = notice({ kind: 'resolved', data: { market: 'm' } });
    expect((await worded(resolved)).about).toBe('m');
    expect((await worded(BOUGHT)).about).toBe('1nt3nt');
  });
});

describe('several in one line', () => {
  it('are counted by what they are', () => {
    expect(plainText(joinedLine({ copy: 7, skip: 12 }))).toBe(
      '…  7 more copies, 12 more skips   /why today lists them by reason',
    );
    expect(plainText(joinedLine({ copy: 1, exit: 1 }))).toBe(
      '…  1 more copy, 1 more exit   /trades lists them',
    );
  });
});

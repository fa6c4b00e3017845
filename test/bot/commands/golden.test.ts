import { describe, expect, test } from 'vitest';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { ACE, CANDIDATE, MAKER, NOW, order, position, TURKEY } from '../chat-facts.ts';
import { pastDecisions } from '../chat-past.ts';
import { Chat } from '../chat-person.ts';
import { topView } from '../chat-scores.ts';
import { copyability, walletScore } from '../score-facts.ts';

/** Conversations as people read them, one file each. */
const CONVERSATIONS: Readonly<Record<string, (chat: Chat) => readonly string[]>> = {
  status: (chat) => {
    chat.world.open = [];
    return ['/status', 'Status', '/pause', '/status', '/kill', '/status'];
  },
  positions: (chat) => {
    chat.world.positions = [position(), position(TURKEY)];
    return ['/positions', '/positions whale-7', '/positions ace', '/positions nobody'];
  },
  money: () => [
    '/trades',
    '/trades 0',
    '/orders',
    '/order',
    `/order ${order().shortId}`,
    '/pnl',
    '/pnl 7d',
    '/pnl x',
    '/top',
    '/export 2026',
    '/export all',
    '/export 2025',
    '/export',
    '/export 20206',
  ],
  wallet: () => [
    '/wallet',
    '/wallet whale-7',
    '/wallet whale-7 scale 0.5',
    '[Undo]',
    '/wallet whale-7 scal 0.5',
    '[Do it]',
    '/wallet whale-7 scale 99',
    '/wallet size whale-7 1%',
    '/wallet whale-7 size $20',
    '/wallet whale-7 max 4$',
    '/wallet whale-7 max 50',
    '/wallet whale-7 max 1,000',
    '/wallet whale-7 day $9',
    '/wallet whale-7 market $25',
    '/wallet whale-7 lead $50',
    '/wallet whale-7 lead 10',
    '/wallet whale-7 price 40c-90c',
    '/wallet whale-7 age 2s',
    '/wallet whale-7 drift 0,2',
    '/wallet whale-7 score 0.5',
    '/wallet whale-7 small skip',
    '/wallet whale-7 exit 50%',
    '/wallet whale-7 deny politics',
    '/wallet whale-7 allow fed',
    '/wallet whale-7',
    '/wallet whale-7 live',
    '/wallet whale-7 paper',
    '/wallet whale-7 disable',
    '/wallet whale-7 disable',
    '/wallet whale-7 label ace',
    '/wallet whale-7 label live',
    '/wallet whale-7 label “big fish”',
    '/wallet "big fish" reset',
  ],
  follow: () => [
    CANDIDATE,
    '[Follow on paper]',
    '[Undo]',
    `/wallet add ${CANDIDATE} degen`,
    `/wallet add ${CANDIDATE}`,
    '/wallet remove degen',
    '/wallet whal-7 scale 0.5',
    '/wallet nobody',
    '/wallet',
  ],
  scores: (chat) => {
    chat.world.scores.scoresCandidate();
    const candidate = { wallet: { address: CANDIDATE, label: 'degen-2' }, isFollowed: false };
    const maker = { wallet: { address: MAKER, label: 'maker-9' }, isFollowed: false };
    const nothing = { copied: 0, skipped: 0, pnl: dollars(0) };
    chat.world.scores.top = [
      ...chat.world.scores.top,
      topView({
        ...candidate,
        ...nothing,
        score: walletScore({ confidence: { value: 0.58, low: 0.5, high: 0.66 } }),
        copyability: copyability({ isEstimate: true }),
      }),
      topView({
        ...maker,
        ...nothing,
        score: walletScore({ kind: 'maker', kindNote: 'bought both sides in 41 of 50 markets' }),
      }),
    ];
    return [
      '/wallet whale-7',
      '/wallet whale-7 score',
      '/wallet ace',
      '/wallet ace score',
      CANDIDATE,
      '[Score]',
      '/top',
      '[Follow degen-2]',
      '/wallet nobody score',
    ];
  },
  unscored: (chat) => {
    chat.world.scores.views.clear();
    chat.world.scores.top = [topView({ lastTradeAtMs: null, copied: 0, skipped: 0 })];
    const lines = ['/wallet whale-7', '/wallet whale-7 score', '/top'];
    return lines;
  },
  why: (chat) => {
    const [, , copied] = pastDecisions();
    chat.references.set('2', copied?.id ?? '');
    return ['/why', '/why 2', '/why 9', '/why today', '/why whale-7', '/why zzzzzz'];
  },
  control: (chat) => {
    chat.world.open = [order(), order()];
    return [
      '/pause',
      '/pause',
      '/undo',
      '/undo',
      '/pause whale-7',
      '/resume',
      '/kill',
      '/kill off',
      '[Stay killed]',
      '/kill off',
      '[Arm]',
      '/kill off',
      '/mode',
      '/mode live',
      '/stop',
      '/statsu',
    ];
  },
  loss: (chat) => {
    const paused = {
      cause: 'dayLoss',
      reason: 'daily loss limit',
      atMs: NOW - 600_000,
      day: '2026-11-22',
    } as const;
    chat.world.control = { live: null, warningReadAtMs: null, killed: null, paused };
    return ['/status', '/resume', '[Resume]'];
  },
  close: (chat) => {
    const other = position(TURKEY);
    chat.world.positions = [
      position(),
      {
        ...position(),
        wallet: { address: ACE, label: 'ace' },
        position: { ...position().position, wallet: ACE },
      },
      { ...other, bid: null, value: null, unrealised: null },
    ];
    return [
      '/close',
      `/close ${position().shortId}`,
      '/close all',
      '[Close 3]',
      '/close nothing',
      '/close 7',
    ];
  },
  limits: () => [
    '/limits',
    '/limits day',
    '/limits day 15',
    '/limits day 50',
    '[Keep $15]',
    '/limits order 4%',
    '[Raise to $20]',
    '/limits bankroll 1000',
    '[Raise to $1,000]',
    '/limits',
    '/limits drawdown $50',
    '/limits rate 3',
    '/limits ordr 5',
    '/limits order x',
  ],
  settings: () => [
    '/settings',
    '/settings entry',
    '/settings entry.driftCents',
    '/settings driftcents 1,5¢',
    '/settings entry.driftCents',
    '/settings entry.driftCents reset',
    '/settings entry.maxAgeSeconds 3s',
    '/settings entry.chase yes',
    '/settings size.mode leader',
    '/settings entry.minQualty 0.5',
    '/settings entry.minQuality 7',
    '/settings timeZone Asia/Tokyo',
    '/audit',
  ],
  people: (chat) => {
    chat.world.isFresh();
    return [
      '/start',
      '[$1,000]',
      '[UTC]',
      '[Look at degen-2]',
      '/start zone Atlantis',
      '/start bankroll nothing',
      '/operators',
      '/operators add telegram:8 trader Bob',
      '[Let in]',
      '/operators add telegram:8 trader Bob',
      '/operators add 8 trader',
      '/operators add telegram:8 tradr',
      '/operators remove telegram:7',
      '[Remove]',
      '/operators remove telegram:8',
      '[Remove]',
      '/operators code',
      '/operators list',
    ];
  },
  help: () => ['/help', '/help wallet', '/help walet', 'hello there'],
};

describe('conversations', () => {
  test.each(Object.keys(CONVERSATIONS))('%s reads as its golden file', async (name) => {
    const chat = new Chat();
    const lines = CONVERSATIONS[name]?.(chat) ?? [];
    const transcript = await chat.transcript(lines);
    expect(chat.reports).toEqual([]);
    await expect(transcript).toMatchFileSnapshot(`./${name}.golden.txt`);
  });
});

import { describe, expect, test } from 'vitest';
import { buildOption } from '../../../src/bot/charts/build-option.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import type { Copyability } from '../../../src/engine/domain/copy-result.ts';
import { dollars, type Money } from '../../../src/engine/domain/values/money.ts';
import {
  WALLET_KINDS,
  type WalletKind,
  type WalletScore,
} from '../../../src/engine/domain/wallet-score.ts';
import { LOOK } from '../charts/samples.ts';
import { ACE, CANDIDATE, MAKER, NOW, WHALE, whale } from '../chat-facts.ts';
import { Chat } from '../chat-person.ts';
import { topView } from '../chat-scores.ts';
import { plainReply, tableWidth } from '../plain-reply.ts';
import { copyability, copyRecord, newScore, walletScore } from '../score-facts.ts';

/** Nothing that a person could not read, and no table wider than a phone. */
function expectReadable(reply: Reply): void {
  expect(plainReply(reply)).not.toMatch(/NaN|undefined|null|Infinity|\[object|e\+\d/);
  for (const block of reply.blocks) {
    if (block.kind === 'table') expect(tableWidth(block)).toBeLessThanOrEqual(32);
  }
  if (reply.picture !== undefined) {
    expect(reply.picture.title).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(buildOption(reply.picture, LOOK)).toBeDefined();
  }
}

/** What every command that tells of scores says, with a score and copies like these. */
async function everywhere(
  score: WalletScore,
  copies: Copyability,
  name: string | null = 'whale-7',
): Promise<readonly Reply[]> {
  const chat = new Chat();
  const { scores, wallets } = chat.world;
  wallets.set(WHALE, whale({ label: name }));
  const other = copyRecord({ net: copies.ourNet, edge: copies.ourEdge });
  scores.views.set(WHALE, { score, copying: [other], copyability: copies });
  scores.history = [score, score];
  scores.ofCandidate = { score, copyability: copies };
  const wallet = { address: MAKER, label: name };
  scores.top = [
    topView({ wallet: whale({ label: name }), score, copyability: copies }),
    topView({ wallet, score, copyability: copies, isFollowed: false }),
  ];
  const replies: Reply[] = [];
  for (const line of [`/wallet ${WHALE}`, `/wallet ${WHALE} score`, CANDIDATE, '/top', '/wallet']) {
    replies.push(await chat.say(line));
  }
  expect(chat.reports).toEqual([]);
  return replies;
}

const BROKEN = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -0] as const;

describe('what cannot be', () => {
  test.each(BROKEN)('a score whose every number is %d is readable everywhere', async (of) => {
    const estimate = { value: of, low: of, high: of };
    const part = { raw: of, shrunk: of };
    const score = walletScore({
      confidence: estimate,
      edge: estimate,
      evidence: of,
      winRate: of,
      roi: of,
      consistency: of,
      timing: [{ horizon: '1h', move: of }],
      parts: { winRate: part, roi: part, timing: part, consistency: part },
      edgeByCategory: [{ category: 'politics', markets: 3, edge: estimate }],
      drawdown: { depth: of, lengthMs: of, week: of, sizeAfterLoss: of },
      bestMarketShare: of,
      holdingMs: of,
      size: { typical: of, spread: of },
    });
    const copies = copyability({ ourEdge: estimate, leaderEdge: estimate });
    for (const reply of await everywhere(score, copies)) expectReadable(reply);
  });

  test('a score without anything that may be missing says less, and nothing strange', async () => {
    const score = newScore({
      winRate: null,
      roi: null,
      holdingMs: null,
      kindNote: '',
      bestMarketShare: null,
      size: { typical: null, spread: null },
    });
    const nothing = copyability({ leaderTrades: 0, copied: 0, leaderCurve: [], ourCurve: [] });
    const replies = await everywhere(score, nothing);
    for (const reply of replies) expectReadable(reply);
    expect(plainReply(replies[0] ?? { symbol: null, title: '', blocks: [], buttons: [] })) //
      .not.toMatch(/ · (?:\n|$)|\n\n/);
  });

  test.each([
    '<b>fat</b> & <script>alert(1)</script>',
    '/kill everything',
    '[x](http://evil) **bold** `code` @everyone',
    'm'.repeat(400),
    '鲸鱼 🚀 שלום',
    'two\nlines\tand more',
  ])('names and categories that others wrote stay text: %s', async (text) => {
    const edge = { value: 0.1, low: 0.01, high: 0.2 };
    const score = walletScore({
      kindNote: text,
      edgeByCategory: [{ category: text, markets: 9, edge }],
    });
    for (const reply of await everywhere(score, copyability(), text)) {
      expectReadable(reply);
      for (const { label, tap } of reply.buttons) {
        expect(label.length).toBeLessThanOrEqual(40);
        if (tap.kind === 'command') expect(tap.text).toMatch(/^\/[a-z]+/);
      }
    }
  });

  test('amounts as large as can be fit the tables', async () => {
    const most = dollars(9_000_000_000) as Money;
    const copies = copyability({ ourNet: most, leaderNet: most, spent: dollars(0.01) });
    for (const reply of await everywhere(walletScore({ ended: 1e9 }), copies)) {
      expectReadable(reply);
    }
  });
});

describe('kinds', () => {
  test.each(WALLET_KINDS)(
    '%s is said in words on the card, its score and in the list',
    async (kind) => {
      for (const reply of await everywhere(walletScore({ kind }), copyability())) {
        expectReadable(reply);
      }
    },
  );

  test.each<[WalletKind, boolean]>([
    ['directional', true],
    ['unproven', true],
    ['scalper', true],
    ['maker', false],
    ['hedger', false],
    ['exchange', false],
  ])('a candidate that is %s has a button to follow: %s', async (kind, has) => {
    const [, , , top] = await everywhere(walletScore({ kind }), copyability());
    const labels = top?.buttons.map(({ label }) => label) ?? [];
    expect(labels.includes('Follow whale-7')).toBe(has);
  });
});

describe('/top', () => {
  test('it keeps the order it is given, and is bounded', async () => {
    const chat = new Chat();
    chat.world.scores.top = Array.from({ length: 60 }, (_, index) =>
      topView({
        wallet: { address: `0x${String(index).padStart(40, '0')}` as never, label: `w-${index}` },
        isFollowed: index % 2 === 0,
        score: walletScore({ confidence: { value: 0.9 - index / 100, low: 0.1, high: 0.95 } }),
        lastTradeAtMs: NOW - index * 3_600_000,
      }),
    );
    const answer = await chat.say('/top');
    const [followed, candidates] = answer.blocks.filter((block) => block.kind === 'table');
    const names = (of: typeof followed) => of?.kind === 'table' && of.rows.map(([name]) => name);
    expect(names(followed)).toEqual(Array.from({ length: 10 }, (_, index) => `w-${index * 2}`));
    expect(names(candidates)).toEqual(
      Array.from({ length: 5 }, (_, index) => `w-${index * 2 + 1}`),
    );
    const text = plainReply(answer);
    expect(text).toContain('and 20 more: /wallets');
    expect(text).toContain('and 25 more that rank lower');
    expect(answer.buttons).toHaveLength(6);
    expect(text.length).toBeLessThan(3_000);
  });

  test('a tap on Follow follows on paper, and Undo takes it back', async () => {
    const chat = new Chat();
    const wallet = { address: CANDIDATE, label: 'degen-2' };
    chat.world.scores.top = [topView({ wallet, isFollowed: false, score: walletScore() })];
    const answer = await chat.say('/top');
    expect(plainReply(answer)).toContain('Nobody is followed yet.');
    await chat.press('Follow degen-2');
    expect(chat.world.wallets.get(CANDIDATE)).toMatchObject({ mode: 'paper', enabled: true });
    await chat.press('Undo');
    expect(chat.world.wallets.has(CANDIDATE)).toBe(false);
  });

  test('without anybody it says what will appear and how', async () => {
    const chat = new Chat();
    chat.world.scores.top = [];
    const text = plainReply(await chat.say('/top'));
    expect(text).toContain('Nobody is followed yet, and nobody is scored');
    expect(text).toContain('Paste a profile link');
  });
});

describe('/start follow', () => {
  test('it proposes the best scored candidates first, and then whom the venue ranks first', async () => {
    const chat = new Chat();
    const others = [
      topView({
        wallet: { address: MAKER, label: 'maker-9' },
        score: walletScore({ kind: 'maker' }),
      }),
      topView({ wallet: { address: ACE, label: 'picker' }, score: newScore() }),
    ];
    chat.world.scores.top = others.map((one) => ({ ...one, isFollowed: false }));
    const text = plainReply(await chat.say('/start follow'));
    expect(text).toContain('picker  scores 0.48 (0.35–0.61), 12 markets ended: too few to say');
    expect(text).toContain('degen-2  +$12,346 in a month, as Polymarket counts it');
    expect(text).toContain('[Look at picker] [Look at degen-2]');
    expect(text).not.toContain('maker-9');
  });
});

describe('the parts of a shortfall', () => {
  test('add up to the difference that the line above tells', async () => {
    const { leaderNet, ourNet, shortfall } = copyability();
    const { latency, slippage, fees, rounding, missedExit } = shortfall;
    expect(latency + slippage + fees + rounding + missedExit).toBe(leaderNet - ourNet);
  });
});

describe('/wallet max without a value', () => {
  test('it says what caps a copy and offers twice as much, within the limit of all', async () => {
    const chat = new Chat();
    const answer = await chat.say('/wallet whale-7 max');
    expect(plainReply(answer)).toBe(
      [
        '◆ PAPER whale-7: at most $10 a copy, the order limit of all wallets',
        'a copy spends $5 fixed',
        `Change it: /wallet ${WHALE} max $10`,
        '[Copy $10 each] [Order limit]',
      ].join('\n'),
    );
    await chat.press('Copy $10 each');
    expect(chat.world.wallets.get(WHALE)?.sizing).toEqual({ kind: 'fixed', spend: dollars(10) });
  });

  test('a cap of its own is raised with a tap, and with real money it asks first', async () => {
    const chat = new Chat();
    chat.world.isLive();
    const own = { maxTradeSize: dollars(3), mode: 'live', confidence: 0.7 } as const;
    chat.world.wallets.set(WHALE, whale(own));
    await chat.say('/wallet whale-7 max');
    const asked = await chat.press('At most $6');
    expect(plainReply(asked)).toContain('Nothing has changed yet');
    expect(chat.world.wallets.get(WHALE)?.maxTradeSize).toBe(dollars(3));
    await chat.press('Change it');
    expect(chat.world.wallets.get(WHALE)?.maxTradeSize).toBe(dollars(6));
  });
});

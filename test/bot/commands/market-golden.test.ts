import { describe, expect, test } from 'vitest';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { analysis, depth, entryContext } from '../../engine/brain/entry-examples.ts';
import { FED, TURKEY } from '../chat-facts.ts';
import { ANALYSIS } from '../chat-markets.ts';
import { pastDecision } from '../chat-past.ts';
import { Chat } from '../chat-person.ts';
import { ACCOUNT } from '../chat-world.ts';

/** Conversations about markets as people read them, one file each. */
const CONVERSATIONS: Readonly<Record<string, (chat: Chat) => readonly string[]>> = {
  market: () => [
    '/market fed december',
    '[7 days]',
    'turkey election',
    '/market zebra',
    '/market',
    FED.id,
  ],
  'market-cases': (chat) => {
    const { markets } = chat.world;
    const [fed] = markets.all.map((one) => markets.viewOf(one));
    const denied = { gate: 'quality', verdict: 'stop', unit: 'score', note: null } as const;
    const live = { ledger: ACCOUNT, quantity: shares(3), cost: dollars(1.8), value: null };
    const tokenId = fed!.outcomes[0]!.tokenId;
    markets.prices = null;
    markets.view = {
      outcomes: fed!.outcomes.map((side, at) => ({
        ...side,
        copy:
          at === 0
            ? { stops: [], share: 0.614 }
            : { stops: [{ ...denied, actual: 0.21, limit: 0.3 }], share: 1 },
      })),
      holdings: [...fed!.holdings, { ...live, tokenId }],
      analysis: {
        ...ANALYSIS,
        depth: { bid: dollars(12.4), ask: dollars(0), asymmetry: 1 },
        volatility: { day: null, week: cents(4.2), basis: 'listed' },
        risk: { score: 0.9, concerns: ['disputed', 'rulesEdited'] },
      },
      twin: {
        ...{ venue: 'kalshi', pair: 12, relation: 'identity', state: 'verified' },
        ...{ question: 'Fed cut in Dec', url: null, bid: cents(60), ask: cents(63) },
      },
    };
    return ['/market fed'];
  },
  'market-bare': (chat) => {
    const { markets } = chat.world;
    const [fed] = markets.all.map((one) => markets.viewOf(one));
    markets.prices = [];
    markets.view = {
      outcomes: fed!.outcomes.map((side) => ({ ...side, bid: null, ask: null, copy: null })),
      ...{ bookAgeMs: null, trusted: false, bookFrom: null, holdings: [] },
      ...{ analysis: null, quality: null },
    };
    return ['/market fed', '/market fed 7d'];
  },
  'market-event': (chat) => {
    chat.world.markets.fit = 'event';
    chat.world.markets.all = [FED, { ...TURKEY, slug: 'fed-decision', status: 'closed' }];
    return ['/market https://polymarket.com/event/fed-decision', '[Fed cuts in December?]'];
  },
  filter: () => [
    '/filter',
    '/filter deny keyword election',
    '[Undo]',
    '/filter allow category politics',
    '/filter deny category politics',
    '/filter deny market fed',
    '/filter',
    '/filter test turkey',
    '/filter test fed',
    '/filter allow market turkey',
    '/filter deny keyword election',
    '/filter test turkey',
    '/filter remove 1',
    '[Undo]',
    '/filter remove 9',
    '/filter dney keyword x',
    '/filter deny election',
    '/filter deny keywrod election',
    '/filter keyword election',
    '/filter keyword deny rate cut',
    '/filter add deny category politcs',
    '/filter remove deny keyword election',
    '/filter remove market turkey',
    '/filter test zebra',
    '/filter test',
    '/filter deny market zebra',
    '/filter deny keyword',
  ],
  'why-market': (chat) => {
    const asks = [{ price: dollars(0.5) as never, quantity: shares(10_000) }];
    const poor = { liquidity: 0.12, spread: 0.4, volume: 0, timeDecay: 0.62 };
    const wild = {
      volatility: { day: cents(14), week: cents(9), basis: 'seen' },
      risk: { score: 0.7, concerns: ['disputed', 'noSource'] },
    } as const;
    const judged = (of: Parameters<typeof analysis>[0], index: number): Decision => {
      const { verdict, gates } = judgeEntry(
        entryContext({ depth: depth(asks, { analysis: analysis(of) }) }),
      );
      const reason = gates.find((gate) => gate.verdict === 'stop')?.gate ?? null;
      const sized = verdict === 'denied' ? { spend: null, limitPrice: null } : {};
      return { ...pastDecision(index, { clip: 100 }), ...sized, verdict, reason, gates };
    };
    chat.world.decisions = [judged({ parts: poor }, 0), judged(wild, 1)];
    for (const [index, { id }] of chat.world.decisions.entries()) {
      chat.references.set(String(index + 1), id);
    }
    return ['/why 1', '/why 2'];
  },
};

describe('conversations about markets', () => {
  test.each(Object.keys(CONVERSATIONS))('%s reads as its golden file', async (name) => {
    const chat = new Chat();
    const lines = CONVERSATIONS[name]?.(chat) ?? [];
    const transcript = await chat.transcript(lines);
    expect(chat.reports).toEqual([]);
    await expect(transcript).toMatchFileSnapshot(`./${name}.golden.txt`);
  });
});

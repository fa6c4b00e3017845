import { describe, expect, it } from 'vitest';
import { arbitrageLines } from '../../../src/bot/notice/digest-arbitrage.ts';
import type { PastOpportunityView } from '../../../src/engine/contract/arbitrage-view.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { NOW } from '../chat-facts.ts';
import { pairView } from '../chat-pairs.ts';
import { Chat } from '../chat-person.ts';

const DAY_MS = 86_400_000;
const SPAN = { fromMs: NOW - DAY_MS, untilMs: NOW };

function seen(changes: object, ended: object | null = { wasTakeable: true }): PastOpportunityView {
  const found = { isArbitrage: true, atMs: NOW - 60_000, profit: dollars(4), ...changes };
  return { found, ended, market: null } as never;
}

describe('arbitrage in the digest of the day', () => {
  it('tells what was there, what could be had, and the nearest pair of now', async () => {
    const { world } = new Chat();
    world.pairs.put(pairView());
    world.pairs.best = world.pairs.views.get(12) ?? null;
    world.pairs.past = [
      seen({}),
      seen({ profit: dollars(9.5) }, { wasTakeable: false }),
      seen({ atMs: NOW - 2 * DAY_MS }),
      seen({ isArbitrage: false }),
    ];
    expect(await arbitrageLines(world.queries, SPAN)).toEqual([
      'arbitrage: 2 opportunities, 1 lasted long enough for us; the best made $9.50',
      'nearest arbitrage now, pair 12: Fed cuts in December? −0.97 % after fees',
    ]);
  });

  it('says nothing where there was nothing, nor where none is looked for', async () => {
    const { world } = new Chat();
    expect(await arbitrageLines(world.queries, SPAN)).toEqual([]);
    world.pairs.past = [seen({})];
    const settings = { ...world.queries.settings(), 'arbitrage.mode': 'off' } as const;
    expect(await arbitrageLines({ ...world.queries, settings: () => settings }, SPAN)).toEqual([]);
  });
});

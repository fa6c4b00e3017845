import { describe, expect, test } from 'vitest';
import type { BareEngine } from '../engine/core/bare-engine.ts';
import { Story } from './story.ts';
import { leaderTrades, waitingEngine } from './waiting-writes.ts';

async function story(text: string): Promise<Story> {
  const told = await new Story().tell(text);
  await told.end();
  return told;
}

const BUYS = 'anna buys rain.Yes 100 @ 0.50';
const BOOK = 'book rain.Yes 0.48x10000 / 0.50x10000';

describe('a copy in a market that nobody needed before', () => {
  test('waits for its listing and its book, and is judged when both came', async () => {
    await story(`unlisted rain\n follow anna\n ${BUYS}\n never copy\n wait 1s\n market rain
      never copy\n wait 1s\n ${BOOK}\n = copy rain.Yes accepted\n wait 1s\n = order buy rain.Yes $5`);
  });

  test('is denied with a reason when they do not come in time', async () => {
    await story(`market rain\n follow anna\n ${BUYS}\n wait 3999ms\n never copy\n wait 1ms
      = copy rain.Yes denied bookMissing\n ${BOOK}\n wait 5s\n never order`);
  });

  test('that was waiting at a stop is judged after the start', async () => {
    await story(`market rain\n follow anna\n ${BUYS}\n never copy\n restart\n market rain\n ${BOOK}
      = copy rain.Yes accepted\n wait 1s\n = order buy rain.Yes $5`);
    await story(`market rain\n follow anna\n ${BUYS}\n restart\n never copy\n wait 4s
      = copy rain.Yes denied bookMissing\n restart\n wait 10s\n never order`);
  });

  test('is not made when the leader sold before its book came, also after a restart', async () => {
    const left = `= copy rain.Yes denied leaderLeft\n ${BOOK}\n wait 5s\n never order`;
    await story(
      `market rain\n follow anna\n ${BUYS}\n wait 1s\n anna sells rain.Yes 100 @ 0.50\n ${left}`,
    );
    await story(`market rain\n follow anna\n ${BUYS}\n wait 1s\n restart\n market rain
      anna sells rain.Yes 100 @ 0.50\n ${left}`);
    await story(`market rain\n follow anna\n ${BUYS}\n wait 1s\n anna sells rain.Yes 100 @ 0.50
      = copy rain.Yes denied leaderLeft\n restart\n market rain\n ${BOOK}\n wait 5s\n never order`);
  });

  test('asks for the market once', async () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    leaderTrades(bare, 'buy', 2);
    expect(bare.effects.filter((effect) => effect.kind === 'watch')).toHaveLength(1);
  });
});

describe('a market that resolved', () => {
  test('is not watched any more', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    const watches = () => bare.effects.flatMap((one) => (one.kind === 'watch' ? [one.wanted] : []));
    expect(watches()).toEqual([true]);
    const marketId = [...bare.engine.trade.state.markets.keys()][0];
    if (marketId === undefined) throw new Error('a market is listed');
    const resolution = { marketId, payouts: [] };
    bare.step({
      kind: 'market',
      source: 'test',
      event: { kind: 'marketResolved', resolution, venueAtMs: bare.nowMs },
    });
    expect(watches()).toEqual([true, false]);
  });
});

describe('a kill that meets a copy before it was sent', () => {
  test('ends its order and says so in its decision', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    expect(bare.decisions.at(-1)).toMatchObject({ verdict: 'accepted' });
    bare.command({ kind: 'kill', reason: 'enough' });
    expect(bare.orders.at(-1)?.status).toBe('denied');
    const last = bare.decisions.at(-1);
    expect(last).toMatchObject({ verdict: 'denied', reason: 'killed' });
    expect(last?.gates.at(-1)).toMatchObject({ gate: 'killed', verdict: 'stop', actual: 1 });
  });
});

describe('a time in which nothing was read', () => {
  const MINUTE_MS = 60_000;

  function awayNotices(bare: BareEngine) {
    return bare.changes.flatMap((change) =>
      change.kind === 'notice' && change.notice.kind === 'away' ? [change.notice.data] : [],
    );
  }

  test('is told once, with what was missed and the exits that were done', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    bare.confirm();
    bare.moveTo(bare.nowMs + 2_000);
    bare.confirm();
    const fromMs = bare.nowMs + 1;
    bare.moveTo(bare.nowMs + 10 * MINUTE_MS);
    const untilMs = bare.nowMs;
    // Read now, dated within the gap.
    leaderTrades({ nowMs: untilMs - MINUTE_MS, frame: (row) => bare.frame(row) }, 'sell', 2);
    bare.step({ kind: 'cursor', cursor: { name: 'a', value: '1', gap: { fromMs, untilMs } } });
    bare.step({ kind: 'cursor', cursor: { name: 'b', value: '2', gap: { fromMs, untilMs } } });
    bare.confirm();
    bare.moveTo(bare.nowMs + 11_000);
    const counts = { missed: 0, copied: 0, exits: 1, livePositions: 0 };
    expect(awayNotices(bare)).toEqual([{ fromMs, untilMs, ...counts }]);
    bare.moveTo(bare.nowMs + MINUTE_MS);
    expect(awayNotices(bare)).toHaveLength(1);
  });

  test('is not told when there was none', () => {
    const bare = waitingEngine();
    bare.step({ kind: 'cursor', cursor: { name: 'a', value: '1', gap: null } });
    bare.moveTo(bare.nowMs + MINUTE_MS);
    expect(awayNotices(bare)).toEqual([]);
    expect(bare.changes).toContainEqual({ kind: 'cursor', name: 'a', value: '1' });
  });
});

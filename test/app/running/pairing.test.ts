import { expect, onTestFinished, test, vi } from 'vitest';
import { secondVenues } from '../../../src/app/demo/second-venues.ts';
import { pairKey } from '../../../src/engine/domain/market-pair.ts';
import { startJointWorld } from '../../../src/sim/joint/joint-world.ts';
import { startLive } from './live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 100 };
const LASTS_MS = 90_000;
/** Beyond the 3 % that are told of, in dollars a share. */
const WORTH_IT = [0.05, 0.06] as const;
/** Both lists have to come, and books of what was found. */
const TEST_MS_MAX = 240_000;

test(
  'markets of both venues are compared as they are listed, and a gap between twins is told',
  async () => {
    const world = await startJointWorld({
      ...{ seed: '7', speed: 1, faults: 'none' },
      arbitrage: { everyMs: null, profit: WORTH_IT },
    });
    onTestFinished(() => world.close());
    const { spot, kalshi } = secondVenues(world);
    const pace = { pairEveryMs: 1_000 };
    const others = { spot, pace, kalshi: kalshi && { ...kalshi, pace: { pageMs: 10 } } };
    const { program } = await startLive({ world, others });
    const verified = () => program.queries.pairs({ limit: 1_000, state: 'verified' });
    const truth = () =>
      new Map(
        world.pairs.map((pair) => [
          pairKey({ polymarketId: pair.conditionId as never, kalshiId: pair.ticker as never }),
          pair,
        ]),
      );
    await vi.waitFor(() => {
      const books = verified().filter(({ gap }) => gap !== null);
      expect(books.length).toBeGreaterThan(3);
    }, PATIENCE);
    // Whatever the matcher believes is so: same question, same way round.
    const known = truth();
    const wrong = verified().filter(({ pair }) => {
      const twin = known.get(pairKey(pair));
      return twin === undefined || twin.differs !== null || twin.relation !== pair.relation;
    });
    expect(wrong.map(({ pair }) => pairKey(pair))).toEqual([]);
    for (const { pair } of verified()) {
      expect(program.queries.ruleText(pair.polymarketId)).toMatch(/resolve/i);
      expect(program.queries.ruleText(pair.kalshiId)).toMatch(/resolves|market/i);
    }

    const window = world.kalshi.openArbitrage({ lastsMs: LASTS_MS });
    expect(window).not.toBeNull();
    await vi.waitFor(() => {
      const found = program.queries.arbitrage().open.map(({ found: { legs } }) => legs);
      expect(found.flat().map(({ marketId }) => marketId)).toContain(window?.ticker);
    }, PATIENCE);
  },
  TEST_MS_MAX,
);

import { expect, test, vi } from 'vitest';
import { DAY_MS } from '../../../src/engine/domain/time.ts';
import { startLive } from './live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };

/** The question with two letters of its longest word swapped. */
function mistyped(question: string): string {
  const [longest = ''] = (question.match(/[a-z]+/gi) ?? []).sort((a, b) => b.length - a.length);
  const swapped = `${longest.slice(0, 1)}${longest[2]}${longest[1]}${longest.slice(3)}`;
  return question.replace(longest, swapped);
}

test('a market that nobody follows is found with a slip, by its event and by its id, and is read from the venue', async () => {
  const { program, world } = await startLive({ alone: true });
  const { queries, feeds } = program;
  const read = await feeds.client.gamma.markets({ pagesMax: 1 });
  const markets = read.complete ? read.rows : read.readSoFar;
  const market = markets[0]!.market;
  expect(mistyped(market.question)).not.toBe(market.question);

  const idsOf = async (text: string) =>
    (await queries.findMarkets(text, 60)).map((found) => found.market.id);
  expect(await idsOf(mistyped(market.question))).toContain(market.id);
  expect(await idsOf(market.id)).toEqual([market.id]);
  const event = `https://polymarket.com/event/${market.eventGroupId}`;
  expect(await idsOf(event)).toContain(market.id);

  // The world trades: a price of it is known soon, whichever it is.
  await vi.waitFor(async () => {
    const look = await queries.lookAtMarket(market, Date.now() - DAY_MS);
    expect(look).toMatchObject({ bookFrom: 'read', holdings: [] });
    expect(look.analysis).not.toBeNull();
    expect(look.quality).toBeGreaterThanOrEqual(0);
    expect(look.prices?.length).toBeGreaterThan(0);
    expect(look.outcomes.every(({ copy }) => copy !== null)).toBe(true);
  }, PATIENCE);
  expect(program.engine.market.bookState(market.id)).toBeNull();

  await world.sim.close();
  await expect(queries.findMarkets(market.id, 1)).rejects.toThrow(/does not answer now/);
  const alone = await queries.lookAtMarket(market, Date.now() - DAY_MS);
  expect(alone).toMatchObject({ bookFrom: null, prices: null, quality: null });
});

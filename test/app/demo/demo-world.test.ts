import { expect, onTestFinished, test } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../../src/app/demo/demo-world.ts';
import type { VenueHappening } from '../../../src/sim/venue/venue.ts';

const STORY_MS = 120_000;

async function worldOf(seed: string, speed: number): Promise<DemoWorld> {
  const world = await startDemoWorld({ seed, speed, faults: 'none' });
  onTestFinished(() => world.sim.close());
  return world;
}

/** What happens, without dates: those follow from the moment of the start. */
function told({ worldAtMs, event }: VenueHappening): string {
  const { kind } = event;
  const place = 'market' in event ? event.market.id : '';
  if (kind === 'book') return `${worldAtMs} ${place} ${JSON.stringify(event.changes)}`;
  if (kind === 'trade') {
    const wallets = event.rows.map(({ wallet }) => wallet).join(' ');
    return `${worldAtMs} ${place} ${event.side} ${event.price} ${event.size} ${wallets}`;
  }
  return `${worldAtMs} ${kind} ${place}`;
}

/** What still happens from one world time until another. */
function storyOf({ venue }: DemoWorld, fromMs: number): readonly string[] {
  const lines: string[] = [];
  while (venue.nextAtMs < STORY_MS) {
    lines.push(
      ...venue
        .step()
        .filter(({ worldAtMs }) => worldAtMs >= fromMs)
        .map(told),
    );
  }
  return lines;
}

const cast = ({ venue }: DemoWorld) => ({
  markets: venue.markets.slice(0, 20).map(({ id, version, tags }) => ({ id, version, tags })),
  leaders: venue.leaders.map(({ address, name, skill, kind }) => ({ address, name, skill, kind })),
});

test('the same seed is the same world, however fast it runs and whenever it began', async () => {
  const worlds = [await worldOf('7', 1), await worldOf('7', 4)];
  const [one, other] = worlds as [DemoWorld, DemoWorld];
  expect(cast(other)).toEqual(cast(one));
  for (const { sim } of worlds) await sim.close();
  const fromMs = Math.max(one.venue.nextAtMs, other.venue.nextAtMs);
  const story = storyOf(one, fromMs);
  expect(story.length).toBeGreaterThan(100);
  expect(storyOf(other, fromMs)).toEqual(story);
});

test('another seed is another world', async () => {
  const [one, other] = [await worldOf('7', 1), await worldOf('8', 1)];
  expect(cast(other).leaders).not.toEqual(cast(one).leaders);
});

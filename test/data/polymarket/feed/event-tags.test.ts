import { expect, test } from 'vitest';
import type { Gamma } from '../../../../src/data/polymarket/client/gamma.ts';
import { EventTags, TAGS_AGE_MS_MAX } from '../../../../src/data/polymarket/feed/event-tags.ts';

const { signal } = new AbortController();
const CRYPTO = [{ slug: 'crypto' }];
const FED = [{ slug: 'fed' }];

/** Tags of which the venue is asked for, in order. */
function asking() {
  const asked: string[] = [];
  const clock = { nowMs: 1_790_000_000_000 };
  const eventBySlug = async (slug: string) => {
    asked.push(slug);
    return { slug, tags: FED, markets: [] };
  };
  return {
    asked,
    clock,
    tags: new EventTags({ eventBySlug } as unknown as Gamma, () => clock.nowMs),
  };
}

test('tags of a row that somebody else listed are not asked for, while they are believed', async () => {
  const { asked, clock, tags } = asking();
  const market = { id: '1', events: [{ slug: 'coins' }] };
  tags.learn({ id: '1', events: [{ slug: 'coins', tags: CRYPTO }] });
  expect(await tags.tagged(market, signal)).toEqual({
    id: '1',
    events: [{ slug: 'coins', tags: CRYPTO }],
  });
  expect(asked).toEqual([]);
  clock.nowMs += TAGS_AGE_MS_MAX;
  expect(await tags.tagged(market, signal)).toEqual({
    id: '1',
    events: [{ slug: 'coins', tags: FED }],
  });
  expect(asked).toEqual(['coins']);
});

test('nothing is learned of a row without tags, or without an event', async () => {
  const { asked, tags } = asking();
  tags.learn({ id: '1', events: [{ slug: 'coins' }] });
  tags.learn({ id: '2', tags: CRYPTO });
  await tags.tagged({ events: [{ slug: 'coins' }] }, signal);
  expect(asked).toEqual(['coins']);
});

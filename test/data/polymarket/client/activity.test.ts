import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { ActivityWalk } from '../../../../src/data/polymarket/client/activity-walk.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { leaderEventKey } from '../../../../src/engine/domain/leader.ts';
import { HttpDouble, json, type Reply, type Seen } from '../../../servers/http-double.ts';
import { activityRow, clientOf, paged, WALLET } from './venue.ts';

const wallet = WALLET as WalletAddress;
const ANYTHING = /./;
const USER = /^0xa1/;
const CACHE_KEY = /^\d{16}$/;

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

async function activityOf(reply: (seen: Seen, nth: number) => Reply) {
  double = await HttpDouble.start({
    path: '/v2/activity',
    needs: { user: USER, sort_direction: /^DESC$/, _: CACHE_KEY },
    may: { limit: /^500$/, cursor: ANYTHING, start: /^\d{10}$/ },
    reply,
  });
  return clientOf(double);
}

describe('activity', () => {
  test('twins on two pages are counted as on one', async () => {
    const [newer, twin, older] = [
      activityRow(300, 3),
      activityRow(200, 2),
      activityRow(100, 1),
    ].map((row, at) => ({ ...row, timestamp: 1_790_000_300 - at * 100 })) as [
      object,
      object,
      object,
    ];
    const client = await activityOf(
      paged([
        [newer, twin],
        [twin, older],
      ]),
    );
    const read = await client.data.activity(wallet, { sinceMs: null });
    expect(read).toMatchObject({
      complete: true,
      rows: [{ occurrence: 0 }, { occurrence: 0 }, { occurrence: 1 }, { occurrence: 0 }],
    });
  });

  test('filters go with every page, the size only with the first, the cache key never twice', async () => {
    const client = await activityOf(
      paged([[activityRow(1_790_000_002, 1)], [activityRow(1_790_000_001, 2)]]),
    );
    await client.data.activity(wallet, { sinceMs: 1_790_000_000_500 });
    const queries = (double?.seen ?? []).map(({ query }) => Object.fromEntries(query));
    expect(queries).toMatchObject([
      { user: WALLET, start: '1790000000', limit: '500' },
      { user: WALLET, start: '1790000000', cursor: 'page-1' },
    ]);
    expect(queries[1]).not.toHaveProperty('limit');
    expect(queries[0]?.['_']).not.toBe(queries[1]?.['_']);
  });

  test('it stops at the time it was asked for and keeps that whole second', async () => {
    const at = (seconds: number) => activityRow(1_790_000_000 + seconds, seconds);
    const client = await activityOf(paged([[at(9), at(8)], [at(7), at(6)], [at(5)]]));
    const read = await client.data.activity(wallet, { sinceMs: 1_790_000_007_900 });
    expect(read.complete && read.rows.map(({ tradedAtMs }) => tradedAtMs)).toEqual([
      1_790_000_009_000, 1_790_000_008_000, 1_790_000_007_000,
    ]);
    expect(double?.seen).toHaveLength(2);
  });

  test.each<[string, unknown]>([
    ['no word on what follows', { data: [activityRow(1_790_000_001)] }],
    [
      'more without a cursor',
      { data: [activityRow(1_790_000_001)], pagination: { has_more: true, next_cursor: null } },
    ],
  ])('a page with %s is not the end', async (_name, body) => {
    const client = await activityOf(() => json(body));
    const read = await client.data.activity(wallet, { sinceMs: null });
    expect(read).toMatchObject({
      complete: false,
      readSoFar: [{ wallet }],
      error: { flaw: 'truncatedPage' },
    });
  });

  test('a cursor that leads back is noticed', async () => {
    const client = await activityOf((_seen, nth) =>
      json({
        data: [activityRow(1_790_000_100 - nth, nth)],
        pagination: { has_more: true, next_cursor: nth % 2 === 0 ? 'a' : 'b' },
      }),
    );
    const read = await client.data.activity(wallet, { sinceMs: null });
    expect(read).toMatchObject({ complete: false, error: { flaw: 'loopingCursor' } });
    expect(double?.seen).toHaveLength(3);
  });

  test('rows of an earlier page that come again are noticed and not counted as twins', async () => {
    const at = (seconds: number) => activityRow(1_790_000_000 + seconds, seconds);
    const client = await activityOf(
      paged([
        [at(9), at(8), at(7)],
        [at(8), at(7), at(6)],
      ]),
    );
    const read = await client.data.activity(wallet, { sinceMs: null });
    expect(read).toMatchObject({ complete: false, error: { flaw: 'repeatedRows' } });
    expect(read.complete ? [] : read.readSoFar).toHaveLength(3);
  });

  test('a bad row is counted by its field and does not cost the others', async () => {
    const page = [activityRow(1_790_000_001), activityRow(1_790_000_001, 2, { price: 'x' })];
    const client = await activityOf(paged([page]));
    const read = await client.data.activity(wallet, { sinceMs: null });
    expect(read).toMatchObject({ complete: true, rows: [{}], problems: [{ field: 'price' }] });
    expect(client.metrics()[0]).toMatchObject({
      endpoint: 'data.activity',
      flaws: { 'malformed price': 1 },
    });
  });

  test('wherever pages end, the rows and their numbers are the same', () => {
    const rows = fc
      .array(fc.record({ back: fc.nat(5), tx: fc.nat(2) }), { maxLength: 40 })
      .map((each) =>
        [...each]
          .sort((a, b) => a.back - b.back)
          .map(({ back, tx }) => activityRow(1_790_000_000 - back, back * 10 + tx)),
      );
    fc.assert(
      fc.property(rows, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (all, cuts) => {
        const walk = new ActivityWalk(null);
        const read = [];
        for (let at = 0, page = 0; at < all.length; page += 1) {
          const length = cuts[page % cuts.length] ?? 1;
          const part = walk.read(all.slice(at, at + length));
          expect(part.flaw).toBeUndefined();
          read.push(...part.rows);
          at += length;
        }
        expect(read).toEqual(new ActivityWalk(null).read(all).rows);
        const numbered = read.map((event) => `${leaderEventKey(event)}#${event.occurrence}`);
        expect(new Set(numbered).size).toBe(all.length);
      }),
    );
  });
});

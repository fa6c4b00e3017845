import { describe, expect, test } from 'vitest';
import type { KeeperPort } from '../../../../src/app/running/scoring/keeper-port.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { START_AT_MS } from '../../../data/http/virtual-runtime.ts';
import { ScoringDesk } from './scoring-desk.ts';
import { bought, listed, pastOf, resolved, walletOf } from './worked-days.ts';

const ACE = walletOf(0xace);
const WHALE = walletOf(7);

describe('at the start', () => {
  test('everybody who is followed is read and told of', async () => {
    const desk = new ScoringDesk();
    desk.follow(ACE, pastOf(ACE, 4));
    desk.follow(WHALE, pastOf(WHALE, 2, 50));
    desk.scorer.start();
    await desk.runtime.advance(5 * SECOND_MS);
    expect(desk.read).toEqual([ACE, WHALE]);
    expect(desk.tellings).toEqual([
      [ACE, 4],
      [WHALE, 2],
    ]);
    expect(desk.scorer.health()).toMatchObject({ unread: 0, waiting: 0, trouble: null });
  });

  test('a history that cannot be read is tried again, ever later, and said', async () => {
    const desk = new ScoringDesk();
    desk.failures.set(ACE, 3);
    desk.follow(ACE, pastOf(ACE, 4));
    desk.scorer.start();
    await desk.runtime.advance(SECOND_MS);
    expect(desk.scorer.health()).toMatchObject({ unread: 1, trouble: 'the venue is down' });
    expect(desk.warnings).toContain('the history of a wallet is not read yet');
    expect(desk.told).toEqual([]);
    await desk.runtime.advance(MINUTE_MS);
    expect(desk.read).toHaveLength(4);
    expect(desk.tellings).toEqual([[ACE, 4]]);
    expect(desk.scorer.health()).toMatchObject({ unread: 0, trouble: null, failures: 3 });
  });
});

describe('what passes', () => {
  test('changes what is told at most once a minute', async () => {
    const desk = new ScoringDesk();
    desk.follow(ACE, pastOf(ACE, 4));
    desk.scorer.start();
    await desk.runtime.advance(5 * SECOND_MS);
    for (let at = 0; at < 10; at += 1) {
      const trade = bought(ACE, 90 + at, desk.runtime.nowMs());
      desk.scorer.changed({ kind: 'leaderTrade', trade });
      await desk.runtime.advance(SECOND_MS);
    }
    expect(desk.tellings).toEqual([[ACE, 4]]);
    await desk.runtime.advance(MINUTE_MS);
    expect(desk.tellings).toEqual([
      [ACE, 4],
      [ACE, 14],
    ]);
  });

  test('waits while the engine is busy, and is counted when it is idle', async () => {
    const desk = new ScoringDesk();
    desk.follow(ACE, pastOf(ACE, 4));
    desk.scorer.start();
    await desk.runtime.advance(2 * MINUTE_MS);
    desk.isIdle = false;
    const trade = bought(ACE, 90, desk.runtime.nowMs());
    desk.scorer.changed({ kind: 'leaderTrade', trade });
    await desk.runtime.advance(500);
    expect(desk.scorer.health().queued).toBe(1);
    desk.isIdle = true;
    await desk.runtime.advance(2 * SECOND_MS);
    expect(desk.scorer.health().queued).toBe(0);
    expect(desk.tellings.at(-1)).toEqual([ACE, 5]);
  });

  test('is bounded: what finds no room is said, and its wallet is read again', async () => {
    const desk = new ScoringDesk({ queueMax: 5 });
    desk.follow(ACE, pastOf(ACE, 4));
    desk.scorer.start();
    await desk.runtime.advance(2 * MINUTE_MS);
    desk.isIdle = false;
    for (let at = 0; at < 8; at += 1) {
      const trade = bought(ACE, 90 + at, desk.runtime.nowMs());
      desk.scorer.changed({ kind: 'leaderTrade', trade });
    }
    expect(desk.scorer.health()).toMatchObject({ queued: 5, dropped: 3 });
    expect(desk.warnings.filter((text) => text.includes('left out'))).toHaveLength(1);
    desk.isIdle = true;
    await desk.runtime.advance(5 * SECOND_MS);
    expect(desk.read).toEqual([ACE, ACE]);
  });

  test('goes nowhere once it is closed', async () => {
    const desk = new ScoringDesk();
    desk.follow(ACE, pastOf(ACE, 4));
    desk.scorer.start();
    await desk.scorer.close();
    await desk.runtime.advance(HOUR_MS);
    expect(desk.told).toEqual([]);
  });
});

describe('a wallet', () => {
  test('that is followed later is read then', async () => {
    const desk = new ScoringDesk();
    desk.scorer.start();
    await desk.runtime.advance(SECOND_MS);
    desk.follow(ACE, pastOf(ACE, 3));
    await desk.runtime.advance(5 * SECOND_MS);
    expect(desk.tellings).toEqual([[ACE, 3]]);
  });

  test('that is followed again while it is read is read anew', async () => {
    const desk = new ScoringDesk();
    let open: () => void = () => undefined;
    desk.gate = () => new Promise((go) => (open = go));
    desk.scorer.start();
    desk.follow(ACE, pastOf(ACE, 3));
    await desk.runtime.advance(SECOND_MS);
    desk.unfollow(ACE);
    desk.follow(ACE, pastOf(ACE, 2));
    desk.gate = async () => undefined;
    open();
    await desk.runtime.advance(5 * SECOND_MS);
    expect(desk.read).toEqual([ACE, ACE]);
    expect(desk.tellings).toEqual([[ACE, 2]]);
  });

  test('that nobody follows any more is told of no more', async () => {
    const desk = new ScoringDesk();
    desk.follow(ACE, pastOf(ACE, 3));
    desk.scorer.start();
    await desk.runtime.advance(2 * MINUTE_MS);
    desk.unfollow(ACE);
    desk.hourly();
    await desk.runtime.advance(2 * MINUTE_MS);
    expect(desk.tellings).toEqual([[ACE, 3]]);
  });

  test('whose changes are only those of its rules is not read again', async () => {
    const desk = new ScoringDesk();
    desk.follow(ACE, pastOf(ACE, 3));
    desk.scorer.start();
    await desk.runtime.advance(SECOND_MS);
    const rules = desk.followed.get(ACE);
    if (rules === undefined) throw new Error('it is followed');
    desk.scorer.changed({ kind: 'wallet', wallet: { ...rules, confidence: 0.4 } });
    await desk.runtime.advance(MINUTE_MS);
    expect(desk.read).toEqual([ACE]);
  });
});

test('every hour all are told of, whether anything changed or not', async () => {
  const desk = new ScoringDesk();
  desk.follow(ACE, pastOf(ACE, 3));
  desk.scorer.start();
  await desk.runtime.advance(HOUR_MS);
  expect(desk.told).toHaveLength(1);
  desk.hourly();
  await desk.runtime.advance(2 * SECOND_MS);
  expect(desk.told).toHaveLength(2);
});

test('a store that does not tell what copying made delays its wallet alone', async () => {
  const desk = new ScoringDesk();
  let fails = true;
  desk.copyTrips = async ({ wallet }) => {
    if (wallet === ACE && fails) throw new Error('the database is down');
    return [];
  };
  desk.follow(ACE, pastOf(ACE, 3));
  desk.follow(WHALE, pastOf(WHALE, 2, 50));
  desk.scorer.start();
  await desk.runtime.advance(10 * SECOND_MS);
  expect(desk.tellings).toEqual([[WHALE, 2]]);
  expect(desk.warnings).toContain('what copying a wallet made could not be read');
  fails = false;
  await desk.runtime.advance(2 * MINUTE_MS);
  expect(desk.tellings).toEqual([
    [WHALE, 2],
    [ACE, 3],
  ]);
});

test('a store that was closed under a look is no warning', async () => {
  const desk = new ScoringDesk();
  const asked: unknown[] = [];
  desk.copyTrips = async ({ wallet }) => {
    asked.push(wallet);
    await desk.scorer.close();
    throw new Error('the database is closed');
  };
  desk.follow(ACE, pastOf(ACE, 3));
  desk.follow(WHALE, pastOf(WHALE, 2, 50));
  desk.scorer.start();
  await desk.runtime.advance(10 * SECOND_MS);
  expect(asked).toHaveLength(1);
  expect(desk.warnings).toEqual([]);
});

test('markets that nobody else watches are asked for until they end', async () => {
  const desk = new ScoringDesk();
  const asked: string[] = [];
  desk.facts = async (ids) => {
    asked.push(...ids);
    return { markets: [listed(1)], resolutions: [resolved(1, START_AT_MS)] };
  };
  desk.follow(ACE, { ...pastOf(ACE, 1), resolutions: [] });
  desk.scorer.start();
  await desk.runtime.advance(7 * MINUTE_MS);
  expect(asked).toEqual([listed(1).id]);
  expect(desk.told.map(({ score }) => score.ended)).toEqual([0, 1]);
  await desk.runtime.advance(2 * HOUR_MS);
  expect(asked).toHaveLength(1);
});

test('a keeper that died is told everything anew', async () => {
  const desk = new ScoringDesk();
  desk.leaders = [WHALE];
  desk.pasts.set(WHALE, pastOf(WHALE, 3, 50));
  desk.follow(ACE, pastOf(ACE, 3));
  desk.scorer.start();
  await desk.runtime.advance(10 * SECOND_MS);
  desk.scorer.restart();
  expect(desk.scorer.health().unread).toBe(1);
  await desk.runtime.advance(10 * SECOND_MS);
  expect(desk.read.toSorted()).toEqual([WHALE, WHALE, ACE, ACE].toSorted());
  expect(desk.scorer.health().unread).toBe(0);
});

test('a keeper that does not answer holds up nobody who puts in', async () => {
  let end: (error: Error) => void = () => undefined;
  const ended = new Promise<never>((_give, reject) => (end = reject));
  const silent: KeeperPort = { ask: () => ended, close: async () => end(new Error('ended')) };
  const desk = new ScoringDesk({ keeper: silent, queueMax: 100 });
  desk.follow(ACE);
  desk.scorer.start();
  for (let at = 0; at < 1_000; at += 1) {
    const trade = bought(ACE, 1 + at, START_AT_MS);
    desk.scorer.changed({ kind: 'leaderTrade', trade });
  }
  await desk.runtime.advance(MINUTE_MS);
  const { queued, dropped } = desk.scorer.health();
  expect(queued).toBeLessThanOrEqual(100);
  expect(dropped).toBeGreaterThan(0);
  expect(await desk.scorer.score(ACE)).toBeNull();
});

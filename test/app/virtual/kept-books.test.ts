import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RedisStateStore } from '../../../src/data/state/redis.ts';
import type { Decision, Gate } from '../../../src/engine/domain/decision.ts';
import { AwaitedState } from '../../data/state/awaited-state.ts';
import { redisSubject } from '../../data/state/redis-subject.ts';
import { hasRedisServer, type RedisServer, startRedisServer } from '../../servers/redis.ts';
import { LIST_MS } from './kept-books-processes.ts';
import {
  KeptBooksStory,
  MARKETS,
  NO_TROUBLE,
  STEP_MS,
  type Told,
  TROUBLE_MS,
  type Trouble,
} from './kept-books-story.ts';

const available = hasRedisServer();
const skipped = available ? '' : ' (SKIPPED: there is no redis-server on this machine)';
const CONNECT_MS_MAX = 60_000;

/** Gates that judge how old something is: what they say may differ. */
const AGE_GATES: ReadonlySet<Gate> = new Set(['signalAge', 'bookStale']);

/**
 * All of a decision but its ages and when it was made. Once an age let a copy by that it stopped
 * before, sums of what is held differ, and only what each gate said is compared.
 */
function ageless({ gates, atMs: _, ...decision }: Decision, isEqualSoFar: boolean): unknown {
  const others = gates.filter(({ gate }) => !AGE_GATES.has(gate));
  const said = others.map(({ gate, verdict }) => `${gate} ${verdict}`);
  return { ...decision, gates: isEqualSoFar ? others : said };
}

function isByAge(decision: Decision): boolean {
  return decision.reason !== null && AGE_GATES.has(decision.reason);
}

/** Demands that both made the same decisions; returns how many ages made different. */
function compare(undisturbed: Told, disturbed: Told): number {
  expect(disturbed.brokenInvariants).toEqual([]);
  expect(disturbed.signals).toBe(undisturbed.signals);
  expect(disturbed.decisions.size).toBe(undisturbed.signals);
  let byAge = 0;
  for (const [id, decision] of undisturbed.decisions) {
    const other = disturbed.decisions.get(id);
    if (other === undefined) expect.fail(`not decided: ${id}`);
    const isEqualSoFar = byAge === 0;
    if (other.verdict !== decision.verdict && (isByAge(decision) || isByAge(other))) byAge += 1;
    else expect(ageless(other, isEqualSoFar)).toEqual(ageless(decision, isEqualSoFar));
  }
  return byAge;
}

describe.skipIf(!available)(`a story over a real Redis${skipped}`, () => {
  let server: RedisServer;
  let undisturbed: Told;
  beforeAll(async () => {
    server = await startRedisServer();
    undisturbed = await told(() => NO_TROUBLE);
  });
  afterAll(() => server.stop());

  interface Stage {
    readonly story: KeptBooksStory;
    readonly clients: readonly RedisStateStore[];
  }

  async function told(troubleOf: (stage: Stage) => Trouble): Promise<Told> {
    const subject = await redisSubject(server.url);
    const clients = [await subject.client(), await subject.client()] as const;
    const story = new KeptBooksStory({
      onlooker: new AwaitedState(clients[0]),
      copier: new AwaitedState(clients[1]),
    });
    const result = await story.play(troubleOf({ story, clients }));
    await subject.end();
    return result;
  }

  /** Once at its beginning, once at its end. */
  function trouble(begins: () => Promise<unknown>, ends: () => Promise<unknown>): Trouble {
    let isSilent = false;
    return {
      get isSilent() {
        return isSilent;
      },
      at: async (storyMs) => {
        if (storyMs === TROUBLE_MS.from) {
          await begins();
          isSilent = true;
        } else if (storyMs === TROUBLE_MS.until) {
          await ends();
          isSilent = false;
        }
      },
    };
  }

  test('without trouble finds books that another process read, and decides everything', () => {
    expect(undisturbed.brokenInvariants).toEqual([]);
    expect(undisturbed.signals).toBeGreaterThan(50);
    expect(undisturbed.decisions.size).toBe(undisturbed.signals);
    const reasons = new Set([...undisturbed.decisions.values()].map(({ reason }) => reason));
    expect(reasons.size, 'accepted, and denied for several reasons').toBeGreaterThan(2);
    expect(undisturbed).toMatchObject({ failures: 0, late: 0 });
    expect(undisturbed.hits).toBeGreaterThan(8);
  });

  test('decides each first copy when its market is listed, before the stream has brought a book', () => {
    expect(undisturbed.waitsMs.length).toBeGreaterThan(MARKETS / 2);
    expect(Math.max(...undisturbed.waitsMs)).toBeLessThanOrEqual(LIST_MS + STEP_MS);
  });

  test('decides the same when Redis is killed and comes back empty', async () => {
    const disturbed = await told(({ clients }) =>
      trouble(
        () => server.kill(),
        async () => {
          await server.start();
          await Promise.all(clients.map((client) => client.connected(CONNECT_MS_MAX)));
        },
      ),
    );
    expect(compare(undisturbed, disturbed), 'a book that was read later is younger').toBe(1);
    expect(disturbed.failures).toBeGreaterThan(0);
    expect(disturbed.hits).toBeLessThan(undisturbed.hits);
  });

  test('decides the same when Redis is flushed', async () => {
    const plain = new Redis(server.url);
    onTestFinished(() => plain.disconnect());
    const disturbed = await told(() => {
      return {
        isSilent: false,
        at: async (storyMs) => {
          if (storyMs !== TROUBLE_MS.from) return;
          expect(await plain.dbsize()).toBeGreaterThan(0);
          await plain.flushall();
        },
      };
    });
    expect(compare(undisturbed, disturbed), 'a book that was read later is younger').toBe(1);
    expect(disturbed.hits).toBeLessThan(undisturbed.hits);
  });

  test('decides the same when Redis says nothing for 2 s', async () => {
    const disturbed = await told(({ story, clients }) =>
      trouble(
        async () => server.freeze(),
        async () => {
          // The clients give up what they asked after 2 s of their own.
          await story.answered();
          server.thaw();
          await Promise.all(clients.map((client) => client.connected(CONNECT_MS_MAX)));
        },
      ),
    );
    expect(compare(undisturbed, disturbed), 'a book that was read later is younger').toBe(1);
    expect(disturbed.late).toBeGreaterThan(0);
    expect(disturbed.hits).toBeLessThan(undisturbed.hits);
  });
});

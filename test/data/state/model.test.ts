import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateStore } from '../../../src/engine/ports.ts';
import { hasRedisServer, type RedisServer, startRedisServer } from '../../servers/redis.ts';
import { inProcessSubject } from './in-process-subject.ts';
import { redisSubject } from './redis-subject.ts';
import { LONG_MS } from './state-store-subject.ts';

const available = hasRedisServer();
const skipped = available ? '' : ' (SKIPPED: there is no redis-server on this machine)';

/** What one side has given out so far; compared by rank, since ids and tokens differ. */
interface Side {
  readonly store: StateStore;
  readonly ids: string[];
  readonly tokens: number[];
}

type Step = (side: Side) => Promise<unknown>;
type Entries = readonly { readonly id: string; readonly entry: string }[];

const name = fc.constantFrom('a', 'b');
const group = fc.constantFrom('g', 'h');
const who = fc.constantFrom('one', 'two');
const value = fc.oneof(fc.constantFrom('', 'x', 'y'), fc.string({ unit: 'binary', maxLength: 8 }));
const expected = fc.option(fc.constantFrom('', 'x', 'y'));

function ranked(side: Side, entries: Entries): unknown {
  return entries.map(({ id, entry }) => {
    if (!side.ids.includes(id)) side.ids.push(id);
    return [side.ids.indexOf(id), entry];
  });
}

function rankedToken(side: Side, token: number | null): unknown {
  if (token === null) return null;
  if (!side.tokens.includes(token)) {
    expect(token).toBeGreaterThan(side.tokens.at(-1) ?? 0);
    side.tokens.push(token);
  }
  return side.tokens.indexOf(token);
}

/** Described, so that a counterexample can be read. */
function described(text: string, step: Step): Step {
  return Object.assign(step, { [fc.toStringMethod]: () => text });
}

const steps: readonly fc.Arbitrary<Step>[] = [
  name.map((key) => described(`get ${key}`, ({ store }) => store.get(key))),
  fc
    .tuple(name, value)
    .map(([key, text]) => described(`set ${key}`, ({ store }) => store.set(key, text, LONG_MS))),
  fc
    .tuple(name, value)
    .map(([key, text]) =>
      described(`setIfAbsent ${key}`, ({ store }) => store.setIfAbsent(key, text, LONG_MS)),
    ),
  fc
    .tuple(name, expected, value)
    .map(([key, old, text]) =>
      described(`compareAndSet ${key} ${old}`, ({ store }) =>
        store.compareAndSet(key, { expected: old, value: text, ttlMs: LONG_MS }),
      ),
    ),
  name.map((key) => described(`delete ${key}`, ({ store }) => store.delete(key))),
  name.map((key) => described(`count ${key}`, ({ store }) => store.countInWindow(key, LONG_MS))),
  fc
    .tuple(name, who)
    .map(([lease, owner]) =>
      described(`acquire ${lease} ${owner}`, async (side) =>
        rankedToken(side, await side.store.acquireLease(lease, owner, LONG_MS)),
      ),
    ),
  fc
    .tuple(name, who)
    .map(([lease, owner]) =>
      described(`release ${lease} ${owner}`, ({ store }) => store.releaseLease(lease, owner)),
    ),
  fc
    .tuple(name, value, fc.integer({ min: 1, max: 5 }))
    .map(([log, text, lengthMax]) =>
      described(`append ${log} ${lengthMax}`, ({ store }) => store.append(log, text, lengthMax)),
    ),
  fc
    .record({ log: name, group, consumer: who, limit: fc.integer({ min: 1, max: 3 }) })
    .map(({ log, ...by }) =>
      described(`read ${log} ${by.group} ${by.limit}`, async (side) =>
        ranked(side, await side.store.read(log, by)),
      ),
    ),
  fc.tuple(name, group, fc.nat(30)).map(([log, of, index]) =>
    described(`acknowledge ${log} ${of} #${index}`, async ({ store, ids }) => {
      const id = ids[index % Math.max(ids.length, 1)];
      if (id !== undefined) await store.acknowledge(log, of, id);
    }),
  ),
  fc
    .record({ log: name, group, consumer: who, idleMs: fc.constantFrom(0, LONG_MS) })
    .map(({ log, ...by }) =>
      described(`claim ${log} ${by.group} ${by.idleMs}`, async (side) =>
        ranked(side, await side.store.claim(log, by)),
      ),
    ),
];

describe.skipIf(!available)(`both state stores${skipped}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  it('answer any sequence of commands alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(...steps), { minLength: 1, maxLength: 80 }),
        async (sequence) => {
          const subjects = [await inProcessSubject(), await redisSubject(server.url)] as const;
          const open = async (store: Promise<StateStore>): Promise<Side> => ({
            store: await store,
            ids: [],
            tokens: [],
          });
          const inProcess = await open(subjects[0].client());
          const redis = await open(subjects[1].client());
          try {
            for (const step of sequence) expect(await step(redis)).toEqual(await step(inProcess));
          } finally {
            await Promise.all(subjects.map((subject) => subject.end()));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

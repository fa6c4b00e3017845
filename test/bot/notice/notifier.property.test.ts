import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FloodError,
  LostError,
  OfflineError,
  RefusedError,
  type Sent,
  UnreachableError,
} from '../../../src/bot/chat/chat-port.ts';
import type { NoticeCard } from '../../../src/bot/notice/notice-sink.ts';
import { Notifier } from '../../../src/bot/notice/notifier.ts';
import { NoticePolicy } from '../../../src/bot/notice/policy.ts';
import { PHONE_PREFERENCES } from '../../../src/bot/notice/preferences.ts';
import type { NoticeKind } from '../../../src/engine/domain/notice.ts';
import { ChatRows } from './chat-rows.ts';
import { context, notice } from './examples.ts';
import { VirtualTiming } from './virtual-timing.ts';

const FAULTS = [
  'none',
  'none',
  'none',
  'flood',
  'offline',
  'lostArrived',
  'lostGone',
  'unreachable',
  'refused',
  'crashBefore',
  'crashAfter',
  'storeBefore',
  'storeAfter',
] as const;
type Fault = (typeof FAULTS)[number];

const KINDS = ['fill', 'fill', 'fill', 'killed', 'denied', 'resolved', 'signal'] as const;
const PREFERENCES = { ...PHONE_PREFERENCES, quiet: null, preset: 'normal' } as const;

const fault = fc.constantFrom(...FAULTS);
const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      kind: fc.constantFrom<NoticeKind>(...KINDS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.integer({ min: 0, max: 30_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('speak' as const) }) },
);

interface Errors {
  readonly before: Error | null;
  readonly after: Error | null;
}

function storeErrors(met: Fault): Errors {
  const before = met === 'storeBefore' ? new Error('no database') : null;
  return { before, after: met === 'storeAfter' ? new Error('the answer was lost') : null };
}

const NOT_SENT: Partial<Record<Fault, () => Error>> = {
  flood: () => new FloodError(2_000),
  offline: () => new OfflineError('no route'),
  unreachable: () => new UnreachableError('blocked'),
  lostGone: () => new LostError('no answer'),
  refused: () => new RefusedError('never'),
};

function sendErrors(met: Fault): Errors {
  const after = met === 'lostArrived' ? new LostError('no answer') : null;
  return { before: NOT_SENT[met]?.() ?? null, after };
}

/** What arrived in a chat of which every call and every write may go wrong, and runs may be killed. */
class Chaos {
  readonly timing = new VirtualTiming();
  readonly rows = new ChatRows();
  readonly arrived: { ids: readonly string[]; isMarked: boolean; isEdit: boolean }[] = [];
  readonly kinds = new Map<string, NoticeKind>();
  #faults: Fault[];
  #run = 0;
  #messages = 0;
  #notifier: Notifier;

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults];
    this.#notifier = this.#start();
  }

  write(kind: NoticeKind): void {
    const id = `n${this.kinds.size}`;
    this.kinds.set(id, kind);
    this.rows.notices.push(notice({ kind, id, atMs: this.timing.nowMs(), data: { whole: 1 } }));
    this.#notifier.wake();
  }

  crash(): void {
    this.#run += 1;
    void this.#notifier.close();
    this.#notifier = this.#start();
  }

  speak(): void {
    this.#notifier.speaks();
  }

  heal(): void {
    this.#faults = [];
    this.#notifier.speaks();
  }

  /** What the next thing meets; a killed run does nothing any more. */
  async #meet<T>(run: number, of: 'store' | 'send', act: () => Promise<T>): Promise<T> {
    if (run !== this.#run) return new Promise<T>(() => undefined);
    const met = this.#faults.shift() ?? 'none';
    if (met === 'crashBefore' || met === 'crashAfter') {
      if (met === 'crashAfter') await act();
      this.crash();
      return new Promise<T>(() => undefined);
    }
    const { before, after } = (of === 'store' ? storeErrors : sendErrors)(met);
    if (before !== null) throw before;
    const done = await act();
    if (after !== null) throw after;
    return done;
  }

  #start(): Notifier {
    const run = this.#run;
    const { rows, timing } = this;
    const arrive = (card: NoticeCard, isEdit: boolean): void => {
      const title = card.message.reply.title;
      const isMarked = JSON.stringify(title).includes('(may repeat)');
      this.arrived.push({ ids: card.noticeIds, isMarked, isEdit });
    };
    const notifier = new Notifier({
      target: 't',
      store: {
        pending: (target, query) => this.#meet(run, 'store', () => rows.pending(target, query)),
        markDelivery: (target, of) => this.#meet(run, 'store', () => rows.markDelivery(target, of)),
        position: (name) => rows.position(name),
        putPosition: (name, value) => rows.putPosition(name, value),
      },
      ready: async () => undefined,
      policy: new NoticePolicy({
        target: 't',
        preferences: () => PREFERENCES,
        isAdmin: () => true,
        timeZone: () => 'UTC',
        nowMs: () => timing.nowMs(),
      }),
      context: context(),
      sink: {
        send: (card) =>
          this.#meet(run, 'send', async (): Promise<Sent> => {
            arrive(card, false);
            this.#messages += 1;
            return { messageId: `m${this.#messages}` };
          }),
        edit: (_sent, card) => this.#meet(run, 'send', async () => arrive(card, true)),
      },
      timing,
      firstMs: 0,
      report: () => undefined,
    });
    notifier.start();
    return notifier;
  }
}

type Deed =
  | { readonly do: 'write'; readonly kind: NoticeKind }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'crash' | 'speak' };

async function lived(deeds: readonly Deed[], faults: readonly Fault[]): Promise<Chaos> {
  const chaos = new Chaos(faults);
  for (const one of deeds) {
    if (one.do === 'write') chaos.write(one.kind);
    else if (one.do === 'wait') await chaos.timing.advance(one.ms);
    else if (one.do === 'crash') chaos.crash();
    else chaos.speak();
  }
  chaos.heal();
  await chaos.timing.advance(15 * 60_000);
  return chaos;
}

const tally = { notices: 0, joined: 0, repeats: 0 };

function judge({ rows, arrived }: Chaos, id: string, kind: NoticeKind): void {
  const state = rows.states.get(id);
  const comings = arrived.filter(({ ids }) => ids.includes(id));
  tally.notices += 1;
  tally.joined += state === 'joined' ? 1 : 0;
  tally.repeats += comings.length > 1 ? 1 : 0;
  if (kind === 'denied' || kind === 'signal') {
    expect([state, comings.length]).toEqual([kind === 'denied' ? 'digest' : 'off', 0]);
    return;
  }
  expect(['sent', 'joined', 'refused']).toContain(state);
  if (state !== 'refused') expect(comings.length).toBeGreaterThan(0);
  if (kind === 'killed') expect(state).not.toBe('joined');
  // A card that was changed twice to tell the same tells it once.
  expect(comings.slice(1).filter((one) => !one.isEdit && !one.isMarked)).toEqual([]);
}

test('no notice is lost, and none comes twice without saying so', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { minLength: 12, maxLength: 60, size: 'max' }),
      fc.array(fault, { minLength: 10, maxLength: 80, size: 'max' }),
      async (deeds, faults) => {
        const chaos = await lived(deeds, faults);
        for (const [id, kind] of chaos.kinds) judge(chaos, id, kind);
      },
    ),
    { numRuns: 250 },
  );
  const { notices, joined, repeats } = tally;
  console.info(`notices ${notices}, joined ${joined}, told more than once ${repeats}`);
  expect(repeats).toBeGreaterThan(0);
  expect(joined).toBeGreaterThan(0);
});

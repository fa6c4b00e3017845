import { z } from 'zod';
import type { InputBody } from '../../engine/domain/input.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import type { TapeLine } from '../../tape/tape-line.ts';

/** Inputs of ours on a tape, by the name of their source. */
const OWN_SOURCES = {
  start: 'polymind.start',
  command: 'polymind.command',
  timer: 'polymind.timer',
  effect: 'polymind.effect',
  gap: 'polymind.gap',
  cursor: 'polymind.cursor',
  feed: 'polymind.feed',
  account: 'polymind.account',
  score: 'polymind.score',
  pairs: 'polymind.pairs',
} as const;

export const START_SOURCE = OWN_SOURCES.start;
/** Last line of a recording: what its effects were. */
export const DIGEST_SOURCE = 'polymind.digest';

/** The tape's line of an input, as the loop steps it. */
export function lineOfInput(t: AtMs, input: Frame | InputBody): TapeLine {
  if ('events' in input) return { t, source: input.source, frame: input.frame };
  switch (input.kind) {
    case 'start':
      return { t, source: OWN_SOURCES.start, frame: input.start };
    case 'command':
      return { t, source: OWN_SOURCES.command, frame: input.command };
    case 'timer':
      return { t, source: OWN_SOURCES.timer, frame: { timerId: input.timerId } };
    case 'effect':
      return { t, source: OWN_SOURCES.effect, frame: input.result };
    case 'gap':
      return { t, source: OWN_SOURCES.gap, frame: { marketId: input.marketId } };
    case 'cursor':
      return { t, source: OWN_SOURCES.cursor, frame: input.cursor };
    case 'feed':
      return { t, source: OWN_SOURCES.feed, frame: input.change };
    case 'account':
      return { t, source: OWN_SOURCES.account, frame: input.event };
    case 'scored':
      return { t, source: OWN_SOURCES.score, frame: { assessments: input.assessments } };
    case 'paired':
      return {
        ...{ t, source: OWN_SOURCES.pairs },
        frame: { pairs: input.pairs, ...(input.groups && { groups: input.groups }) },
      };
    case 'market':
      return { t, source: input.source, frame: input.event };
  }
}

const record = z.record(z.string(), z.unknown());
/** Only what decides where an input goes is checked: we wrote the rest ourselves. */
const OWN_FRAMES = {
  [OWN_SOURCES.start]: z.object({
    version: z.string(),
    snapshot: record.nullable(),
    settings: z.record(z.string(), z.string()),
    wallets: z.array(record),
    deposits: z.array(record),
  }),
  [OWN_SOURCES.command]: z.object({
    id: z.string(),
    actor: z.string(),
    body: z.looseObject({ kind: z.string() }),
  }),
  [OWN_SOURCES.timer]: z.object({ timerId: z.string() }),
  [OWN_SOURCES.effect]: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('committed'), commitId: z.number().int() }),
    z.looseObject({
      kind: z.enum(['signed', 'notSigned', 'posted', 'lookedUp', 'cancelAnswered']),
      intentId: z.string(),
    }),
    z.object({
      kind: z.literal('modelAnswered'),
      questionId: z.string(),
      answer: z.looseObject({ kind: z.enum(['answered', 'failed']), request: z.string() }),
    }),
    z.looseObject({ kind: z.enum(['allCanceled', 'accountRead', 'redeemed']), ledger: z.string() }),
  ]),
  [OWN_SOURCES.account]: z.looseObject({ kind: z.string() }),
  [OWN_SOURCES.score]: z.object({
    assessments: z.array(
      z.object({
        score: z.looseObject({ wallet: z.string(), atMs: z.number().int(), kind: z.string() }),
        copying: z.array(record),
      }),
    ),
  }),
  [OWN_SOURCES.pairs]: z.object({
    pairs: z.array(z.looseObject({ polymarketId: z.string(), kalshiId: z.string() })),
  }),
  [OWN_SOURCES.gap]: z.object({ marketId: z.string() }),
  [OWN_SOURCES.cursor]: z.object({ name: z.string(), value: z.string(), gap: record.nullable() }),
  [OWN_SOURCES.feed]: z.object({ name: z.string(), state: z.enum(['down', 'back']) }),
} as const;

/** Whether a line holds an input of ours rather than a venue's frame. */
export function isOwnSource(source: string): boolean {
  return Object.hasOwn(OWN_FRAMES, source);
}

/** The input of one of our own lines, or what is wrong with it. */
export function inputOfLine({ source, frame }: TapeLine): InputBody | { readonly error: string } {
  const schema = OWN_FRAMES[source as keyof typeof OWN_FRAMES];
  const parsed = schema.safeParse(frame);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { error: `${source}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() };
  }
  const own = frame as never;
  switch (source) {
    case OWN_SOURCES.start:
      return { kind: 'start', start: own };
    case OWN_SOURCES.command:
      return { kind: 'command', command: own };
    case OWN_SOURCES.effect:
      return { kind: 'effect', result: own };
    case OWN_SOURCES.account:
      return { kind: 'account', event: own };
    case OWN_SOURCES.cursor:
      return { kind: 'cursor', cursor: own };
    case OWN_SOURCES.feed:
      return { kind: 'feed', change: own };
    case OWN_SOURCES.score:
      return { kind: 'scored', assessments: (frame as { assessments: never }).assessments };
    case OWN_SOURCES.pairs:
      return { kind: 'paired', ...(frame as { pairs: never; groups?: never }) };
    case OWN_SOURCES.timer:
      return { kind: 'timer', timerId: (frame as { timerId: string }).timerId };
    default:
      return { kind: 'gap', marketId: (frame as { marketId: never }).marketId };
  }
}

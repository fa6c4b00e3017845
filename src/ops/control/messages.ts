import { z } from 'zod';

const REASON_LENGTH_MAX = 200;
const NAME_LENGTH_MAX = 64;

const platform = z.enum(['telegram', 'discord']);
const userId = z.string().regex(/^\d{1,20}$/);
const role = z.enum(['viewer', 'trader', 'admin']);
/** Who is meant by a one-time code. */
const actor = z.string().regex(/^[a-z]+(?::\d{1,20})?$/);

const operatorKey = z.strictObject({ platform, userId });
const operatorToAdd = z.strictObject({
  platform,
  userId,
  role,
  name: z.string().max(NAME_LENGTH_MAX),
});

/** What the host may ask of the running program: one request a connection, one line of JSON. */
export const controlRequest = z.discriminatedUnion('ask', [
  z.strictObject({
    ask: z.literal('kill'),
    /** Of the kill file that was written for it. */
    id: z.string().min(1).max(64),
    reason: z.string().max(REASON_LENGTH_MAX),
  }),
  z.strictObject({ ask: z.literal('status') }),
  z.strictObject({ ask: z.literal('ping') }),
  z.strictObject({ ask: z.literal('operators') }),
  z.strictObject({ ask: z.literal('addOperator'), operator: operatorToAdd }),
  z.strictObject({ ask: z.literal('removeOperator'), operator: operatorKey }),
  /** The host changed who has one-time codes; it is written down and told. */
  z.strictObject({
    ask: z.literal('totpChanged'),
    actor,
    change: z.enum(['enrolled', 'reset']),
  }),
  /** A copy of the embedded database, which the program alone can make while it runs. */
  z.strictObject({ ask: z.literal('dump') }),
]);
export type ControlRequest = z.infer<typeof controlRequest>;
export type Ask = ControlRequest['ask'];
export type RequestOf<A extends Ask> = Extract<ControlRequest, { readonly ask: A }>;

const killed = z.object({ reason: z.string(), atMs: z.number() }).nullable();
const done = z.object({ outcome: z.enum(['done', 'refused']), message: z.string() });
const count = z.number().int().nonnegative().nullable();

/** What each request is answered with. */
export const CONTROL_RESULTS = {
  kill: z.object({
    /** No automatic order is sent from now on. */
    blocked: z.boolean(),
    tookMs: z.number(),
    /** `null` when they cannot be counted. */
    openBefore: count,
    openLeft: count,
    /** What to know besides; may be empty. */
    message: z.string(),
  }),
  status: z.object({ pid: z.number(), killed, openOrders: count }),
  ping: z.object({ pid: z.number() }),
  operators: z.object({
    operators: z.array(
      z.object({
        platform,
        userId,
        role,
        name: z.string(),
        /** Named in the environment. */
        isPermanent: z.boolean(),
      }),
    ),
  }),
  addOperator: done,
  removeOperator: done,
  totpChanged: z.object({}),
  /** `null` where a server keeps the database. */
  dump: z.object({ directory: z.string().nullable() }),
} as const satisfies Readonly<Record<Ask, z.ZodType>>;

export type ResultOf<A extends Ask> = z.infer<(typeof CONTROL_RESULTS)[A]>;
export type OperatorKey = z.infer<typeof operatorKey>;
export type OperatorRole = z.infer<typeof role>;

/** `telegram:123456` as it is typed, or `null`. */
export function operatorKeyOf(text: string): OperatorKey | null {
  const [given, id, ...more] = text.split(':');
  const parsed = operatorKey.safeParse({ platform: given, userId: id });
  return parsed.success && more.length === 0 ? parsed.data : null;
}

export function operatorRoleOf(text: string): OperatorRole | null {
  const parsed = role.safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** What a person is called, fit for a terminal and for one line. */
export function operatorName(text: string): string {
  return text.replaceAll(/\p{C}/gu, ' ').trim().slice(0, NAME_LENGTH_MAX);
}

export const controlAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type ControlAnswer = z.infer<typeof controlAnswer>;

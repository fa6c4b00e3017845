import { z } from 'zod';
import { count, list } from './values.ts';

/** One way to do anything: what could be typed into a chat, with the same roles and questions. */

const words = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .describe('a command: `wallet`'),
  words: z.array(z.string().max(200)).max(20).describe('what stands behind it, one word each'),
});

/** A line as typed, or its words apart: then a word may hold spaces. */
export const command = z.union([z.strictObject({ line: z.string().min(1).max(2_000) }), words]);

/** What a change would do, without doing it: wallets, filters, limits, settings. */
export const preview = words;

export const tap = z.strictObject({ token: z.string().min(1).max(60) });

export const spanOfText = z.union([
  z.string(),
  z.strictObject({ bold: z.string() }),
  z.strictObject({ code: z.string() }),
  z.strictObject({ link: z.string(), url: z.string() }),
  z.strictObject({ muted: z.string() }),
  z.strictObject({ gain: z.string() }),
  z.strictObject({ loss: z.string() }),
]);

export const line = list(spanOfText);

export const block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lines'), lines: list(line) }),
  z.strictObject({
    kind: z.literal('table'),
    head: list(z.string()),
    align: list(z.enum(['left', 'right'])),
    rows: list(list(z.string())),
  }),
]);

export const button = z.strictObject({
  label: z.string(),
  style: z.enum(['safe', 'plain', 'danger']),
  validMs: z.number().describe('how long it may be used, from now'),
  token: z.string().describe('for POST /api/tap; only this person, in this session'),
  line: z.string().nullable().describe('the line it stands for, where it is one'),
  form: z
    .strictObject({ title: z.string(), field: z.string(), example: z.string() })
    .nullable()
    .describe('what is typed instead of a tap: sent as a line'),
});

export const replyFile = z.strictObject({
  name: z.string(),
  type: z.string().describe('media type'),
  base64: z.string(),
});

/** An answer as data: symbol and first line carry the point. */
export const reply = z.strictObject({
  symbol: z.enum(['●', '◐', '○', '✕', '⇄', '⏱', '◆', '‖', '■', '!']).nullable(),
  title: line,
  blocks: list(block),
  buttons: list(button).describe('the safe one first'),
  asks: z
    .strictObject({ phrase: z.string(), needsCode: z.boolean(), validMs: count })
    .nullable()
    .describe('what is typed next to confirm it, as a line'),
  files: list(replyFile),
});

export const answer = z.strictObject({
  reply,
  isOutcome: z.boolean().describe('the question is answered: its card becomes this'),
});

export type Command = z.infer<typeof command>;
export type Preview = z.infer<typeof preview>;
export type SpanOfText = z.infer<typeof spanOfText>;
export type Line = z.infer<typeof line>;
export type Block = z.infer<typeof block>;
export type ReplyButton = z.infer<typeof button>;
export type Reply = z.infer<typeof reply>;
export type Answer = z.infer<typeof answer>;

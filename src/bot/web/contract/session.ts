import { z } from 'zod';
import { atMs, role } from './values.ts';

/** Letting in: by a one-time link, by the key of this host, or as a Mini App of Telegram. */
export const signIn = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('link'), code: z.string().min(1).max(100) }),
  z.strictObject({ by: z.literal('host'), key: z.string().min(1).max(100) }),
  z.strictObject({ by: z.literal('telegram'), initData: z.string().min(1).max(8_192) }),
]);

/** Who is signed in. */
export const who = z.strictObject({
  actor: z.string().describe('as the audit has it: `console`, `telegram:123`, `token:grafana`'),
  name: z.string(),
  role,
  by: z.enum(['link', 'host', 'telegram', 'token']),
  expiresAtMs: atMs.describe('later with every request'),
});

export const signedIn = z.strictObject({
  token: z.string().describe('for the header `Authorization: Bearer`; shown once'),
  who,
});

export const signedOut = z.strictObject({ ended: z.boolean() });

export type SignIn = z.infer<typeof signIn>;
export type Who = z.infer<typeof who>;
export type SignedIn = z.infer<typeof signedIn>;
export type SignedOut = z.infer<typeof signedOut>;

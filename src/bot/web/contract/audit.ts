import { z } from 'zod';
import { atMs, list } from './values.ts';

export const auditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What people and safety did. */
export const auditEntry = z.strictObject({
  id: z.string(),
  actor: z.string(),
  action: z.string(),
  words: z.string(),
  outcome: z.enum(['done', 'refused']),
  atMs,
});

export const audit = z.strictObject({ atMs, entries: list(auditEntry).describe('newest first') });

export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditEntry = z.infer<typeof auditEntry>;
export type Audit = z.infer<typeof audit>;

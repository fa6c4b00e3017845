import { auditWords } from '../../commands/audit.ts';
import type { Audit, AuditQuery } from '../contract/audit.ts';
import type { PageSources } from './sources.ts';

/** What people and safety did, newest first. */
export async function auditPage({ queries }: PageSources, { limit }: AuditQuery): Promise<Audit> {
  const entries = await queries.audit(limit);
  return {
    atMs: queries.nowMs(),
    entries: entries.map((entry) => ({
      id: entry.commandId,
      actor: entry.actor,
      action: entry.action,
      words: auditWords(entry, queries),
      outcome: entry.outcome,
      atMs: entry.atMs,
    })),
  };
}

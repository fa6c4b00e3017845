import { randomUUID } from 'node:crypto';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { contentId } from '../../engine/domain/ids.ts';

/** The host gave somebody a second factor, or took it away. */
export interface TotpChange {
  readonly actor: string;
  readonly change: 'enrolled' | 'reset';
}

/** Writes it down and tells the others. @throws StoreError */
export async function tellTotpChange(
  store: Pick<ChatStore, 'audit' | 'notify'>,
  { actor: who, change }: TotpChange,
): Promise<void> {
  const atMs = Date.now();
  const commandId = `host/totp/${randomUUID()}`;
  const event = change === 'enrolled' ? 'codeEnrolled' : 'codeReset';
  const detail = { who };
  await store.audit({ commandId, actor: 'host', action: event, detail, outcome: 'done', atMs });
  await store.notify({
    id: contentId('notice', ['operators', commandId]),
    kind: 'operators',
    ledger: null,
    subject: who,
    data: { event, who, role: null, by: 'host' },
    atMs,
  });
}

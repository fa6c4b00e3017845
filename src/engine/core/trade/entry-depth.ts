import type { LedgerId } from '../../domain/ids.ts';
import type { EntrySignal } from '../../domain/signal.ts';
import type { Turn } from '../turn.ts';

/** Asks for the book of an entry; its answer is judged. */
export function askDepth(signal: EntrySignal, ledger: LedgerId, turn: Turn): void {
  const { marketId, tokenId, wallet, id: signalId } = signal;
  const purpose = { kind: 'entry', signalId, ledger, wallet } as const;
  turn.tell({ kind: 'askDepth', marketId, tokenId, purpose });
}

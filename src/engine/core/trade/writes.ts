import type { WriteQueue } from '../../brain/entry-context.ts';
import type { IntentId } from '../../domain/ids.ts';
import type { AtMs } from '../../domain/time.ts';
import type { TradeState } from './state.ts';

/** Writes asked and not confirmed; entries stop when they are too many or too old. */
export function writeQueue(state: TradeState, atMs: AtMs): WriteQueue {
  for (const askedAtMs of state.unconfirmed.values()) {
    return { count: state.unconfirmed.size, oldestMs: atMs - askedAtMs };
  }
  return { count: 0, oldestMs: 0 };
}

/** A commit was confirmed: returns the intents that may be sent now. */
export function onCommitted(state: TradeState, commitId: number): readonly IntentId[] {
  state.unconfirmed.delete(commitId);
  const intents = state.awaitingCommit.get(commitId) ?? [];
  state.awaitingCommit.delete(commitId);
  return intents;
}

/** Takes the next commit id for the changes of a turn. */
export function takeCommitId(state: TradeState, atMs: AtMs): number {
  const commitId = state.nextCommitId;
  state.nextCommitId += 1;
  state.unconfirmed.set(commitId, atMs);
  return commitId;
}

import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import { type ChainNode, type NodeReceipt, nodeFailureOf } from './chain-node.ts';
import type { Relayer } from './relayer.ts';
import { CONFIRMED, ENDED_BADLY, type Submitted } from './relayer-schema.ts';
import type { CallsAnswer } from './wallet-calls.ts';

/** How often the relayer is asked, about the time of a block. */
export const RELAY_POLL_MS = 2_000;
/** After it the account tells what became of it. */
export const RELAY_WAIT_MS_MAX = 180_000;
/** Receipts are asked for so often: a node may be some blocks behind the relayer's. */
export const RECEIPT_LOOKS_MAX = 5;

export interface RelayedOutcomeOptions {
  readonly relayer: Relayer;
  readonly node: ChainNode | null;
  readonly runtime: HttpRuntime;
}

/** How the relayer says that it ended, or that it did not in time. */
interface Ended {
  readonly kind: 'confirmed' | 'failed' | 'open';
  readonly hash: string | null;
  readonly why: string;
}

/** What became of a transaction that the relayer has taken, by its word and by the chain's. */
export async function relayedOutcome(
  { id, hash }: Submitted,
  options: RelayedOutcomeOptions,
): Promise<CallsAnswer> {
  const ended = await waitForEnd({ id, hash }, options);
  const transaction = ended.hash;
  const receipt = transaction === null ? null : await receiptOf(transaction, ended.kind, options);
  // A transaction that the relayer gave up may be mined all the same, and the other way round.
  if (transaction !== null && receipt !== null) {
    if (receipt.succeeded) {
      return { kind: 'mined', transactions: [transaction], logs: receipt.logs };
    }
    return { kind: 'failed', transaction, why: 'it was mined and reverted' };
  }
  switch (ended.kind) {
    case 'confirmed':
      if (transaction !== null) return { kind: 'mined', transactions: [transaction], logs: null };
      return { kind: 'unknown', transaction, why: 'the relayer confirms it without a hash' };
    case 'failed':
      return { kind: 'failed', transaction, why: ended.why };
    case 'open':
      return { kind: 'unknown', transaction, why: ended.why };
  }
}

async function waitForEnd(
  { id, hash }: Pick<Submitted, 'id' | 'hash'>,
  { relayer, runtime }: RelayedOutcomeOptions,
): Promise<Ended> {
  const untilMs = runtime.monotonicMs() + RELAY_WAIT_MS_MAX;
  let newest = hash;
  for (;;) {
    const now = await saidOf(relayer, id);
    // The relayer may send it again for a higher price, under another hash.
    newest = now.hash ?? newest;
    const isLate = runtime.monotonicMs() + RELAY_POLL_MS > untilMs;
    if (now.kind !== 'open' || isLate) return { ...now, hash: newest };
    await runtime.sleep(RELAY_POLL_MS);
  }
}

async function saidOf(relayer: Relayer, id: string): Promise<Ended> {
  try {
    const { state, hash, error } = await relayer.transaction(id);
    if (state === CONFIRMED) return { kind: 'confirmed', hash, why: '' };
    if (!ENDED_BADLY.has(state)) {
      return { kind: 'open', hash, why: `it did not end in time, and is at ${state}` };
    }
    const why = `the relayer says ${state}${error === null ? '' : `: ${error}`}`;
    return { kind: 'failed', hash, why };
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    return { kind: 'open', hash: null, why: `the relayer does not say: ${error.message}` };
  }
}

/** `null` when there is no node, or it has none. */
async function receiptOf(
  hash: string,
  ended: Ended['kind'],
  { node, runtime }: RelayedOutcomeOptions,
): Promise<NodeReceipt | null> {
  if (node === null) return null;
  const looksMax = ended === 'confirmed' ? RECEIPT_LOOKS_MAX : 1;
  for (let looks = 1; ; looks += 1) {
    const receipt = await lookedUp(node, hash);
    if (receipt !== null || looks >= looksMax) return receipt;
    await runtime.sleep(RELAY_POLL_MS);
  }
}

async function lookedUp(node: ChainNode, hash: string): Promise<NodeReceipt | null> {
  try {
    return await node.receipt(hash);
  } catch (error) {
    if (nodeFailureOf(error) === null) throw error;
    return null;
  }
}

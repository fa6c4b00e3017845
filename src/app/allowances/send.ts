import type { Fees, PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { approvalCall } from '../../data/polygon/rpc/token-calls.ts';
import {
  POLYGON_CHAIN_ID,
  type PolymarketApproval,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { Signer } from '../../ops/keystore/signer.ts';
import { SignerError } from '../../ops/keystore/signer-error.ts';
import type { SignedTransaction, TransactionRequest } from '../../ops/keystore/transaction.ts';

/** What an approval takes at most, with room: about 60,000 are used. */
export const APPROVAL_GAS = 120_000n;

/**
 * What became of one transaction. `unsigned` and `refused` did not reach the chain; of `unknown` its
 * hash will tell.
 */
export type Sent =
  | { readonly state: 'mined' | 'reverted'; readonly block: number }
  | { readonly state: 'unsigned' | 'refused' | 'unknown'; readonly why: string };

/** The hash is `null` where nothing was signed. */
export type SentApproval = Sent & { readonly name: string; readonly hash: string | null };

export interface Sending {
  readonly rpc: PolygonRpc;
  readonly signer: Pick<Signer, 'signTransaction'>;
  readonly change: 'set' | 'revoke';
  readonly approvals: readonly PolymarketApproval[];
  readonly firstNonce: number;
  readonly fees: Fees;
  /** Told before each is sent, with the hash that finds it whatever happens. */
  readonly beforeSending: (name: string, hash: string) => void;
  readonly onSent: (sent: SentApproval) => void;
}

/**
 * Signs and sends one after the other, each once and when the one before is mined; ends with the
 * first that is not.
 */
export async function sendApprovals(of: Sending): Promise<readonly SentApproval[]> {
  const all: SentApproval[] = [];
  for (const [index, approval] of of.approvals.entries()) {
    const sent = await sendOne(of, { approval, nonce: of.firstNonce + index });
    all.push(sent);
    of.onSent(sent);
    if (sent.state !== 'mined') break;
  }
  return all;
}

interface Next {
  readonly approval: PolymarketApproval;
  readonly nonce: number;
}

async function sendOne(of: Sending, next: Next): Promise<SentApproval> {
  const { name } = next.approval;
  const signed = await signedOrWhy(of, next);
  if (signed instanceof SignerError) {
    return { name, hash: null, state: 'unsigned', why: signed.message };
  }
  of.beforeSending(name, signed.hash);
  return { name, hash: signed.hash, ...(await sendAndWait(of.rpc, signed)) };
}

async function signedOrWhy(of: Sending, next: Next): Promise<SignedTransaction | SignerError> {
  try {
    return await of.signer.signTransaction(requestOf(of, next));
  } catch (error) {
    // What was sent before is told all the same.
    if (error instanceof SignerError) return error;
    throw error;
  }
}

function requestOf({ change, fees }: Sending, of: Next): TransactionRequest {
  return {
    type: 2,
    chainId: POLYGON_CHAIN_ID,
    nonce: of.nonce,
    ...approvalCall(of.approval, change),
    value: 0n,
    gasLimit: APPROVAL_GAS,
    ...fees,
  };
}

async function sendAndWait(rpc: PolygonRpc, signed: SignedTransaction): Promise<Sent> {
  const answer = await rpc.send(signed);
  if (answer.kind === 'refused') return { state: 'refused', why: answer.error.message };
  const awaited = await rpc.waitForReceipt(signed.hash);
  if (awaited.kind === 'mined') {
    const { succeeded, blockNumber: block } = awaited.receipt;
    return { state: succeeded ? 'mined' : 'reverted', block };
  }
  const error = answer.kind === 'unknown' ? answer.error : awaited.lastError;
  return { state: 'unknown', why: error?.message ?? 'no receipt came in time' };
}

import { Transaction } from 'ethers';
import type { Call } from './contract.ts';
import { CHAIN_ID } from './contract-addresses.ts';
import type { EventLog } from './draft.ts';
import { refusedBy } from './rpc-problem.ts';

const GWEI = 1_000_000_000n;
/** What a unit of gas costs in every block here. */
export const BASE_FEE_WEI = 30n * GWEI;
/** What the node advises on top, and the least that it takes. */
export const TIP_WEI = 30n * GWEI;
const TIP_WEI_MIN = 25n * GWEI;
const BLOCK_GAS = 45_000_000n;
const INTRINSIC_GAS = 21_000n;
const PERCENT = 100n;
/** A transaction takes another's place when it pays so much more. */
const REPLACES_PERCENT = 110n;

export interface SignatureParts {
  readonly r: string;
  readonly s: string;
  readonly yParity: 0 | 1;
}

/** A transaction as it was sent; addresses in lower case, money in wei. */
export interface SentTransaction {
  readonly hash: string;
  readonly type: 0 | 2;
  readonly from: string;
  readonly to: string;
  readonly nonce: number;
  readonly input: string;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  readonly signature: SignatureParts;
}

/** A log with its place in its block. */
export interface PlacedLog extends EventLog {
  readonly logIndex: number;
}

export interface MinedTransaction {
  readonly sent: SentTransaction;
  readonly block: number;
  readonly index: number;
  readonly succeeded: boolean;
  /** Why it was not; `null` when it was. */
  readonly reason: string | null;
  readonly gasUsed: bigint;
  readonly gasPriceWei: bigint;
  readonly logs: readonly PlacedLog[];
  /** When its receipt may be seen. */
  readonly receiptAtMs: number;
}

/** One that waits for its block. */
export interface WaitingTransaction {
  readonly sent: SentTransaction;
  /** What it does, and in whose name. */
  readonly calls: readonly Call[];
  /** Whoever sent it pays its gas and has its nonce counted. */
  readonly isOwn: boolean;
  /** Of one whose work was done elsewhere. */
  readonly logs?: readonly EventLog[];
  isStuck: boolean;
  isReverted: boolean;
  receiptLateMs: number;
  readonly onMined?: (mined: MinedTransaction) => void;
}

/** What admission has to know of the sender. */
export interface SenderState {
  /** Transactions of it in blocks. */
  nonceOf(address: string): number;
  /** In wei. */
  polOf(address: string): bigint;
  waitingAt(address: string, nonce: number): WaitingTransaction | null;
}

/** Reads a signed transaction. @throws RpcProblem */
export function readRaw(raw: string): SentTransaction {
  const read = decoded(raw);
  const { type, from, to, signature, hash } = read;
  if (from === null || signature === null || hash === null) {
    throw refusedBy('invalid sender: the transaction is not signed');
  }
  if (type !== 0 && type !== 2) throw refusedBy('transaction type not supported');
  if (to === null) throw refusedBy('contract creation is not served by this node');
  const chainId = Number(read.chainId);
  if (chainId !== CHAIN_ID) {
    throw refusedBy(`invalid chain id for signer: have ${chainId} want ${CHAIN_ID}`);
  }
  const maxFeePerGas = read.maxFeePerGas ?? read.gasPrice ?? 0n;
  return {
    hash,
    type,
    from: from.toLowerCase(),
    to: to.toLowerCase(),
    nonce: read.nonce,
    input: read.data,
    value: read.value,
    gasLimit: read.gasLimit,
    maxFeePerGas,
    maxPriorityFeePerGas: read.maxPriorityFeePerGas ?? maxFeePerGas - BASE_FEE_WEI,
    signature: { r: signature.r, s: signature.s, yParity: signature.yParity },
  };
}

/** Whether the node takes it, in the words of nodes. @throws RpcProblem */
export function checkSent(sent: SentTransaction, state: SenderState): void {
  const { from, nonce, gasLimit, maxFeePerGas, maxPriorityFeePerGas: tip } = sent;
  const next = state.nonceOf(from);
  if (nonce < next) throw refusedBy(`nonce too low: next nonce ${next}, tx nonce ${nonce}`);
  if (gasLimit > BLOCK_GAS) throw refusedBy('exceeds block gas limit');
  if (gasLimit < INTRINSIC_GAS) {
    throw refusedBy(`intrinsic gas too low: gas ${gasLimit}, minimum needed ${INTRINSIC_GAS}`);
  }
  if (tip < TIP_WEI_MIN) {
    throw refusedBy(`transaction underpriced: gas tip cap ${tip}, minimum needed ${TIP_WEI_MIN}`);
  }
  if (maxFeePerGas < BASE_FEE_WEI) {
    throw refusedBy('max fee per gas less than block base fee');
  }
  if (tip > maxFeePerGas) {
    throw refusedBy('max priority fee per gas higher than max fee per gas');
  }
  const [cost, pol] = [gasLimit * maxFeePerGas + sent.value, state.polOf(from)];
  if (pol < cost) {
    throw refusedBy(`insufficient funds for gas * price + value: balance ${pol}, tx cost ${cost}`);
  }
  const other = state.waitingAt(from, nonce)?.sent;
  if (other === undefined) return;
  if (other.hash === sent.hash) throw refusedBy('already known');
  const isEnough = (ours: bigint, theirs: bigint): boolean =>
    ours * PERCENT >= theirs * REPLACES_PERCENT;
  if (!isEnough(maxFeePerGas, other.maxFeePerGas) || !isEnough(tip, other.maxPriorityFeePerGas)) {
    throw refusedBy('replacement transaction underpriced');
  }
}

/** What a unit of its gas costs in a block. */
export function gasPriceOf({ maxFeePerGas, maxPriorityFeePerGas }: SentTransaction): bigint {
  const wanted = BASE_FEE_WEI + maxPriorityFeePerGas;
  return wanted < maxFeePerGas ? wanted : maxFeePerGas;
}

function decoded(raw: string): Transaction {
  try {
    return Transaction.from(raw);
  } catch {
    // Bytes that are no transaction, or a signature that no key can have made.
    throw refusedBy('rlp: the transaction cannot be decoded');
  }
}

import { id } from 'ethers';
import type { SimClock } from '../wire/clock.ts';
import { Blocks } from './blocks.ts';
import type { Call } from './contract.ts';
import { contractAt } from './contract-addresses.ts';
import type { EventLog } from './draft.ts';
import type { ChainFaults } from './injected.ts';
import { Machine, type MachineOptions } from './machine.ts';
import { Revert } from './revert.ts';
import {
  BASE_FEE_WEI,
  checkSent,
  gasPriceOf,
  type MinedTransaction,
  readRaw,
  type SenderState,
  type SentTransaction,
  TIP_WEI,
  type WaitingTransaction,
} from './transaction.ts';
import { WalletBook } from './wallet-book.ts';

/** Transactions kept; older ones are forgotten. */
export const TRANSACTIONS_KEPT_MAX = 20_000;
/** What an account that was given everything has for gas. */
export const FUNDED_POL_WEI = 10n ** 19n;
/** Of the relayer's own transactions. */
const RELAYED_GAS_LIMIT = 3_000_000n;
/** Somebody else, who is paid by the fault `paysNothing`. */
const STRANGER = `0x${'5e'.repeat(20)}`;

export interface ChainOptions extends MachineOptions {
  readonly clock: SimClock;
  readonly seed: string;
  readonly faults: ChainFaults;
  readonly blockMs: number;
}

/** What somebody sends who is not asked for a signature here, such as the relayer. */
export interface Sponsored {
  /** Who sends it, and to which contract, as everyone sees it. */
  readonly from: string;
  readonly to: string;
  readonly input: string;
  readonly calls: readonly Call[];
  /** Mined, and nothing of it happens. */
  readonly isReverted: boolean;
  readonly onMined: (mined: MinedTransaction) => void;
}

/** What becomes of a transaction on its way. */
type Fate = 'isStuck' | 'isReverted' | 'receiptLateMs';

/** The chain: transactions wait for their block, which changes the accounts. */
export class Chain implements SenderState {
  readonly blocks: Blocks;
  readonly wallets = new WalletBook();
  readonly machine: Machine;
  readonly #options: ChainOptions;
  readonly #nonces = new Map<string, number>();
  readonly #pol = new Map<string, bigint>();
  readonly #mined = new Map<string, MinedTransaction>();
  #waiting: WaitingTransaction[] = [];
  #cancel: (() => void) | null = null;
  #sponsored = 0;

  constructor(options: ChainOptions) {
    this.#options = options;
    this.blocks = new Blocks(options.seed, options.clock, options.blockMs);
    this.machine = new Machine(options);
  }

  nonceOf(address: string): number {
    return this.#nonces.get(address.toLowerCase()) ?? 0;
  }

  /** Behind those of it that wait. */
  pendingNonceOf(address: string): number {
    let nonce = this.nonceOf(address);
    while (this.waitingAt(address, nonce) !== null) nonce += 1;
    return nonce;
  }

  polOf(address: string): bigint {
    const { accounts } = this.#options;
    const own = this.#pol.get(address.toLowerCase());
    return own ?? (accounts.isFunded(address) ? FUNDED_POL_WEI : 0n);
  }

  setPol(address: string, wei: bigint): void {
    this.#pol.set(address.toLowerCase(), wei);
  }

  waitingAt(address: string, nonce: number): WaitingTransaction | null {
    const from = address.toLowerCase();
    const isIt = ({ sent, isOwn }: WaitingTransaction): boolean =>
      isOwn && sent.from === from && sent.nonce === nonce;
    return this.#waiting.find(isIt) ?? null;
  }

  hasCode(address: string): boolean {
    return contractAt(address) !== null || this.wallets.isDeployed(address);
  }

  /** Takes a signed transaction and answers its hash. @throws RpcProblem */
  send(raw: string): string {
    const sent = readRaw(raw);
    checkSent(sent, this);
    const replaced = this.waitingAt(sent.from, sent.nonce);
    this.#waiting = this.#waiting.filter((each) => each !== replaced);
    const call = { from: sent.from, to: sent.to, data: sent.input };
    this.#await({ sent, calls: [call], isOwn: true });
    return sent.hash;
  }

  /** Puts a transaction into the next block whose gas somebody else pays; answers its hash. */
  sponsor({ from, to, input, calls, isReverted, onMined }: Sponsored): string {
    const sent = this.#madeUp({ from: from.toLowerCase(), to: to.toLowerCase(), input });
    this.#await({ sent, calls, isOwn: false, isReverted, onMined });
    return sent.hash;
  }

  /** Tells in the next block of what happened elsewhere, such as a match of the exchange. */
  witness(of: {
    readonly hash: string;
    readonly from: string;
    readonly to: string;
    readonly logs: readonly EventLog[];
  }): void {
    const { hash, logs, ...parts } = of;
    if (this.#mined.has(hash)) return;
    const sent = { ...this.#madeUp({ ...parts, input: '0x' }), hash };
    this.#await({ sent, calls: [], isOwn: false, logs });
  }

  waiting(hash: string): SentTransaction | null {
    return this.#waiting.find(({ sent }) => sent.hash === hash.toLowerCase())?.sent ?? null;
  }

  mined(hash: string): MinedTransaction | null {
    return this.#mined.get(hash.toLowerCase()) ?? null;
  }

  /** Oldest first. */
  minedBetween(from: number, to: number): readonly MinedTransaction[] {
    return [...this.#mined.values()].filter(({ block }) => block >= from && block <= to);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #madeUp(of: Pick<SentTransaction, 'from' | 'to' | 'input'>): SentTransaction {
    this.#sponsored += 1;
    const name = `transaction ${this.#sponsored} of ${this.#options.seed}`;
    return {
      ...of,
      hash: id(name),
      type: 2,
      nonce: this.#sponsored,
      value: 0n,
      gasLimit: RELAYED_GAS_LIMIT,
      maxFeePerGas: 2n * (BASE_FEE_WEI + TIP_WEI),
      maxPriorityFeePerGas: TIP_WEI,
      // Below half of the curve's order, as signatures are.
      signature: { r: id(`${name} r`), s: `0x1${id(`${name} s`).slice(3)}`, yParity: 0 },
    };
  }

  #await(of: Omit<WaitingTransaction, Fate> & { readonly isReverted?: boolean }): void {
    const fault = of.logs === undefined ? this.#options.faults.transactions.take() : null;
    this.#waiting.push({
      ...of,
      isStuck: fault?.kind === 'neverMined',
      isReverted: of.isReverted === true || fault?.kind === 'reverted',
      receiptLateMs: fault?.kind === 'receiptLate' ? fault.lateMs : 0,
    });
    this.#mineLater();
  }

  #mineLater(): void {
    if (this.#cancel !== null) return;
    const next = this.blocks.number + 1;
    this.#cancel = this.#options.clock.schedule(Math.ceil(this.blocks.waitMs(next)), () => {
      this.#cancel = null;
      // A timer may be a moment early, and the block is not there yet.
      if (this.blocks.number >= next) this.#mine();
      if (this.#waiting.some((each) => this.#isReady(each))) this.#mineLater();
    });
  }

  #isReady({ sent, isOwn, isStuck }: WaitingTransaction): boolean {
    return !isStuck && (!isOwn || sent.nonce === this.nonceOf(sent.from));
  }

  #mine(): void {
    const block = this.blocks.number;
    const place = { block, index: 0, logIndex: 0 };
    const done: (() => void)[] = [];
    for (;;) {
      const next = this.#waiting.find((each) => this.#isReady(each));
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      const mined = this.#execute(next, place);
      place.index += 1;
      place.logIndex += mined.logs.length;
      this.#mined.set(next.sent.hash, mined);
      done.push(() => next.onMined?.(mined));
    }
    const surplus = this.#mined.size - TRANSACTIONS_KEPT_MAX;
    for (const hash of [...this.#mined.keys()].slice(0, Math.max(0, surplus))) {
      this.#mined.delete(hash);
    }
    for (const tell of done) tell();
  }

  #execute(
    waiting: WaitingTransaction,
    place: { readonly block: number; readonly index: number; readonly logIndex: number },
  ): MinedTransaction {
    const { sent, isOwn } = waiting;
    const outcome = this.#outcome(waiting);
    const gasPriceWei = gasPriceOf(sent);
    if (isOwn) {
      const value = outcome.reason === null ? sent.value : 0n;
      this.#nonces.set(sent.from, sent.nonce + 1);
      this.setPol(sent.from, this.polOf(sent.from) - outcome.gasUsed * gasPriceWei - value);
      if (value > 0n) this.setPol(sent.to, this.polOf(sent.to) + value);
    }
    return {
      sent,
      block: place.block,
      index: place.index,
      succeeded: outcome.reason === null,
      reason: outcome.reason,
      gasUsed: outcome.gasUsed,
      gasPriceWei,
      logs: outcome.logs.map((log, at) => ({ ...log, logIndex: place.logIndex + at })),
      receiptAtMs: this.#options.clock.nowMs() + waiting.receiptLateMs,
    };
  }

  #outcome({ sent, calls, isReverted, logs }: WaitingTransaction): {
    readonly gasUsed: bigint;
    readonly reason: string | null;
    readonly logs: readonly EventLog[];
  } {
    const { clock, faults } = this.#options;
    if (logs !== undefined) return { gasUsed: sent.gasLimit / 2n, reason: null, logs };
    const none = { gasUsed: sent.gasLimit / 2n, logs: [] };
    if (isReverted) return { ...none, reason: 'execution reverted' };
    try {
      const payeeOf = (caller: string): string =>
        faults.redemptions.take() === null ? caller : STRANGER;
      const done = this.machine.execute(calls, { transaction: sent.hash, payeeOf });
      const gasUsed = BigInt(done.gas);
      if (gasUsed > sent.gasLimit) {
        return { gasUsed: sent.gasLimit, reason: 'out of gas', logs: [] };
      }
      done.draft.book(clock.nowMs());
      return { gasUsed, reason: null, logs: done.draft.logs };
    } catch (error) {
      if (!(error instanceof Revert)) throw error;
      return { ...none, reason: error.message };
    }
  }
}

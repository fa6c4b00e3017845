import { createHash } from 'node:crypto';
import type { Chance } from '../chance.ts';
import type { SimClock } from '../wire/clock.ts';
import type { Range } from '../wire/faults.ts';
import { Refusal } from '../wire/refusal.ts';
import { uuidOf } from '../wire/trading/api-keys.ts';
import type { Wallets } from '../wire/trading/wallets.ts';
import type { Chain } from './chain.ts';
import type { SubmitFault } from './injected.ts';
import type { RelayBody } from './relay-body.ts';
import { planRelay, RELAY_ADDRESS, type RelayPlan } from './relay-plan.ts';
import type { MinedTransaction } from './transaction.ts';

/** Submissions of one key in a minute. */
export const SUBMITS_PER_MINUTE = 25;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** Transactions kept; older ones are forgotten. */
const KEPT_MAX = 10_000;
const BAD_REQUEST = 400;

export type RelayState =
  | 'STATE_NEW'
  | 'STATE_EXECUTED'
  | 'STATE_MINED'
  | 'STATE_CONFIRMED'
  | 'STATE_FAILED'
  | 'STATE_INVALID';

/** A submission on its way. */
export interface Relayed {
  readonly id: string;
  readonly from: string;
  readonly wallet: string;
  state: RelayState;
  /** `null` before it is sent. */
  transaction: string | null;
  error: string | null;
}

export interface RelayTimes {
  /** From the submission to the sending, and from the block to the last word. */
  readonly executedMs: Range;
  readonly confirmedMs: Range;
}

export const USUAL_TIMES: RelayTimes = { executedMs: [100, 400], confirmedMs: [300, 1_200] };

export interface RelayerOptions {
  readonly chain: Chain;
  readonly clock: SimClock;
  readonly chance: Chance;
  readonly seed: string;
  readonly wallets: Wallets;
  readonly times: RelayTimes;
}

/** Sends for wallets what their keys signed, one action of a wallet at a time. */
export class Relayer {
  /** The key that every submission needs. */
  readonly key: string;
  readonly #options: RelayerOptions;
  readonly #relayed = new Map<string, Relayed>();
  readonly #active = new Map<string, Relayed>();
  readonly #submitsAtMs = new Map<string, number[]>();
  readonly #timers = new Set<() => void>();

  constructor(options: RelayerOptions) {
    this.#options = options;
    this.key = uuidOf(digestOf(`relayer key of ${options.seed}`));
  }

  find(id: string): Relayed | null {
    return this.#relayed.get(id) ?? null;
  }

  /** Seconds until one more may be submitted, zero for now; it counts then. */
  countSubmit(address: string): number {
    const nowMs = this.#options.clock.nowMs();
    const recent = (this.#submitsAtMs.get(address) ?? []).filter((at) => nowMs - at < MINUTE_MS);
    this.#submitsAtMs.set(address, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= SUBMITS_PER_MINUTE) {
      return Math.max(1, Math.ceil((oldest + MINUTE_MS - nowMs) / SECOND_MS));
    }
    recent.push(nowMs);
    return 0;
  }

  /** Takes a submission. @throws Refusal */
  submit(body: RelayBody, fault: SubmitFault | null): Relayed {
    const { clock, wallets, chain } = this.#options;
    const plan = planRelay(body, wallets, clock.nowMs());
    const { wallet, nonce } = plan;
    if (this.#active.has(wallet) || fault?.kind === 'busy') {
      throw new Refusal(BAD_REQUEST, `wallet busy: ${wallet} has an active action`);
    }
    const isDeployed = chain.wallets.isDeployed(wallet);
    // A proxy is made by its first call.
    if (nonce !== null && body.kind !== 'PROXY' && !isDeployed) {
      throw new Refusal(BAD_REQUEST, `wallet ${wallet} is not deployed`);
    }
    if (nonce === null && isDeployed) throw new Refusal(BAD_REQUEST, 'wallet already deployed');
    const onChain = chain.wallets.nonceOf(wallet);
    if (nonce !== null && nonce !== onChain) {
      const text = `batch nonce ${nonce} does not match on-chain nonce ${onChain}`;
      throw new Refusal(BAD_REQUEST, text);
    }
    const relayed = this.#open(body.from, wallet);
    if (fault?.kind !== 'stuck') {
      this.#after(this.#options.times.executedMs, () => this.#execute(relayed, plan, fault));
    }
    return relayed;
  }

  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  #open(from: string, wallet: string): Relayed {
    const id = uuidOf(digestOf(`relayed ${this.#relayed.size} of ${this.#options.seed}`));
    const state: RelayState = 'STATE_NEW';
    const relayed: Relayed = { id, from, wallet, state, transaction: null, error: null };
    this.#relayed.set(id, relayed);
    this.#active.set(wallet, relayed);
    for (const old of [...this.#relayed.keys()].slice(0, this.#relayed.size - KEPT_MAX)) {
      this.#relayed.delete(old);
    }
    return relayed;
  }

  #execute(relayed: Relayed, plan: RelayPlan, fault: SubmitFault | null): void {
    if (fault?.kind === 'invalid') {
      this.#end(relayed, 'STATE_INVALID', 'the transaction would fail');
      return;
    }
    const { chain } = this.#options;
    const { to, input, calls } = plan;
    relayed.state = 'STATE_EXECUTED';
    const isFailing = fault?.kind === 'failed';
    relayed.transaction = chain.sponsor({
      ...{ from: RELAY_ADDRESS, to, input, calls, isReverted: isFailing },
      onMined: (mined) => this.#mined(relayed, plan, mined),
    });
  }

  #mined(relayed: Relayed, plan: RelayPlan, { succeeded, reason }: MinedTransaction): void {
    const { wallets } = this.#options.chain;
    if (plan.nonce !== null && (succeeded || plan.countsReverted)) wallets.countUp(plan.wallet);
    if (!succeeded) {
      this.#end(relayed, 'STATE_FAILED', reason ?? 'execution reverted');
      return;
    }
    wallets.deploy(plan.wallet);
    relayed.state = 'STATE_MINED';
    this.#active.delete(relayed.wallet);
    this.#after(this.#options.times.confirmedMs, () => {
      relayed.state = 'STATE_CONFIRMED';
    });
  }

  #end(relayed: Relayed, state: 'STATE_FAILED' | 'STATE_INVALID', error: string): void {
    relayed.state = state;
    relayed.error = error;
    this.#active.delete(relayed.wallet);
  }

  #after([least, most]: Range, run: () => void): void {
    const { clock, chance } = this.#options;
    const cancel = clock.schedule(chance.whole(least, most), () => {
      this.#timers.delete(cancel);
      run();
    });
    this.#timers.add(cancel);
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** An answer in place of what would have been done. */
export interface RefuseWith {
  readonly kind: 'refuse';
  readonly status: number;
  readonly error: string;
  readonly retryAfterS?: number;
}

/** What happens to a request to the node. */
export type RpcFault =
  | RefuseWith
  /** Torn, and never read: the node is down. */
  | { readonly kind: 'drop' }
  /** Done, and then torn. */
  | { readonly kind: 'doThenDrop' }
  /** Done, and then 200 with a text that is no JSON. */
  | { readonly kind: 'garbled' }
  /** Done at once, answered later. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** 200 with an error of the node's own. */
  | { readonly kind: 'error'; readonly code: number; readonly message: string };

/** What happens to a transaction on its way into a block, whoever sent it. */
export type TransactionFault =
  /** Mined, and nothing of it happened. */
  | { readonly kind: 'reverted' }
  /** It waits for ever; one with the same nonce and higher fees may take its place. */
  | { readonly kind: 'neverMined' }
  /** Mined as usual, and its receipt is shown so much later. */
  | { readonly kind: 'receiptLate'; readonly lateMs: number };

/** What happens to a submission to the relayer. */
export type SubmitFault =
  | RefuseWith
  /** 400: the wallet has an active action. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'dropUnread' }
  /** Taken, and then the connection is torn. */
  | { readonly kind: 'acceptThenDrop' }
  | { readonly kind: 'acceptThen500' }
  /** Taken, then sent and reverted (STATE_FAILED), or never sent (STATE_INVALID). */
  | { readonly kind: 'failed' }
  | { readonly kind: 'invalid' }
  /** Taken, and never more than STATE_NEW. */
  | { readonly kind: 'stuck' };

/** What happens to other questions to the relayer. */
export type RelayerReadFault = RefuseWith | { readonly kind: 'drop' };

/** What a test makes go wrong, in the order in which it says so. `times` is 1 unless told. */
export type ChainInjection = { readonly times?: number } & (
  | {
      readonly on: 'rpc';
      readonly fault: RpcFault;
      /** Only requests that ask this; any unless told. */
      readonly method?: string;
    }
  | { readonly on: 'transaction'; readonly fault: TransactionFault }
  | { readonly on: 'submit'; readonly fault: SubmitFault }
  | { readonly on: 'relayerRead'; readonly fault: RelayerReadFault }
  /** Shares are burned, and somebody else is paid. */
  | { readonly on: 'redeem'; readonly fault: 'paysNothing' }
);

interface Waiting<Fault> {
  readonly fault: Fault;
  readonly about: string | null;
  left: number;
}

/** Faults that have not happened yet, first in first out. */
export class Injected<Fault> {
  #waiting: Waiting<Fault>[] = [];

  add(fault: Fault, times: number, about: string | null = null): void {
    this.#waiting.push({ fault, about, left: times });
  }

  /** The first one that fits what is asked. */
  take(about: readonly string[] = []): Fault | null {
    const next = this.#waiting.find((each) => each.about === null || about.includes(each.about));
    if (next === undefined) return null;
    next.left -= 1;
    if (next.left <= 0) this.#waiting = this.#waiting.filter((each) => each !== next);
    return next.fault;
  }

  get length(): number {
    return this.#waiting.reduce((sum, { left }) => sum + left, 0);
  }

  clear(): void {
    this.#waiting = [];
  }
}

/** All that can go wrong on the chain's side. */
export class ChainFaults {
  readonly rpc = new Injected<RpcFault>();
  readonly transactions = new Injected<TransactionFault>();
  readonly submits = new Injected<SubmitFault>();
  readonly relayerReads = new Injected<RelayerReadFault>();
  readonly redemptions = new Injected<'paysNothing'>();

  inject(injection: ChainInjection): void {
    const times = injection.times ?? 1;
    switch (injection.on) {
      case 'rpc':
        this.rpc.add(injection.fault, times, injection.method ?? null);
        return;
      case 'transaction':
        this.transactions.add(injection.fault, times);
        return;
      case 'submit':
        this.submits.add(injection.fault, times);
        return;
      case 'relayerRead':
        this.relayerReads.add(injection.fault, times);
        return;
      case 'redeem':
        this.redemptions.add(injection.fault, times);
    }
  }

  /** Faults that have not happened yet. */
  get pending(): number {
    return this.#all.reduce((sum, { length }) => sum + length, 0);
  }

  clear(): void {
    for (const each of this.#all) each.clear();
  }

  get #all(): readonly Injected<unknown>[] {
    return [this.rpc, this.transactions, this.submits, this.relayerReads, this.redemptions];
  }
}

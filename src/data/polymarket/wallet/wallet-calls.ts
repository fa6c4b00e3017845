/** A call of a contract that a wallet is to make. */
export interface WalletCall {
  readonly to: string;
  readonly data: string;
}

/** A log of a contract in a mined transaction. */
export interface ReceiptLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** What became of the calls. */
export type CallsAnswer =
  /** Mined. `logs`: of all transactions; `null` when no node was there to ask. */
  | {
      readonly kind: 'mined';
      readonly transactions: readonly string[];
      readonly logs: readonly ReceiptLog[] | null;
    }
  /** Nothing happened: it was refused, or mined and reverted. */
  | { readonly kind: 'failed'; readonly transaction: string | null; readonly why: string }
  /** It may have happened, or happen yet. */
  | { readonly kind: 'unknown'; readonly transaction: string | null; readonly why: string };

/** Makes calls in the name of the wallet that holds the money, whatever kind it is. */
export interface WalletCalls {
  /** The wallet: whom the calls pay. */
  readonly wallet: string;
  /**
   * All of them in one transaction, or, where the wallet is its own key, one after the other up to
   * the first that is not mined. What the network does is an answer; a signer that refuses throws
   * SignerError. `label` is for people at the venue, 500 characters at most.
   */
  make(calls: readonly WalletCall[], label: string): Promise<CallsAnswer>;
}

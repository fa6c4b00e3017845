import { type LedgerId, liveLedger } from '../../../engine/domain/ids.ts';
import type { Redemption, RedemptionAnswer } from '../../../engine/domain/redemption.ts';
import type { Redeemer } from '../../../engine/ports.ts';
import { signerFailureOf } from '../auth/typed-data-signer.ts';
import { type ChainNode, nodeFailureOf } from './chain-node.ts';
import { paidIn } from './paid-in.ts';
import { type Ready, readyToRedeem } from './ready-to-redeem.ts';
import { redeemCalls } from './redeem-calls.ts';
import type { CallsAnswer, WalletCalls } from './wallet-calls.ts';

export interface PolymarketRedeemerOptions {
  /** Where the money is. */
  readonly funder: string;
  /** How its wallet makes calls; a text says what is missing for it. */
  readonly calls: WalletCalls | string;
  readonly node: ChainNode | null;
}

/** Turns shares of one account into dollars, through whatever its wallet acts with. */
export class PolymarketRedeemer implements Redeemer {
  readonly ledger: LedgerId;
  readonly #options: PolymarketRedeemerOptions;

  constructor(options: PolymarketRedeemerOptions) {
    this.#options = options;
    this.ledger = liveLedger('polymarket', options.funder);
  }

  async redeem(redemption: Redemption): Promise<RedemptionAnswer> {
    const { calls } = this.#options;
    if (typeof calls === 'string') return { kind: 'byHand', why: calls };
    if (redemption.market.venue !== 'polymarket') return failed('the market is of another venue');
    const ready = await this.#ready(redemption);
    if (ready.kind !== 'ready') return ready;
    let made: CallsAnswer;
    try {
      made = await calls.make(ready.calls, labelOf(redemption));
    } catch (error) {
      const failure = signerFailureOf(error);
      if (failure === null) throw error;
      return failed(failure.text);
    }
    if (made.kind !== 'mined') return made;
    const { transactions, logs } = made;
    const paid = logs === null ? null : paidIn(logs, calls.wallet);
    return { kind: 'done', transaction: transactions.at(-1) ?? '', paid };
  }

  async #ready(redemption: Redemption): Promise<Ready> {
    const { funder, node } = this.#options;
    if (node === null) {
      const calls = redeemCalls(redemption, null);
      return typeof calls === 'string' ? failed(calls) : { kind: 'ready', calls };
    }
    try {
      return await readyToRedeem(node, funder, redemption);
    } catch (error) {
      const failure = nodeFailureOf(error);
      if (failure === null) throw error;
      return failed(`nothing was sent: ${failure.text}`);
    }
  }
}

/** For people at the venue. */
function labelOf({ kind, market }: Redemption): string {
  return `${kind === 'redeem' ? 'Redeem' : 'Merge'}: ${market.question} (${market.id})`;
}

function failed(why: string): Extract<Ready, { kind: 'failed' }> {
  return { kind: 'failed', transaction: null, why };
}

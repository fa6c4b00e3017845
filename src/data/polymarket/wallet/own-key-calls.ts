import { POLYGON_CHAIN_ID } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import { type ChainNode, nodeFailureOf } from './chain-node.ts';
import { InTurn } from './in-turn.ts';
import { feesWithin, missingPol, roomyGas } from './own-key-gas.ts';
import type { CallsAnswer, ReceiptLog, WalletCall, WalletCalls } from './wallet-calls.ts';
import type { OwnTransaction, WalletSigner } from './wallet-signer.ts';

type Failed = Extract<CallsAnswer, { readonly kind: 'failed' }>;

export interface OwnKeyCallsOptions {
  readonly signer: WalletSigner;
  readonly node: ChainNode;
}

/** Calls of the key's own address: transactions that it signs and pays for, one after the other. */
export class OwnKeyCalls implements WalletCalls {
  readonly wallet: string;
  readonly #options: OwnKeyCallsOptions;
  readonly #turns = new InTurn();
  /** Behind what was mined here: the nodes behind one address do not all know of it at once. */
  #nonceMin = 0;

  constructor(options: OwnKeyCallsOptions) {
    this.wallet = options.signer.address;
    this.#options = options;
  }

  /** @throws SignerError: then this call, and those behind it, were not sent */
  async make(calls: readonly WalletCall[]): Promise<CallsAnswer> {
    const answer = await this.#turns.run(() => this.#makeAll(calls));
    return answer ?? failed('too many calls of this wallet are waiting');
  }

  async #makeAll(calls: readonly WalletCall[]): Promise<CallsAnswer> {
    const transactions: string[] = [];
    const logs: ReceiptLog[] = [];
    for (const call of calls) {
      const answer = await this.#make(call);
      if (answer.kind !== 'mined') {
        if (transactions.length === 0) return answer;
        const before = `${transactions.length} of ${calls.length} calls were mined, then: `;
        return { ...answer, why: `${before}${answer.why}` };
      }
      transactions.push(...answer.transactions);
      logs.push(...(answer.logs ?? []));
    }
    return { kind: 'mined', transactions, logs };
  }

  async #make(call: WalletCall): Promise<CallsAnswer> {
    const { node, signer } = this.#options;
    const planned = await this.#planned(call);
    if ('kind' in planned) return planned;
    const signed = await signer.signTransaction(planned);
    const transaction = signed.hash;
    const sent = await node.send(signed);
    if (sent.kind === 'refused') return failed(sent.error.message);
    // Whatever was answered, its receipt is found by the hash that was known before.
    const awaited = await node.waitForReceipt(transaction);
    if (awaited.kind === 'unknown') {
      const error = sent.kind === 'unknown' ? sent.error : awaited.lastError;
      const why = error?.message ?? 'no receipt came in time';
      return { kind: 'unknown', transaction, why };
    }
    this.#nonceMin = Math.max(this.#nonceMin, planned.nonce + 1);
    const { succeeded, logs } = awaited.receipt;
    if (succeeded) return { kind: 'mined', transactions: [transaction], logs };
    return { kind: 'failed', transaction, why: 'it was mined and reverted' };
  }

  /** The transaction of a call; otherwise why there is none. */
  async #planned(call: WalletCall): Promise<OwnTransaction | Failed> {
    try {
      return await this.#plan(call);
    } catch (error) {
      const failure = nodeFailureOf(error);
      if (failure === null) throw error;
      return failed(`nothing was sent: ${failure.text}`);
    }
  }

  async #plan({ to, data }: WalletCall): Promise<OwnTransaction | Failed> {
    const { node } = this.#options;
    const gasLimit = roomyGas(await node.estimateGas({ from: this.wallet, to, data }));
    if (typeof gasLimit === 'string') return failed(gasLimit);
    const fees = feesWithin(await node.fees());
    if (typeof fees === 'string') return failed(fees);
    const balance = await node.balance(this.wallet);
    const missing = missingPol({ needed: gasLimit * fees.maxFeePerGas, balance });
    if (missing !== null) return failed(missing);
    const nonce = await this.#nonce();
    if (typeof nonce === 'string') return failed(nonce);
    const chainId = POLYGON_CHAIN_ID;
    return { type: 2, chainId, nonce, to, value: 0n, data, gasLimit, ...fees };
  }

  /** What waits would keep this one waiting too, and may be this very call, sent before. */
  async #nonce(): Promise<number | string> {
    const { node } = this.#options;
    const mined = Math.max(await node.minedNonce(this.wallet), this.#nonceMin);
    const next = await node.nextNonce(this.wallet);
    if (next <= mined) return mined;
    const waiting = next - mined;
    const what = waiting === 1 ? 'a transaction of this wallet is' : `${waiting} transactions are`;
    return `nothing was sent: ${what} still waiting to be mined, from nonce ${mined}`;
  }
}

function failed(why: string): Failed {
  return { kind: 'failed', transaction: null, why };
}

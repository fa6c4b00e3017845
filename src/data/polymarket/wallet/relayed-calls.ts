import { Interface } from 'ethers';
import { SECOND_MS } from '../../../engine/domain/time.ts';
import {
  POLYMARKET_CONTRACTS,
  POLYMARKET_RELAY_CALLS,
} from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import { VenueError } from '../../http/venue-error.ts';
import { nodeFailureOf } from './chain-node.ts';
import { InTurn } from './in-turn.ts';
import { relayBody } from './relay-body.ts';
import { RELAY_POLL_MS, type RelayedOutcomeOptions, relayedOutcome } from './relayed-outcome.ts';
import type { RelayedKind } from './relayer.ts';
import type { RelayParams } from './relayer-schema.ts';
import type { CallsAnswer, WalletCall, WalletCalls } from './wallet-calls.ts';
import type { RelayToSign, WalletSigner } from './wallet-signer.ts';

/** What a deposit wallet's key signs is worthless after it, in seconds. */
export const DEADLINE_S = 600;
/** Gas of one call of a proxy where no node can estimate it; the relayer pays for what is used. */
export const PROXY_GAS_PER_CALL = 700_000n;
/** Looks at the nonce after an answer was lost. */
export const NONCE_LOOKS_MAX = 5;

const PROXY = new Interface([POLYMARKET_RELAY_CALLS.proxy]);
/** A call, not a delegated one. */
const TYPE_CALL = 1;

export interface RelayedCallsOptions extends RelayedOutcomeOptions {
  readonly kind: RelayedKind;
  readonly wallet: string;
  readonly signer: WalletSigner;
}

/** Calls of a wallet contract, all in one transaction that the venue's relayer sends and pays for. */
export class RelayedCalls implements WalletCalls {
  readonly wallet: string;
  readonly #options: RelayedCallsOptions;
  readonly #turns = new InTurn();

  constructor(options: RelayedCallsOptions) {
    this.wallet = options.wallet;
    this.#options = options;
  }

  /** @throws SignerError: then nothing was sent */
  async make(calls: readonly WalletCall[], label: string): Promise<CallsAnswer> {
    const answer = await this.#turns.run(() => this.#make(calls, label));
    return answer ?? failed('too many calls of this wallet are waiting');
  }

  async #make(calls: readonly WalletCall[], label: string): Promise<CallsAnswer> {
    const { relayer, signer } = this.#options;
    let request: RelayToSign;
    try {
      await relayer.turn();
      request = await this.#requestOf(calls);
    } catch (error) {
      const text = nodeFailureOf(error)?.text ?? (error instanceof VenueError && error.message);
      if (typeof text === 'string') return failed(`nothing was sent: ${text}`);
      throw error;
    }
    const signed = await signer.signRelay(request);
    const { address: key } = signer;
    const answer = await relayer.submit(relayBody({ request, signed, key, label }));
    switch (answer.kind) {
      case 'taken':
        return await relayedOutcome(answer, this.#options);
      case 'notNow':
      case 'refused':
        return failed(answer.why);
      case 'unknown':
        return await this.#inDoubt(request.nonce, answer.why);
    }
  }

  /** @throws VenueError, RpcError */
  async #requestOf(calls: readonly WalletCall[]): Promise<RelayToSign> {
    const { kind, relayer, runtime, wallet } = this.#options;
    const params = await relayer.params(kind);
    const { nonce } = params;
    switch (kind) {
      case 'safe':
        return { kind, wallet, nonce, calls };
      case 'proxy':
        return { kind, wallet, nonce, calls, ...(await this.#proxyTerms(params, calls)) };
      case 'depositWallet': {
        const deadline = String(Math.floor(runtime.nowMs() / SECOND_MS) + DEADLINE_S);
        return { kind, wallet, nonce, calls, deadline };
      }
    }
  }

  async #proxyTerms({ address: relay }: RelayParams, calls: readonly WalletCall[]) {
    const { node, signer } = this.#options;
    if (node === null) {
      return { relay, gasLimit: String(PROXY_GAS_PER_CALL * BigInt(calls.length)) };
    }
    const made = calls.map(({ to, data }) => ({ typeCode: TYPE_CALL, to, value: 0n, data }));
    const data = PROXY.encodeFunctionData('proxy', [made]);
    const to = POLYMARKET_CONTRACTS.proxyFactory;
    // Holds what a transaction costs by itself too, which is room enough for the calls inside one.
    const gas = await node.estimateGas({ from: signer.address, to, data });
    return { relay, gasLimit: String(gas) };
  }

  /**
   * The answer was lost. A nonce that moved says that it happened, or another did; one that did not
   * makes sure that what is signed next with it can only happen instead.
   */
  async #inDoubt(nonce: string, why: string): Promise<CallsAnswer> {
    const { kind, relayer, runtime } = this.#options;
    for (let looks = 1; looks <= NONCE_LOOKS_MAX; looks += 1) {
      await runtime.sleep(RELAY_POLL_MS);
      try {
        const now = await relayer.params(kind);
        if (BigInt(now.nonce) > BigInt(nonce)) {
          const moved = `the wallet's nonce went from ${nonce} to ${now.nonce}: it was made, or another one was`;
          return { kind: 'unknown', transaction: null, why: `${why}; ${moved}` };
        }
      } catch (error) {
        if (!(error instanceof VenueError)) throw error;
      }
    }
    const stands = `the wallet's nonce was still ${nonce} some seconds later`;
    return { kind: 'unknown', transaction: null, why: `${why}; ${stands}` };
  }
}

function failed(why: string): CallsAnswer {
  return { kind: 'failed', transaction: null, why };
}

import type { Exchange, OrderSubmission, SubmitAnswer } from '../../exchange/exchange.ts';
import type { Board } from '../board.ts';
import { decimal } from '../decimal.ts';
import { Refusal } from '../refusal.ts';
import type { ApiKey } from './api-keys.ts';
import { contractOf } from './order-contracts.ts';
import { invalidPayload, type OrderPayload, type SentOrder } from './order-payload.ts';
import { isSignedElsewhere, orderHash, orderSigner } from './order-signature.ts';
import type { UserChannel } from './user-channel.ts';
import type { Wallets } from './wallets.ts';

interface OrderDeskOptions {
  readonly board: Board;
  readonly exchange: Exchange;
  readonly wallets: Wallets;
  readonly channel: UserChannel;
}

/** What the venue says of an order that it could read. */
export interface OrderAnswer {
  readonly success: boolean;
  readonly errorMsg: string;
  readonly orderID: string;
  readonly status: string;
  readonly makingAmount: string;
  readonly takingAmount: string;
  readonly transactionsHashes: readonly string[];
  readonly tradeIDs: readonly string[];
}

/** Texts that begin like this tell of an order that found nothing to take. */
const KILLED = ["order couldn't be fully filled.", 'no orders found to match with FAK order.'];

/** Proves orders and hands them to the exchange. */
export class OrderDesk {
  readonly #options: OrderDeskOptions;

  constructor(options: OrderDeskOptions) {
    this.#options = options;
  }

  /** An order whose owner, signature and hash are right. @throws Refusal */
  prove(
    { order, owner, kind, postOnly }: OrderPayload,
    key: ApiKey,
  ): Omit<OrderSubmission, 'atMs'> {
    if (owner !== key.apiKey) {
      throw new Refusal(400, 'the order owner has to be the owner of the API KEY');
    }
    this.#checkParties(order, key);
    const token = this.#options.board.byToken(order.tokenId);
    if (token === null) throw new Refusal(404, 'No orderbook exists for the requested token id');
    const { market } = token.entry;
    const contract = contractOf(market);
    const isRight = (signer: string): boolean => signer === key.address;
    const signer = orderSigner(order, contract);
    if (signer === null || !isRight(signer)) {
      const isElsewhere = isSignedElsewhere(order, contract, isRight);
      throw isElsewhere ? new Refusal(400, 'order_version_mismatch') : invalidPayload();
    }
    return {
      hash: orderHash(order, contract),
      owner,
      maker: order.maker.toLowerCase(),
      signer: order.signer.toLowerCase(),
      signatureType: order.signatureType,
      market,
      outcome: token.outcome,
      side: order.side,
      makerAmount: Number(order.makerAmount),
      takerAmount: Number(order.takerAmount),
      kind,
      postOnly,
      expirationS: Number(order.expiration),
    };
  }

  /** @throws Refusal */
  submit(proven: Omit<OrderSubmission, 'atMs'>, atMs: number): OrderAnswer {
    const { exchange, channel } = this.#options;
    if (exchange.order(proven.hash) !== null) {
      throw new Refusal(400, `order ${proven.hash} is invalid. Duplicated.`);
    }
    const order = { ...proven, atMs };
    const answer = exchange.submit(order);
    if (answer.kind === 'taken') return accepted(proven.hash, answer);
    if (KILLED.some((text) => answer.text.startsWith(text))) {
      channel.onKilled(order, answer.text, atMs);
    }
    throw new Refusal(answer.status, answer.text);
  }

  /** The key speaks for the order's signer, and that one for its maker. */
  #checkParties({ maker, signer, signatureType }: SentOrder, key: ApiKey): void {
    const { wallets } = this.#options;
    const isWallet = signatureType === 3;
    const expected = isWallet ? wallets.funderOf(key.address, signatureType) : key.address;
    if (signer.toLowerCase() !== expected) {
      throw new Refusal(400, 'the order signer address has to be the address of the API KEY');
    }
    if (maker.toLowerCase() !== wallets.funderOf(key.address, signatureType)) {
      throw invalidPayload();
    }
  }
}

function accepted(
  hash: string,
  answer: Extract<SubmitAnswer, { readonly kind: 'taken' }>,
): OrderAnswer {
  return {
    success: true,
    errorMsg: '',
    orderID: hash,
    status: answer.status,
    makingAmount: answer.making === 0 ? '' : decimal(answer.making),
    takingAmount: answer.taking === 0 ? '' : decimal(answer.taking),
    transactionsHashes: answer.transactions,
    tradeIDs: answer.tradeIds,
  };
}

/** An order of a batch, or of a strange mood, that was not taken: 200 all the same. */
export function notTaken(errorMsg: string, isSuccess: boolean): OrderAnswer {
  return {
    success: isSuccess,
    errorMsg,
    orderID: '',
    status: '',
    makingAmount: '',
    takingAmount: '',
    transactionsHashes: [],
    tradeIDs: [],
  };
}

import type { ExchangeOrderKind } from '../../exchange/exchange.ts';
import { Refusal } from '../refusal.ts';
import type { SignatureType } from './wallet-addresses.ts';

/** The signed part of an order, as a client sends it. */
export interface SentOrder {
  readonly salt: number;
  readonly maker: string;
  readonly signer: string;
  readonly tokenId: string;
  readonly makerAmount: string;
  readonly takerAmount: string;
  readonly side: 'BUY' | 'SELL';
  readonly signatureType: SignatureType;
  readonly timestamp: string;
  /** Not signed. */
  readonly expiration: string;
  readonly metadata: string;
  readonly builder: string;
  readonly signature: string;
}

/** The body of `POST /order`. */
export interface OrderPayload {
  readonly order: SentOrder;
  /** Id of the API key. */
  readonly owner: string;
  readonly kind: ExchangeOrderKind;
  readonly postOnly: boolean;
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const BYTES32 = /^0x[0-9a-fA-F]{64}$/;
const HEX = /^0x(?:[0-9a-fA-F]{2})+$/;
const DIGITS = /^(?:0|[1-9]\d{0,77})$/;

const SHAPE: Readonly<Record<keyof SentOrder, (value: unknown) => boolean>> = {
  salt: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  maker: textLike(ADDRESS),
  signer: textLike(ADDRESS),
  tokenId: textLike(DIGITS),
  makerAmount: isAmount,
  takerAmount: isAmount,
  side: (value) => value === 'BUY' || value === 'SELL',
  signatureType: (value) => value === 0 || value === 1 || value === 2 || value === 3,
  timestamp: textLike(DIGITS),
  expiration: textLike(DIGITS),
  metadata: textLike(BYTES32),
  builder: textLike(BYTES32),
  signature: textLike(HEX),
};
const KINDS: readonly unknown[] = ['GTC', 'GTD', 'FOK', 'FAK'];

/** @throws Refusal */
export function orderPayload(raw: unknown): OrderPayload {
  const body = recordOf(raw);
  const order = recordOf(body['order']);
  // Orders of the first exchange have a nonce and no time.
  if ('nonce' in order && !('timestamp' in order)) {
    throw new Refusal(400, 'order_version_mismatch');
  }
  const { owner, orderType, postOnly = false, deferExec = false } = body;
  const isWhole =
    typeof owner === 'string' &&
    KINDS.includes(orderType) &&
    typeof postOnly === 'boolean' &&
    typeof deferExec === 'boolean' &&
    Object.entries(SHAPE).every(([name, isRight]) => isRight(order[name]));
  if (!isWhole) throw invalidPayload();
  const kind = orderType as ExchangeOrderKind;
  if (postOnly && (kind === 'FOK' || kind === 'FAK')) throw invalidPayload();
  return { order: order as unknown as SentOrder, owner, kind, postOnly };
}

export function invalidPayload(): Refusal {
  return new Refusal(400, 'Invalid order payload');
}

function recordOf(raw: unknown): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw invalidPayload();
  return raw as Readonly<Record<string, unknown>>;
}

function textLike(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function isAmount(value: unknown): boolean {
  return textLike(DIGITS)(value) && Number(value) > 0 && Number.isSafeInteger(Number(value));
}

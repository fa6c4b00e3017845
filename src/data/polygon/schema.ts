import { z } from 'zod';
import {
  type TokenId,
  tokenId,
  type WalletAddress,
  walletAddress,
} from '../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { type Money, money, type Quantity, quantity } from '../../engine/domain/values/money.ts';
import { atMsNumber, converted, transactionHash } from '../fields.ts';
import { EXCHANGES, ORDER_FILLED } from './exchanges.ts';

/** One order's part of a match, as an exchange contract logged it. */
export interface OrderFilled {
  readonly wallet: WalletAddress;
  readonly kind: 'buy' | 'sell';
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  /** Dollars without fees, at most one a share. */
  readonly notional: Money;
  readonly transaction: string;
  readonly blockHash: string;
  /** Its place among the logs of its block. */
  readonly logIndex: number;
  /** Of the block, where the node tells it. */
  readonly blockAtMs: AtMs | null;
  /** The block is no part of the chain any more. */
  readonly isRemoved: boolean;
}

/** `side, tokenId, makerAmountFilled, takerAmountFilled, fee, builder, metadata`. */
const DATA = /^0x[0-9a-fA-F]{448}$/;
const WORD_DIGITS = 64;
const ADDRESS_WORD = /^0x0{24}[0-9a-fA-F]{40}$/;
/** JSON-RPC writes numbers without zeros in front; 13 digits of hex are safe integers. */
const HEX_NUMBER = /^0x(?:0|[1-9a-fA-F][0-9a-fA-F]{0,12})$/;
const BUY = 0n;
const SELL = 1n;

interface Amounts {
  readonly kind: 'buy' | 'sell';
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  readonly notional: Money;
}

/** A maker who buys gives dollars and takes shares. */
function amountsOf(data: string): Amounts | null {
  if (!DATA.test(data)) return null;
  const word = (at: number): bigint => {
    const from = 2 + at * WORD_DIGITS;
    return BigInt(`0x${data.slice(from, from + WORD_DIGITS)}`);
  };
  const side = word(0);
  const token = tokenId(word(1).toString());
  if (token === null || (side !== BUY && side !== SELL)) return null;
  const [given, taken] = [word(2), word(3)];
  const [dollars, shares] = side === BUY ? [given, taken] : [taken, given];
  // More than a dollar a share is no price, and beyond safe integers is no amount.
  if (shares === 0n || shares > Number.MAX_SAFE_INTEGER || dollars > shares) return null;
  return {
    kind: side === BUY ? 'buy' : 'sell',
    tokenId: token,
    quantity: quantity(Number(shares)),
    notional: money(Number(dollars)),
  };
}

const exchange = converted(z.string(), 'an exchange contract', (raw) => {
  const address = raw.toLowerCase();
  return EXCHANGES.includes(address) ? address : null;
});
const orderFilled = converted(z.string(), 'OrderFilled', (raw) =>
  raw.toLowerCase() === ORDER_FILLED ? ORDER_FILLED : null,
);
const addressWord = converted(z.string(), 'an address in 32 bytes', (raw) =>
  ADDRESS_WORD.test(raw) ? walletAddress(`0x${raw.slice(-40)}`) : null,
);
const hexNumber = converted(z.string(), 'a number in hex', (raw) =>
  HEX_NUMBER.test(raw) ? Number(raw) : null,
);
const secondsHex = converted(z.string(), 'Unix seconds in hex', (raw) => {
  const atMs = HEX_NUMBER.test(raw) ? Number(raw) * SECOND_MS : null;
  return atMsNumber.safeParse(atMs).success ? atMs : null;
});

/** A log of `OrderFilled` in the shape of `eth_subscribe` and `eth_getLogs`. */
export const orderFilledSchema: z.ZodType<OrderFilled> = z
  .object({
    address: exchange,
    topics: z.tuple([orderFilled, transactionHash, addressWord, addressWord]),
    data: converted(z.string(), 'the data of OrderFilled', amountsOf),
    transactionHash,
    blockHash: transactionHash,
    logIndex: hexNumber,
    blockTimestamp: secondsHex.nullish(),
    removed: z.boolean().nullish(),
  })
  .transform((log) => ({
    ...log.data,
    wallet: log.topics[2],
    transaction: log.transactionHash,
    blockHash: log.blockHash,
    logIndex: log.logIndex,
    blockAtMs: log.blockTimestamp ?? null,
    isRemoved: log.removed ?? false,
  }));

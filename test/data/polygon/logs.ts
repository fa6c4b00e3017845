import { Interface, id, zeroPadValue } from 'ethers';
import type { Row } from '../../../src/data/parsed.ts';
import { EXCHANGES } from '../../../src/data/polygon/exchanges.ts';

export const SIGNATURE =
  'OrderFilled(bytes32,address,address,uint8,uint256,uint256,uint256,uint256,bytes32,bytes32)';

/** What the facts say of the event; ethers encodes and reads by it. */
export const ABI = new Interface([
  'event OrderFilled(bytes32 indexed orderHash,address indexed maker,address indexed taker,uint8 side,uint256 tokenId,uint256 makerAmountFilled,uint256 takerAmountFilled,uint256 fee,bytes32 builder,bytes32 metadata)',
]);

export const MAKER = `0x${'a1'.repeat(20)}`;
export const OTHER = `0x${'b2'.repeat(20)}`;
export const TOKEN =
  '58729438716212345678901234567890123456789012345678901234567890123456789012345';
export const MARKET = `0x${'6c'.repeat(32)}`;
/** 2026-09-21, whole seconds as blocks have. */
export const BLOCK_AT_MS = 1_790_000_002_000;

const ZERO = zeroPadValue('0x', 32);
export const word = (text: string) => id(text);

/** One fill, in the words of the contract. */
export interface Filled {
  readonly exchange: string;
  readonly maker: string;
  readonly taker: string;
  readonly side: number;
  readonly tokenId: string | bigint;
  readonly makerAmount: bigint;
  readonly takerAmount: bigint;
  readonly fee: bigint;
}

/** Where a node says that it stands. */
export interface Place {
  readonly transaction: string;
  readonly block: string;
  readonly logIndex: number;
  readonly order: string;
}

/** 10 shares bought for $5.20. */
export const FILLED: Filled = {
  exchange: EXCHANGES[0] ?? '',
  maker: MAKER,
  taker: OTHER,
  side: 0,
  tokenId: TOKEN,
  makerAmount: 5_200_000n,
  takerAmount: 10_000_000n,
  fee: 0n,
};

export const PLACE: Place = { transaction: 'tx', block: 'block', logIndex: 7, order: 'order' };

/** A log as a node of the chain sends it. */
export function logOf(
  filled: Partial<Filled> = {},
  place: Partial<Place> = {},
  more: Row = {},
): Row {
  const { exchange, maker, taker, side, tokenId, makerAmount, takerAmount, fee } = {
    ...FILLED,
    ...filled,
  };
  const { transaction, block, logIndex, order } = { ...PLACE, ...place };
  const { data, topics } = ABI.encodeEventLog('OrderFilled', [
    word(order),
    maker,
    taker,
    side,
    tokenId,
    makerAmount,
    takerAmount,
    fee,
    ZERO,
    ZERO,
  ]);
  return {
    address: exchange,
    topics,
    data,
    blockNumber: '0x4d5e6f7',
    transactionHash: word(transaction),
    transactionIndex: '0x2b',
    blockHash: word(block),
    blockTimestamp: `0x${(BLOCK_AT_MS / 1_000).toString(16)}`,
    logIndex: `0x${logIndex.toString(16)}`,
    removed: false,
    ...more,
  };
}

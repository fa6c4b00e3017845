import type { Blocks } from './blocks.ts';
import { CHAIN_ID, ZERO_ADDRESS, ZERO_WORD } from './contract-addresses.ts';
import {
  BASE_FEE_WEI,
  type MinedTransaction,
  type PlacedLog,
  type SentTransaction,
} from './transaction.ts';

const BLOOM = `0x${'0'.repeat(512)}`;
const BLOCK_GAS_LIMIT = 45_000_000;
const SECOND_MS = 1_000;

/** A number as JSON-RPC writes it. */
export function hexOf(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** A mined log in the shape of receipts and `eth_getLogs`. */
export function logShape(log: PlacedLog, { sent, block, index }: MinedTransaction, blocks: Blocks) {
  return {
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: hexOf(block),
    blockHash: blocks.hash(block),
    blockTimestamp: hexOf(Math.floor(blocks.atMs(block) / SECOND_MS)),
    transactionHash: sent.hash,
    transactionIndex: hexOf(index),
    logIndex: hexOf(log.logIndex),
    removed: false,
  };
}

export function receiptShape(mined: MinedTransaction, blocks: Blocks) {
  const { sent, block, index, gasUsed, gasPriceWei, succeeded } = mined;
  return {
    transactionHash: sent.hash,
    transactionIndex: hexOf(index),
    blockNumber: hexOf(block),
    blockHash: blocks.hash(block),
    from: sent.from,
    to: sent.to,
    contractAddress: null,
    cumulativeGasUsed: hexOf(gasUsed),
    gasUsed: hexOf(gasUsed),
    effectiveGasPrice: hexOf(gasPriceWei),
    logs: mined.logs.map((log) => logShape(log, mined, blocks)),
    logsBloom: BLOOM,
    status: succeeded ? '0x1' : '0x0',
    type: hexOf(sent.type),
  };
}

/** One that waits has no block. */
export function transactionShape(
  sent: SentTransaction,
  mined: MinedTransaction | null,
  blocks: Blocks,
) {
  const { r, s, yParity } = sent.signature;
  const fees = {
    gasPrice: hexOf(mined?.gasPriceWei ?? sent.maxFeePerGas),
    maxFeePerGas: hexOf(sent.maxFeePerGas),
    maxPriorityFeePerGas: hexOf(sent.maxPriorityFeePerGas),
  };
  return {
    hash: sent.hash,
    type: hexOf(sent.type),
    chainId: hexOf(CHAIN_ID),
    from: sent.from,
    to: sent.to,
    nonce: hexOf(sent.nonce),
    input: sent.input,
    value: hexOf(sent.value),
    gas: hexOf(sent.gasLimit),
    ...(sent.type === 0 ? { gasPrice: fees.gasPrice } : { ...fees, accessList: [] }),
    ...{ r, s, v: hexOf(yParity), yParity: hexOf(yParity) },
    blockNumber: mined === null ? null : hexOf(mined.block),
    blockHash: mined === null ? null : blocks.hash(mined.block),
    transactionIndex: mined === null ? null : hexOf(mined.index),
  };
}

export function blockShape(
  number: number,
  blocks: Blocks,
  of: { readonly transactions: readonly MinedTransaction[]; readonly isFull: boolean },
) {
  const { transactions, isFull } = of;
  const gasUsed = transactions.reduce((sum, mined) => sum + mined.gasUsed, 0n);
  return {
    number: hexOf(number),
    hash: blocks.hash(number),
    parentHash: blocks.hash(number - 1),
    timestamp: hexOf(Math.floor(blocks.atMs(number) / SECOND_MS)),
    nonce: '0x0000000000000000',
    difficulty: '0x1',
    gasLimit: hexOf(BLOCK_GAS_LIMIT),
    gasUsed: hexOf(gasUsed),
    baseFeePerGas: hexOf(BASE_FEE_WEI),
    miner: ZERO_ADDRESS,
    extraData: '0x',
    logsBloom: BLOOM,
    mixHash: ZERO_WORD,
    sha3Uncles: ZERO_WORD,
    stateRoot: ZERO_WORD,
    receiptsRoot: ZERO_WORD,
    transactionsRoot: ZERO_WORD,
    size: '0x220',
    uncles: [],
    transactions: transactions.map((mined) =>
      isFull ? transactionShape(mined.sent, mined, blocks) : mined.sent.hash,
    ),
  };
}

import type { SimClock } from '../wire/clock.ts';
import type { Chain } from './chain.ts';
import type { Call } from './contract.ts';
import { CHAIN_ID, contractAt } from './contract-addresses.ts';
import { readLogFilter } from './log-filter.ts';
import type { Execution } from './machine.ts';
import { Revert } from './revert.ts';
import {
  addressParam,
  blockParam,
  bytesParam,
  callParam,
  checkState,
  hashParam,
  type Params,
} from './rpc-params.ts';
import { badParams, RPC_CODES, RpcProblem } from './rpc-problem.ts';
import { blockShape, hexOf, logShape, receiptShape, transactionShape } from './rpc-shapes.ts';
import { BASE_FEE_WEI, TIP_WEI } from './transaction.ts';

/** What stands at a contract; nobody runs it. */
const CONTRACT_CODE = '0x60806040';
/** A minimal proxy, as wallets are. */
const WALLET_CODE = '0x363d3d373d3d3d363d';
const NO_CODE = '0x';
/** An estimate has room, as those of nodes have. */
const ESTIMATE_PERCENT = 120n;
const PERCENT = 100n;
const FEE_BLOCKS_MAX = 1_024;

/** @throws RpcProblem */
export type RpcMethod = (params: Params) => unknown;

/** The questions of Polygon that a client of this venue asks; others are not served. */
export function rpcMethods(chain: Chain, clock: SimClock): Readonly<Record<string, RpcMethod>> {
  return { ...headMethods(chain), ...stateMethods(chain), ...transactionMethods(chain, clock) };
}

function headMethods(chain: Chain): Readonly<Record<string, RpcMethod>> {
  const { blocks } = chain;
  const blockAt = (number: number, isFull: unknown) => {
    if (number > blocks.number || number < 0) return null;
    const transactions = chain.minedBetween(number, number);
    return blockShape(number, blocks, { transactions, isFull: isFull === true });
  };
  return {
    eth_chainId: () => hexOf(CHAIN_ID),
    net_version: () => String(CHAIN_ID),
    web3_clientVersion: () => 'polymind-sim/1',
    eth_blockNumber: () => hexOf(blocks.number),
    eth_getBlockByNumber: ([tag, isFull]) => blockAt(blockParam(tag, blocks.number), isFull),
    eth_getBlockByHash: ([hash, isFull]) => {
      const number = recentBlock(chain, hashParam(hash));
      return number === null ? null : blockAt(number, isFull);
    },
    eth_gasPrice: () => hexOf(BASE_FEE_WEI + TIP_WEI),
    eth_maxPriorityFeePerGas: () => hexOf(TIP_WEI),
    eth_feeHistory: ([count, newest, percentiles]) => {
      const wanted = Math.min(FEE_BLOCKS_MAX, blockParam(count, 1));
      const rewards = Array.isArray(percentiles) ? percentiles.map(() => hexOf(TIP_WEI)) : [];
      const oldest = blockParam(newest, blocks.number) - wanted + 1;
      return {
        oldestBlock: hexOf(Math.max(0, oldest)),
        baseFeePerGas: Array.from({ length: wanted + 1 }, () => hexOf(BASE_FEE_WEI)),
        gasUsedRatio: Array.from({ length: wanted }, () => 0.5),
        ...(rewards.length === 0 ? {} : { reward: Array.from({ length: wanted }, () => rewards) }),
      };
    },
    eth_getLogs: ([filter]) => {
      const read = readLogFilter(filter, {
        latest: blocks.number,
        blockOf: (hash) => recentBlock(chain, hash),
      });
      return chain
        .minedBetween(read.fromBlock, read.toBlock)
        .flatMap((mined) =>
          mined.logs.filter(read.matches).map((log) => logShape(log, mined, blocks)),
        );
    },
  };
}

function stateMethods(chain: Chain): Readonly<Record<string, RpcMethod>> {
  const { blocks, machine } = chain;
  const read = <Answer>(tag: unknown, answer: Answer): Answer => {
    checkState(tag, blocks.number);
    return answer;
  };
  return {
    eth_call: ([call, tag]) => read(tag, run(chain, callParam(call)).output),
    eth_estimateGas: ([call]) => {
      const asked = callParam(call);
      const { gas } = run(chain, asked);
      // Plain money needs no room.
      const isPlain = asked.data === '0x' && !chain.hasCode(asked.to);
      return hexOf(isPlain ? machine.plainGas : (BigInt(gas) * ESTIMATE_PERCENT) / PERCENT);
    },
    eth_getBalance: ([address, tag]) => read(tag, hexOf(chain.polOf(addressParam(address)))),
    eth_getCode: ([address, tag]) => {
      const of = addressParam(address);
      if (contractAt(of) !== null) return read(tag, CONTRACT_CODE);
      return read(tag, chain.wallets.isDeployed(of) ? WALLET_CODE : NO_CODE);
    },
    eth_getTransactionCount: ([address, tag]) => {
      const of = addressParam(address);
      return read(tag, hexOf(tag === 'pending' ? chain.pendingNonceOf(of) : chain.nonceOf(of)));
    },
  };
}

function transactionMethods(chain: Chain, clock: SimClock): Readonly<Record<string, RpcMethod>> {
  const { blocks } = chain;
  return {
    eth_sendRawTransaction: ([raw]) => chain.send(bytesParam(raw)),
    eth_getTransactionReceipt: ([hash]) => {
      const mined = chain.mined(hashParam(hash));
      if (mined === null || mined.receiptAtMs > clock.nowMs()) return null;
      return receiptShape(mined, blocks);
    },
    eth_getTransactionByHash: ([hash]) => {
      const mined = chain.mined(hashParam(hash));
      const sent = mined?.sent ?? chain.waiting(hashParam(hash));
      return sent === null ? null : transactionShape(sent, mined, blocks);
    },
  };
}

function run({ machine }: Chain, call: Call): Execution {
  try {
    return machine.call(call);
  } catch (error) {
    if (error instanceof Revert)
      throw new RpcProblem(RPC_CODES.reverted, error.message, error.data);
    throw error;
  }
}

/** How far back a hash of a block is looked for. */
const HASHES_KEPT = 256;

function recentBlock({ blocks }: Chain, hash: string): number | null {
  for (let back = 0; back < HASHES_KEPT; back += 1) {
    const number = blocks.number - back;
    if (blocks.hash(number) === hash) return number;
  }
  return null;
}

/** @throws RpcProblem for a method that is not served */
export function methodOf(methods: Readonly<Record<string, RpcMethod>>, name: string): RpcMethod {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method !== undefined) return method;
  throw new RpcProblem(RPC_CODES.noMethod, `the method ${name} does not exist/is not available`);
}

/** @throws RpcProblem */
export function paramsOf(value: unknown): Params {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw badParams('params are expected in a list');
}

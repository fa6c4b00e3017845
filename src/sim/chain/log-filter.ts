import { addressParam, blockParam, hashParam, isFields } from './rpc-params.ts';
import { badParams } from './rpc-problem.ts';
import type { PlacedLog } from './transaction.ts';

/** Topics of one log. */
const TOPICS_MAX = 4;
/** Blocks of one question. */
const BLOCKS_MAX = 10_000;

export interface LogFilter {
  readonly fromBlock: number;
  readonly toBlock: number;
  matches(log: PlacedLog): boolean;
}

/** Reads the filter of `eth_getLogs`. @throws RpcProblem */
export function readLogFilter(
  value: unknown,
  of: { readonly latest: number; readonly blockOf: (hash: string) => number | null },
): LogFilter {
  if (!isFields(value)) throw badParams('a filter is expected');
  const [fromBlock, toBlock] = rangeOf(value, of);
  const addresses = listOf(value['address'], addressParam);
  const raw = value['topics'] ?? [];
  if (!Array.isArray(raw) || raw.length > TOPICS_MAX)
    throw badParams('up to 4 topics are expected');
  const topics = raw.map((each) => listOf(each, hashParam));
  return {
    fromBlock,
    toBlock,
    matches: (log) =>
      (addresses === null || addresses.includes(log.address)) &&
      topics.every((wanted, at) => wanted === null || wanted.includes(log.topics[at] ?? '')),
  };
}

function rangeOf(
  value: Readonly<Record<string, unknown>>,
  of: { readonly latest: number; readonly blockOf: (hash: string) => number | null },
): readonly [number, number] {
  if (value['blockHash'] !== undefined) {
    const block = of.blockOf(hashParam(value['blockHash']));
    if (block === null) throw badParams('unknown block');
    return [block, block];
  }
  const fromBlock = blockParam(value['fromBlock'], of.latest);
  const toBlock = blockParam(value['toBlock'], of.latest);
  if (toBlock < fromBlock) throw badParams('invalid block range params');
  if (toBlock - fromBlock > BLOCKS_MAX) throw badParams(`block range over ${BLOCKS_MAX} blocks`);
  return [fromBlock, toBlock];
}

/** One, any of a list, or `null` for whatever there is. */
function listOf(value: unknown, read: (one: unknown) => string): readonly string[] | null {
  if (value === undefined || value === null) return null;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length === 0 ? null : list.map(read);
}

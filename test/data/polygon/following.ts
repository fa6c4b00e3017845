import { expect, onTestFinished, vi } from 'vitest';
import {
  LogStream,
  type LogStreamOptions,
  type PolygonFrame,
} from '../../../src/data/polygon/log-stream.ts';
import { SYSTEM_SOCKETS } from '../../../src/data/socket/system-sockets.ts';
import type { MarketId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import { VirtualSockets } from '../socket/virtual-sockets.ts';
import { MARKET } from './logs.ts';
import { PolygonNode } from './polygon-node.ts';

export const PATIENCE = { timeout: 120_000, interval: 2 };
export const wallet = (text: string) => text as WalletAddress;
/** As a filter of topics names it. */
export const makerWord = (text: string) => `0x${'0'.repeat(24)}${text.slice(2)}`;
/** The `nth` of many wallets. */
export const manyWallet = (nth: number) => wallet(`0x${(nth + 1).toString(16).padStart(40, '0')}`);

/** A stream that follows wallets at a node of the test; only the sockets are real. */
export async function following(
  wallets: readonly string[],
  marketOf: LogStreamOptions['marketOf'] = () => Promise.resolve(MARKET as MarketId),
) {
  const node = await PolygonNode.start();
  const runtime = new VirtualSockets(SYSTEM_SOCKETS.connect);
  const frames: PolygonFrame[] = [];
  const options = { url: node.url, marketOf, onFrame: (one: PolygonFrame) => frames.push(one) };
  const stream = new LogStream(options, runtime);
  onTestFinished(async () => {
    await stream.close();
    expect(runtime.pending).toBe(0);
    expect(node.violations).toEqual([]);
    await node.stop();
  });
  for (const one of wallets) stream.follow(wallet(one));
  const until = (look: () => void) => vi.waitFor(look, PATIENCE);
  return { node, runtime, stream, frames, until };
}

/** The same, once the node has given all that is wanted. */
export async function subscribed(
  wallets: readonly string[],
  marketOf?: LogStreamOptions['marketOf'],
) {
  const all = await following(wallets, marketOf);
  all.stream.start();
  await all.until(() => {
    expect(all.node.blocks).toBe(1);
    expect(all.node.lists.flat()).toHaveLength(wallets.length);
    expect(all.stream.snapshot().subscriptions).toBe(all.node.lists.length);
  });
  return all;
}

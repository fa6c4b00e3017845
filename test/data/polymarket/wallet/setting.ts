import { onTestFinished } from 'vitest';
import { type HttpRuntime, SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import { PolygonRpc } from '../../../../src/data/polygon/rpc/polygon-rpc.ts';
import type {
  TradingAccount,
  WalletKind,
} from '../../../../src/data/polymarket/order/trading-account.ts';
import { Relayer } from '../../../../src/data/polymarket/wallet/relayer.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { RpcNode } from '../../../servers/polygon/rpc-node.ts';
import { KEY, WALLETS } from './guarded-signer.ts';
import { API_KEY, RelayerDouble } from './relayer-double.ts';

export const NOW_MS = 1_795_000_000_000;
/** How long an answer of the network may take; every shorter wait is one of ours. */
const ANSWER_MS = 10_000;
export const NODE_KEY = 'pk-canary-of-a-node';

export interface TestRuntime extends HttpRuntime {
  /** Every answer that is waited for takes too long. */
  expire(): void;
  /** What our own waits add up to. */
  readonly passedMs: () => number;
}

/** Our own waits pass at once; the network is real, and slow when the test says so. */
export function quickRuntime(): TestRuntime {
  let passedMs = 0;
  const expiries = new Set<() => void>();
  return {
    ...SYSTEM_RUNTIME,
    nowMs: () => NOW_MS + passedMs,
    monotonicMs: () => passedMs,
    passedMs: () => passedMs,
    sleep: async (ms, signal) => {
      if (ms < ANSWER_MS) {
        passedMs += ms;
        return;
      }
      await new Promise<void>((resolve) => {
        expiries.add(resolve);
        if (signal?.aborted === true) resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    expire: () => {
      for (const resolve of expiries) resolve();
      expiries.clear();
    },
  };
}

export async function chain(runtime: TestRuntime = quickRuntime()) {
  const double = await RpcNode.start(`/v2/${NODE_KEY}`);
  onTestFinished(() => double.stop());
  return { double, node: new PolygonRpc(double.url, runtime), runtime };
}

export async function relayers(runtime: TestRuntime = quickRuntime(), apiKey = API_KEY) {
  const double = await RelayerDouble.start();
  onTestFinished(() => double.stop());
  const options = { url: double.server.url, apiKey, address: KEY.toLowerCase() };
  return { double, relayer: new Relayer(options, runtime), runtime };
}

export function accountOf(wallet: WalletKind): TradingAccount {
  const key = KEY.toLowerCase() as WalletAddress;
  return { chainId: 137, wallet, key, funder: WALLETS[wallet] };
}

import { keccak256, Wallet } from 'ethers';
import { onTestFinished } from 'vitest';
import { SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import { RPC_TIMEOUT_MS } from '../../../../src/data/polygon/rpc/json-rpc-http.ts';
import { PolygonRpc } from '../../../../src/data/polygon/rpc/polygon-rpc.ts';
import { approvalCall } from '../../../../src/data/polygon/rpc/token-calls.ts';
import {
  POLYMARKET_APPROVALS,
  type PolymarketApproval,
} from '../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { RpcNode } from '../../../servers/polygon/rpc-node.ts';

export const GWEI = 1_000_000_000n;
export const NODE_KEY = 'pk-3f9c2a7714bd4e';
export const WALLET = new Wallet(`0x${'6b1d40c7'.repeat(8)}`);

/** Time that passes when somebody waits for it; only the limit of an answer is real, as the network is. */
function impatient() {
  let passedMs = 0;
  return {
    ...SYSTEM_RUNTIME,
    monotonicMs: () => passedMs,
    sleep: async (ms: number, signal?: AbortSignal) => {
      if (ms === RPC_TIMEOUT_MS) return await SYSTEM_RUNTIME.sleep(ms, signal);
      passedMs += ms;
    },
  };
}

export async function node() {
  const double = await RpcNode.start(`/v2/${NODE_KEY}`);
  onTestFinished(() => double.stop());
  return { double, rpc: new PolygonRpc(double.url, impatient()) };
}

export async function signed(more: object = {}) {
  const raw = await WALLET.signTransaction({
    type: 2,
    chainId: 137,
    nonce: 0,
    ...approvalCall(POLYMARKET_APPROVALS[0] as PolymarketApproval, 'set'),
    gasLimit: 120_000n,
    maxFeePerGas: 100n * GWEI,
    maxPriorityFeePerGas: 31n * GWEI,
    ...more,
  });
  return { raw, hash: keccak256(raw) };
}

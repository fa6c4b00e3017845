import { POLYMARKET_CONTRACTS } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { PolygonRpc } from './polygon-rpc.ts';
import { dollarsIn } from './token-calls.ts';

/** What an address has. */
export interface Holdings {
  /** Micro-dollars. */
  readonly pusd: bigint;
  /** Micro-dollars of bridged USDC, which pUSD is made of. */
  readonly usdce: bigint;
  /** Wei. */
  readonly pol: bigint;
  /** A wallet contract is there; an address of a key has none. */
  readonly isContract: boolean;
}

const NO_CODE = '0x';

/** @throws RpcError */
export async function holdingsOf(rpc: PolygonRpc, address: string): Promise<Holdings> {
  const [pusd, usdce, pol, code] = await Promise.all([
    dollarsIn(rpc, address),
    dollarsIn(rpc, address, POLYMARKET_CONTRACTS.usdce),
    rpc.balance(address),
    rpc.code(address),
  ]);
  return { pusd, usdce, pol, isContract: code !== NO_CODE };
}

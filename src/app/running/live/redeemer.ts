import { SYSTEM_RUNTIME } from '../../../data/http/runtime.ts';
import { PolygonRpc } from '../../../data/polygon/rpc/polygon-rpc.ts';
import { PolymarketRedeemer } from '../../../data/polymarket/wallet/polymarket-redeemer.ts';
import { Relayer } from '../../../data/polymarket/wallet/relayer.ts';
import { walletCallsOf } from '../../../data/polymarket/wallet/wallet-calls-of.ts';
import type { Redeemer } from '../../../engine/ports.ts';
import type { TradingKey } from './trading-key.ts';

/** The ways to the chain. What is missing is said when something is to be redeemed. */
export interface ChainWays {
  readonly rpcUrl: string | null;
  readonly relayerUrl: string | null;
  readonly relayerKey: string | null;
}

/** What turns won shares of the account into dollars. */
export function redeemerOf(key: TradingKey, ways: ChainWays): PolymarketRedeemer {
  const { account, signer } = key;
  const { rpcUrl, relayerUrl, relayerKey } = ways;
  const node = rpcUrl === null ? null : new PolygonRpc(rpcUrl, SYSTEM_RUNTIME);
  const of = { apiKey: relayerKey, address: account.key };
  const relayer =
    relayerUrl === null ? null : new Relayer({ url: relayerUrl, ...of }, SYSTEM_RUNTIME);
  const calls = walletCallsOf({ account, signer, rpc: node, relayer }, SYSTEM_RUNTIME);
  return new PolymarketRedeemer({ funder: account.funder, calls, node });
}

/** Begins nothing while another program may lead. */
export function ledBy(redeemer: Redeemer, notLeading: () => string | null): Redeemer {
  return {
    ledger: redeemer.ledger,
    async redeem(redemption) {
      const why = notLeading();
      if (why !== null) return { kind: 'failed', transaction: null, why };
      return await redeemer.redeem(redemption);
    },
  };
}

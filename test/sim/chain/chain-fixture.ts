import { JsonRpcProvider, Network, Wallet } from 'ethers';
import { onTestFinished } from 'vitest';
import { accountsOf, type SimAccount } from '../../../src/sim/accounts.ts';
import type { SimChain } from '../../../src/sim/chain/sim-chain.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { ScriptedMarket, ScriptedVenue } from '../wire/scripted-venue.ts';
import { PlainExchange } from '../wire/trading/plain-exchange.ts';

/** Blocks come fast, so that nobody waits for them. */
export const BLOCK_MS = 25;
export const DOLLAR = 1_000_000;
const TIMES = { blockMs: BLOCK_MS, executedMs: [1, 5], confirmedMs: [1, 5] } as const;
const POLYGON = 137;

/** One account of each kind of wallet. */
export const ACCOUNTS = accountsOf('chain', 4) as [SimAccount, SimAccount, SimAccount, SimAccount];

export interface ChainFixture {
  readonly sim: PolymarketSim;
  readonly chain: SimChain;
  readonly exchange: PlainExchange;
  /** A market of each contract: standard, neg-risk, Protocol V2. */
  readonly markets: readonly [ScriptedMarket, ScriptedMarket, ScriptedMarket];
}

/** A simulator on the real clock whose markets obey the test, with funded accounts. */
export async function startChain(): Promise<ChainFixture> {
  const markets = [
    new ScriptedMarket(0),
    new ScriptedMarket(1, { negRisk: true }),
    new ScriptedMarket(2, { version: 'v2' }),
  ] as const;
  const exchange = new PlainExchange();
  const venue = Object.assign(new ScriptedVenue(markets), { exchange });
  const sim = await startPolymarketSim({ venue, chainTimes: TIMES });
  onTestFinished(() => sim.close());
  const { chain } = sim;
  if (chain === null) throw new Error('the chain is not served');
  for (const account of ACCOUNTS) {
    exchange.fund(account.funder, { dollars: 100 * DOLLAR });
    chain.know(account);
  }
  return { sim, chain, exchange, markets };
}

/** The node as ethers asks it. */
export function providerOf({ sim }: Pick<ChainFixture, 'sim'>): JsonRpcProvider {
  // The one that ethers has by this number asks a gas station on the internet.
  const network = new Network('simulated', POLYGON);
  // It would remember answers for longer than blocks take here.
  const options = { staticNetwork: network, pollingInterval: BLOCK_MS, cacheTimeout: -1 };
  const provider = new JsonRpcProvider(sim.urls.rpcUrl ?? '', network, options);
  onTestFinished(() => provider.destroy());
  return provider;
}

export function signerOf(fixture: Pick<ChainFixture, 'sim'>, account: SimAccount): Wallet {
  return new Wallet(account.privateKey, providerOf(fixture));
}

/** Shares of both outcomes. */
export function give(
  { exchange }: Pick<ChainFixture, 'exchange'>,
  owner: string,
  of: { readonly market: ScriptedMarket; readonly shares: readonly [number, number] },
): void {
  for (const [outcome, shares] of of.shares.entries()) {
    const tokenId = of.market.tokenIds[outcome as 0 | 1];
    exchange.chainAccounts.settle({
      movements: [{ address: owner.toLowerCase(), asset: tokenId, amount: shares }],
      ...{ allowances: [], rows: [], atMs: 0 },
    });
  }
}

import type { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import { type AllowanceNow, allowanceNow } from '../../data/polygon/rpc/token-calls.ts';
import {
  type ApprovedToken,
  POLYGON_CHAIN_ID,
  POLYMARKET_APPROVALS,
  type PolymarketApproval,
  type PolymarketContract,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import { pusd } from './amounts.ts';

/** An allowance that somebody meant to be without end; some tokens count down from the largest. */
const ENDLESS_MIN = 1n << 128n;

/** An allowance of the table and what it is now; `null` when it was not read. */
export interface Standing {
  readonly approval: PolymarketApproval;
  readonly now: AllowanceNow | null;
}

export const TOKEN_WORDS: Readonly<Record<ApprovedToken, string>> = {
  pusd: 'pUSD',
  usdce: 'USDC.e',
  conditionalTokens: 'v1 shares',
  positionManager: 'v2 shares',
};

const CONTRACT_WORDS: Readonly<Partial<Record<PolymarketContract, string>>> = {
  exchange: 'CTF Exchange',
  negRiskExchange: 'NegRisk Exchange',
  exchangeV3: 'Exchange V3',
  collateralAdapter: 'collateral adapter',
  negRiskCollateralAdapter: 'NegRisk collateral adapter',
  negRiskAdapter: 'NegRisk adapter',
  router: 'Router',
  collateralOnramp: 'collateral onramp',
};

export function spenderWords({ spender }: PolymarketApproval): string {
  return CONTRACT_WORDS[spender] ?? spender;
}

/** What stands when nothing can be read. */
export function unreadStandings(): readonly Standing[] {
  return POLYMARKET_APPROVALS.map((approval) => ({ approval, now: null }));
}

/** @throws RpcError */
export async function readStandings(rpc: PolygonRpc, wallet: string): Promise<Standing[]> {
  const standings: Standing[] = [];
  for (const approval of POLYMARKET_APPROVALS) {
    standings.push({ approval, now: await allowanceNow(rpc, wallet, approval) });
  }
  return standings;
}

/** The addresses are of one chain: on another one they belong to anybody. @throws RpcError */
export async function requirePolygon(rpc: PolygonRpc): Promise<void> {
  const chainId = await rpc.chainId();
  if (chainId === POLYGON_CHAIN_ID) return;
  throw new RpcError(
    'rejected',
    'eth_chainId',
    `it is of chain ${chainId}, and Polygon is ${POLYGON_CHAIN_ID}: POLYGON_RPC_URL names another`,
  );
}

/** How much is allowed: nothing, some dollars, or without end. */
export function extentOf(now: AllowanceNow): 'none' | 'limited' | 'endless' {
  if (now.kind === 'shares') return now.all ? 'endless' : 'none';
  if (now.micros === 0n) return 'none';
  return now.micros >= ENDLESS_MIN ? 'endless' : 'limited';
}

/** For a person. */
export function nowWords(now: AllowanceNow | null): string {
  if (now === null) return 'not read';
  switch (extentOf(now)) {
    case 'none':
      return 'none';
    case 'endless':
      return now.kind === 'shares' ? 'all' : 'unlimited';
    case 'limited':
      return now.kind === 'dollars' ? pusd(now.micros) : 'some';
  }
}

/** Needed for trading, and not there. */
export function isMissing({ approval, now }: Standing): boolean {
  return approval.isNeeded && now !== null && extentOf(now) === 'none';
}

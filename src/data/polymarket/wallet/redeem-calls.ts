import { Interface, ZeroHash } from 'ethers';
import type { TokenId } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { Redemption } from '../../../engine/domain/redemption.ts';
import {
  POLYMARKET_CALLS,
  POLYMARKET_CONTRACTS,
  type PolymarketContract,
} from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { WalletCall } from './wallet-calls.ts';

const CALLS = new Interface([
  POLYMARKET_CALLS.redeemPositions,
  POLYMARKET_CALLS.mergePositions,
  POLYMARKET_CALLS.redeem,
  POLYMARKET_CALLS.merge,
]);

const CONDITION = /^0x[0-9a-f]{64}$/;
/** Yes and no, as sets of one outcome each. */
const BOTH_OUTCOMES = [1n, 2n];
/** The last byte of a position of v2 is its outcome, 0 or 1; what is before it is its condition. */
const OUTCOME_BITS = 8n;
const OUTCOME_MASK = 0xffn;
const CONDITION_31_DIGITS = 62;

/** Shares that the wallet has; `null` where nobody could look. */
export type Held = ReadonlyMap<TokenId, bigint> | null;

/** The contract that has the shares of a market, and the one that turns them into dollars. */
export interface RedeemContracts {
  readonly shares: 'conditionalTokens' | 'positionManager';
  /** It has to be allowed to move the shares. */
  readonly payer: Extract<
    PolymarketContract,
    'collateralAdapter' | 'negRiskCollateralAdapter' | 'router'
  >;
}

export function contractsOf({ version, negRisk }: Market): RedeemContracts {
  if (version === 'v2') return { shares: 'positionManager', payer: 'router' };
  const payer = negRisk ? 'negRiskCollateralAdapter' : 'collateralAdapter';
  return { shares: 'conditionalTokens', payer };
}

/**
 * The calls that carry a redemption out, as `@polymarket/client` 0.2.0 makes them; a text says why
 * there are none. With v2 only outcomes that pay are asked for, each by its amount; v1 takes
 * whatever the wallet has.
 */
export function redeemCalls(redemption: Redemption, held: Held): readonly WalletCall[] | string {
  const { market } = redemption;
  if (!CONDITION.test(market.id)) return `${market.id} is no condition of the chain`;
  const to = POLYMARKET_CONTRACTS[contractsOf(market).payer];
  if (redemption.kind === 'merge') return mergeCalls(redemption, to);
  if (market.version === 'v2') return routerCalls(redemption, { to, held });
  const args = [POLYMARKET_CONTRACTS.pusd, ZeroHash, market.id, BOTH_OUTCOMES];
  return [{ to, data: CALLS.encodeFunctionData('redeemPositions', args) }];
}

function mergeCalls(
  { market, quantity }: Extract<Redemption, { kind: 'merge' }>,
  to: string,
): readonly WalletCall[] | string {
  if (quantity <= 0) return 'there is nothing to merge';
  if (market.version === 'v1') {
    const args = [POLYMARKET_CONTRACTS.pusd, ZeroHash, market.id, BOTH_OUTCOMES, quantity];
    return [{ to, data: CALLS.encodeFunctionData('mergePositions', args) }];
  }
  const condition = conditionOf(market);
  if (condition === null) return notOne(market);
  return [{ to, data: CALLS.encodeFunctionData('merge', [condition, quantity]) }];
}

function routerCalls(
  { market, claims }: Extract<Redemption, { kind: 'redeem' }>,
  { to, held }: { readonly to: string; readonly held: Held },
): readonly WalletCall[] | string {
  const condition = conditionOf(market);
  if (condition === null) return notOne(market);
  const calls: WalletCall[] = [];
  for (const { tokenId, quantity, payout } of claims) {
    const place = placeOf(tokenId);
    if (place.condition !== condition) return `${tokenId} is no outcome of ${market.id}`;
    const amount = held === null ? BigInt(quantity) : (held.get(tokenId) ?? 0n);
    if (payout === 0 || amount === 0n) continue;
    const data = CALLS.encodeFunctionData('redeem', [condition, place.outcome, amount]);
    calls.push({ to, data });
  }
  return calls.length > 0 ? calls : 'no share there pays anything';
}

function notOne({ id }: Market): string {
  return `the outcomes of ${id} are not those of one condition of v2`;
}

/**
 * The condition that the positions themselves name, which is what the contract burns; `null` when
 * they are not two outcomes of one.
 */
function conditionOf({ outcomes }: Market): string | null {
  const places = outcomes.map(({ tokenId }) => placeOf(tokenId));
  const [first, second, ...more] = places;
  if (first === undefined || second === undefined || more.length > 0) return null;
  const isPair = first.condition === second.condition && first.outcome + second.outcome === 1n;
  return isPair ? first.condition : null;
}

function placeOf(tokenId: TokenId): { readonly condition: string; readonly outcome: bigint } {
  const bits = BigInt(tokenId);
  const digits = (bits >> OUTCOME_BITS).toString(16).padStart(CONDITION_31_DIGITS, '0');
  return { condition: `0x${digits}`, outcome: bits & OUTCOME_MASK };
}

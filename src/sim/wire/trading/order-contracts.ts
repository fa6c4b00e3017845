import { TypedDataEncoder } from 'ethers';
import type { AllowedToken } from '../../exchange/allowances.ts';
import type { VenueMarket } from '../../venue/venue.ts';

/** Polygon, the chain of this venue. */
export const CHAIN_ID = 137;

/** A contract that settles orders, with the domain that they are signed under. */
export interface OrderContract {
  readonly domain: {
    readonly name: string;
    readonly version: '2' | '3';
    readonly chainId: number;
    readonly verifyingContract: string;
  };
  readonly separator: string;
}

const STANDARD = contractAt('0xE111180000d2663C0091e4f400237545B87B996B', '2');
const NEG_RISK = contractAt('0xe2222d279d744050d28e00520010520000310F59', '2');
/** Markets of Protocol V2, binary and neg-risk alike. */
const POSITIONS = contractAt('0xe3333700cA9d93003F00f0F71f8515005F6c00Aa', '3');
const NEG_RISK_ADAPTER = '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296';

export const ORDER_CONTRACTS: readonly OrderContract[] = [STANDARD, NEG_RISK, POSITIONS];

function contractAt(verifyingContract: string, version: '2' | '3'): OrderContract {
  const name = 'Polymarket CTF Exchange';
  const domain = { name, version, chainId: CHAIN_ID, verifyingContract };
  return { domain, separator: TypedDataEncoder.hashDomain(domain) };
}

/** The contract that settles a market's orders. */
export function contractOf({ version, negRisk }: VenueMarket): OrderContract {
  if (version === 'v2') return POSITIONS;
  return negRisk ? NEG_RISK : STANDARD;
}

/** What the venue's question for balances tells apart. */
export type AssetType = 'COLLATERAL' | 'CONDITIONAL' | 'CONDITIONAL-V2';

const V1_SPENDERS = [STANDARD, NEG_RISK].map(({ domain }) => domain.verifyingContract);
const V2_SPENDERS = [POSITIONS.domain.verifyingContract];

/** Who may be allowed to take what an account has, in the spelling of the venue. */
export const SPENDERS: Readonly<Record<AssetType, readonly string[]>> = {
  COLLATERAL: [...V1_SPENDERS, NEG_RISK_ADAPTER, ...V2_SPENDERS],
  CONDITIONAL: [...V1_SPENDERS, NEG_RISK_ADAPTER],
  'CONDITIONAL-V2': V2_SPENDERS,
};

/** Whose allowances the venue tells. */
export const ASSET_TOKENS: Readonly<Record<AssetType, AllowedToken>> = {
  COLLATERAL: 'pusd',
  CONDITIONAL: 'shares',
  'CONDITIONAL-V2': 'positions',
};

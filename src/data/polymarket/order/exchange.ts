import { TypedDataEncoder } from 'ethers';
import type { Market } from '../../../engine/domain/market.ts';
import {
  AMOY_EXCHANGE_V3,
  POLYMARKET_CONTRACTS,
} from '../../../engine/domain/venue-rules/polymarket-contracts.ts';

/** Polygon, and Amoy, its test chain. */
export type ChainId = 137 | 80002;

/** The EIP-712 domain that an order is signed under. */
export interface OrderDomain {
  readonly name: 'Polymarket CTF Exchange';
  /** Markets of `v1` are signed as version 2, those of `v2` as version 3. */
  readonly version: '2' | '3';
  readonly chainId: ChainId;
  readonly verifyingContract: string;
}

/** The contract that settles an order. */
export interface Exchange {
  readonly domain: OrderDomain;
  /** EIP-712 hash of the domain. */
  readonly separator: string;
}

const { exchange: STANDARD, negRiskExchange: NEG_RISK, exchangeV3 } = POLYMARKET_CONTRACTS;
/** Binary and neg-risk alike. */
const POSITIONS: Readonly<Record<ChainId, string>> = {
  137: exchangeV3,
  80002: AMOY_EXCHANGE_V3,
};

interface Exchanges {
  readonly standard: Exchange;
  readonly negRisk: Exchange;
  readonly positions: Exchange;
}

const EXCHANGES: Readonly<Record<ChainId, Exchanges>> = {
  137: exchangesOf(137),
  80002: exchangesOf(80002),
};

function exchangesOf(chainId: ChainId): Exchanges {
  return {
    standard: exchangeAt(chainId, '2', STANDARD),
    negRisk: exchangeAt(chainId, '2', NEG_RISK),
    positions: exchangeAt(chainId, '3', POSITIONS[chainId]),
  };
}

function exchangeAt(
  chainId: ChainId,
  version: OrderDomain['version'],
  verifyingContract: string,
): Exchange {
  const name = 'Polymarket CTF Exchange';
  const domain: OrderDomain = Object.freeze({ name, version, chainId, verifyingContract });
  return Object.freeze({ domain, separator: TypedDataEncoder.hashDomain(domain) });
}

/** The exchange of a market, by its `version`; never by the shape of its ids. */
export function exchangeOf(
  market: Pick<Market, 'version' | 'negRisk'>,
  chainId: ChainId,
): Exchange {
  const { standard, negRisk, positions } = EXCHANGES[chainId];
  switch (market.version) {
    case 'v1':
      return market.negRisk ? negRisk : standard;
    case 'v2':
      return positions;
  }
}

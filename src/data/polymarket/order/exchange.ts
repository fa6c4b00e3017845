import { TypedDataEncoder } from 'ethers';
import type { Market } from '../../../engine/domain/market.ts';

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

/*
 * Pinned, never read from a host: whoever chooses the contract chooses who may take the money.
 * Sources: docs.polymarket.com, contract addresses; `@polymarket/clob-client-v2` 1.1.0,
 * `getContractConfig` (`exchangeV2`, `negRiskExchangeV2`, `exchangeV3`), for both chains.
 */
const STANDARD = '0xE111180000d2663C0091e4f400237545B87B996B';
const NEG_RISK = '0xe2222d279d744050d28e00520010520000310F59';
/** Binary and neg-risk alike. */
const POSITIONS: Readonly<Record<ChainId, string>> = {
  137: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa',
  80002: '0x9fE6e61422AdB6F610d8597F9684b16912D50C3D',
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

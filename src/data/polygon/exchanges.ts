import { POLYMARKET_CONTRACTS } from '../../engine/domain/venue-rules/polymarket-contracts.ts';

/**
 * The first topic of `OrderFilled(bytes32 orderHash, address maker, address taker, uint8 side,
 * uint256 tokenId, uint256 makerAmountFilled, uint256 takerAmountFilled, uint256 fee, bytes32
 * builder, bytes32 metadata)`, whose first three parameters are indexed.
 */
export const ORDER_FILLED = '0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee';

/** Polymarket's exchange contracts: standard, neg-risk, and Protocol V2 for both kinds. */
export const EXCHANGES: readonly string[] = [
  POLYMARKET_CONTRACTS.exchange,
  POLYMARKET_CONTRACTS.negRiskExchange,
  POLYMARKET_CONTRACTS.exchangeV3,
].map((address) => address.toLowerCase());

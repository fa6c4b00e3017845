/**
 * The first topic of `OrderFilled(bytes32 orderHash, address maker, address taker, uint8 side,
 * uint256 tokenId, uint256 makerAmountFilled, uint256 takerAmountFilled, uint256 fee, bytes32
 * builder, bytes32 metadata)`, whose first three parameters are indexed.
 */
export const ORDER_FILLED = '0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee';

/** Polymarket's exchange contracts: standard, neg-risk, and Protocol V2 for both kinds. */
export const EXCHANGES: readonly string[] = [
  '0xe111180000d2663c0091e4f400237545b87b996b',
  '0xe2222d279d744050d28e00520010520000310f59',
  '0xe3333700ca9d93003f00f0f71f8515005f6c00aa',
];

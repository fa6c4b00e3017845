/** The chain that all addresses here are on. */
export const POLYGON_CHAIN_ID = 137;

/*
 * Pinned, never read from a host: whoever chooses the contract chooses who may take the money.
 * Sources: docs.polymarket.com (contracts, pUSD); `@polymarket/clob-client-v2` 1.1.0 and
 * `@polymarket/client` 0.2.0, whose tables say the same.
 */
export const POLYMARKET_CONTRACTS = {
  /** The dollars of all trading: an ERC-20 with 6 decimals. */
  pusd: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  /** Bridged USDC, which pUSD is made of. */
  usdce: '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174',
  /** Outcome shares of v1. */
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  /** Outcome shares of v2. */
  positionManager: '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF',
  exchange: '0xE111180000d2663C0091e4f400237545B87B996B',
  negRiskExchange: '0xe2222d279d744050d28e00520010520000310F59',
  /** Of v2, binary and neg-risk alike. */
  exchangeV3: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa',
  /** Makes pUSD of USDC.e. */
  collateralOnramp: '0x93070a847efEf7F70739046A929D47a521F5B8ee',
  /** Redeem v1 shares and pay pUSD to whoever calls. */
  collateralAdapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
  negRiskCollateralAdapter: '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  /** Of the first neg-risk markets; the venue calls it deprecated. */
  negRiskAdapter: '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296',
  /** Redeems v2 shares and pays pUSD to whoever calls. */
  router: '0x12121212006e4CD160D18e3f00711DA5c3372600',
  /** Makes several calls in the name of the Safe that calls it. */
  multiSend: '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761',
  /** Takes what a proxy wallet's key signed, from the venue's relayer. */
  relayHub: '0xD216153c06E857cD7f72665E0aF1d7D82172F494',
  /** Has the proxy wallet of whoever signed make calls. */
  proxyFactory: '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052',
  safeFactory: '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b',
  depositWalletFactory: '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07',
} as const;

export type PolymarketContract = keyof typeof POLYMARKET_CONTRACTS;

/** The exchange of v2 on Amoy, the test chain; the others have their addresses there too. */
export const AMOY_EXCHANGE_V3 = '0x9fE6e61422AdB6F610d8597F9684b16912D50C3D';

/**
 * What is ever called on these contracts, as their sources and `@polymarket/client` 0.2.0 declare it.
 * A change of one type is another function.
 */
export const POLYMARKET_CALLS = {
  approve: 'function approve(address spender, uint256 amount)',
  setApprovalForAll: 'function setApprovalForAll(address operator, bool approved)',
  wrap: 'function wrap(address asset, address to, uint256 amount)',
  redeemPositions:
    'function redeemPositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
  redeem: 'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
  mergePositions:
    'function mergePositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  merge: 'function merge(bytes31 conditionId, uint256 amount)',
} as const;

/** What carries the calls above for a wallet that is a contract; never one of them itself. */
export const POLYMARKET_RELAY_CALLS = {
  /** Of `multiSend`, packed one after the other. */
  multiSend: 'function multiSend(bytes transactions)',
  /** Of `proxyFactory`. */
  proxy:
    'function proxy((uint8 typeCode, address to, uint256 value, bytes data)[] calls) returns (bytes[])',
} as const;

/** ERC-20 tokens with 6 decimals. */
export type DollarToken = 'pusd' | 'usdce';

/** Contracts whose tokens others may be allowed to move: dollars, and shares of v1 and v2. */
export type ApprovedToken = DollarToken | 'conditionalTokens' | 'positionManager';

/** Dollars are allowed by amount, shares all or none. */
export function isDollarToken(token: ApprovedToken): token is DollarToken {
  return token === 'pusd' || token === 'usdce';
}

/** One allowance: `spender` may move `token` of a wallet. */
export interface PolymarketApproval {
  readonly name: string;
  /** Of the markets that it is for. */
  readonly version: 'v1' | 'v2';
  readonly token: ApprovedToken;
  readonly spender: PolymarketContract;
  readonly neededFor: string;
  /** Trading and redeeming work without the others. */
  readonly isNeeded: boolean;
}

/** All that the venue's contracts may be allowed; nobody else is ever approved. */
export const POLYMARKET_APPROVALS: readonly PolymarketApproval[] = [
  approval('v1-buy', ['pusd', 'exchange'], 'buying'),
  approval('v1-sell', ['conditionalTokens', 'exchange'], 'selling'),
  approval('v1-negrisk-buy', ['pusd', 'negRiskExchange'], 'buying in neg-risk markets'),
  approval('v1-negrisk-sell', ['conditionalTokens', 'negRiskExchange'], 'selling there'),
  approval('v1-redeem', ['conditionalTokens', 'collateralAdapter'], 'redeeming'),
  approval(
    'v1-negrisk-redeem',
    ['conditionalTokens', 'negRiskCollateralAdapter'],
    'redeeming there',
  ),
  approval('v2-buy', ['pusd', 'exchangeV3'], 'buying'),
  approval('v2-sell', ['positionManager', 'exchangeV3'], 'selling'),
  approval('v2-redeem', ['positionManager', 'router'], 'redeeming and merging'),
  {
    ...approval('v1-negrisk-adapter', ['pusd', 'negRiskAdapter'], 'some neg-risk buys'),
    isNeeded: false,
  },
  {
    ...approval('v1-wrap', ['usdce', 'collateralOnramp'], 'making pUSD of USDC.e'),
    isNeeded: false,
  },
  { ...approval('v2-split', ['pusd', 'router'], 'splitting, by hand only'), isNeeded: false },
];

function approval(
  name: `${'v1' | 'v2'}-${string}`,
  [token, spender]: readonly [ApprovedToken, PolymarketContract],
  neededFor: string,
): PolymarketApproval {
  const version = name.startsWith('v1') ? 'v1' : 'v2';
  return { name, version, token, spender, neededFor, isNeeded: true };
}

/** An allowance that is not meant to run out, and what an ERC-20 takes for it. */
export const UNLIMITED = (1n << 256n) - 1n;

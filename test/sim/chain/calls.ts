import { Interface } from 'ethers';

export interface ChainCall {
  readonly to: string;
  readonly data: string;
}

export const PUSD = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
export const USDCE_TOKEN = '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174';
export const CTF = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045';
export const POSITIONS = '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF';
export const ADAPTER = '0xAdA100Db00Ca00073811820692005400218FcE1f';
export const NEG_RISK_COLLATERAL_ADAPTER = '0xadA2005600Dec949baf300f4C6120000bDB6eAab';
export const ROUTER = '0x12121212006e4CD160D18e3f00711DA5c3372600';
export const ONRAMP = '0x93070a847efEf7F70739046A929D47a521F5B8ee';
export const EXCHANGE = '0xE111180000d2663C0091e4f400237545B87B996B';
export const MAX = (1n << 256n) - 1n;

const ZERO = `0x${'0'.repeat(64)}`;

export const VIEWS = new Interface([
  'function balanceOf(address account, uint256 id) view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function isApprovedForAll(address account, address operator) view returns (bool)',
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
]);

/** Functions as the venue's own client declares them. */
const ACTS = new Interface([
  'function approve(address spender, uint256 amount)',
  'function setApprovalForAll(address operator, bool approved)',
  'function transfer(address recipient, uint256 amount)',
  'function wrap(address asset, address to, uint256 amount)',
  'function splitPosition(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function mergePositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function redeemPositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
  'function split(bytes31 conditionId, uint256 amount)',
  'function merge(bytes31 conditionId, uint256 amount)',
  'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
]);

/** What calls are about: a market of any version. */
export interface AboutMarket {
  readonly conditionId: string;
  readonly version: 'v1' | 'v2';
  readonly negRisk: boolean;
  readonly tokenIds: readonly [string, string];
}

function act(to: string, name: string, args: readonly unknown[]): ChainCall {
  return { to, data: ACTS.encodeFunctionData(name, args) };
}

export function view(to: string, name: string, args: readonly unknown[]): ChainCall {
  return { to, data: VIEWS.encodeFunctionData(name, args) };
}

/** The 31 bytes that a token of Protocol V2 begins with. */
function id31({ tokenIds: [token] }: AboutMarket): string {
  return `0x${(BigInt(token) >> 8n).toString(16).padStart(62, '0')}`;
}

export const makerOf = ({ version, negRisk }: AboutMarket): string => {
  if (version === 'v2') return ROUTER;
  return negRisk ? NEG_RISK_COLLATERAL_ADAPTER : ADAPTER;
};
export const keeperOf = ({ version }: AboutMarket): string => (version === 'v2' ? POSITIONS : CTF);

export const CALLS = {
  approve: (token: string, spender: string, amount: bigint = MAX) =>
    act(token, 'approve', [spender, amount]),
  approveAll: (token: string, operator: string, approved = true) =>
    act(token, 'setApprovalForAll', [operator, approved]),
  transfer: (token: string, to: string, amount: bigint) => act(token, 'transfer', [to, amount]),
  wrap: (to: string, amount: bigint) => act(ONRAMP, 'wrap', [USDCE_TOKEN, to, amount]),
  split: (market: AboutMarket, amount: bigint) =>
    market.version === 'v2'
      ? act(ROUTER, 'split', [id31(market), amount])
      : act(makerOf(market), 'splitPosition', [PUSD, ZERO, market.conditionId, [1, 2], amount]),
  merge: (market: AboutMarket, amount: bigint) =>
    market.version === 'v2'
      ? act(ROUTER, 'merge', [id31(market), amount])
      : act(makerOf(market), 'mergePositions', [PUSD, ZERO, market.conditionId, [1, 2], amount]),
  /** All of a market of the first protocol, at the contract that is named. */
  redeemAll: (market: AboutMarket, at = makerOf(market), token = PUSD) =>
    act(at, 'redeemPositions', [token, ZERO, market.conditionId, [1, 2]]),
  redeem: (market: AboutMarket, outcome: number, amount: bigint) =>
    act(ROUTER, 'redeem', [id31(market), outcome, amount]),
} as const;

/** What a market of any version needs so that everything held is redeemed. */
export function redeemCalls(
  market: AboutMarket,
  held: readonly [bigint, bigint],
): readonly ChainCall[] {
  if (market.version === 'v1') return [CALLS.redeemAll(market)];
  return held.flatMap((amount, outcome) =>
    amount === 0n ? [] : [CALLS.redeem(market, outcome, amount)],
  );
}

import { Interface } from 'ethers';
import type { BoundPolicy, SignerPolicy } from '../../../src/ops/keystore/policy.ts';
import { bindPolicy } from '../../../src/ops/keystore/policy.ts';
import type { Refusal } from '../../../src/ops/keystore/refusal.ts';
import { judgeTransaction } from '../../../src/ops/keystore/transaction-guard.ts';
import { ADDRESS, EXCHANGE, EXCHANGE_V3, NEG_RISK_EXCHANGE, POLICY, ZERO_BYTES32 } from './keys.ts';

// Written out once more, so that a slip in the product's table shows.
export const PUSD = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
export const USDCE = '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174';
export const CTF = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045';
export const SHARES_V2 = '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF';
export const ONRAMP = '0x93070a847efEf7F70739046A929D47a521F5B8ee';
export const ADAPTER = '0xAdA100Db00Ca00073811820692005400218FcE1f';
export const NEG_RISK_ADAPTER_V2 = '0xadA2005600Dec949baf300f4C6120000bDB6eAab';
export const NEG_RISK_ADAPTER = '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296';
export const ROUTER = '0x12121212006e4CD160D18e3f00711DA5c3372600';
export const MULTI_SEND = '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761';
export const PROXY_FACTORY = '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052';
export const OTHER = '0x2e234DAe75C793f67A35089C9d99245E1C58470b';

export const MAX = (1n << 256n) - 1n;
export const CONDITION = `0x${'5a'.repeat(32)}`;
export const CONDITION31 = `0x${'5a'.repeat(31)}`;

export const TRADE: SignerPolicy = POLICY;
export const ALLOWANCES: SignerPolicy = { ...POLICY, purpose: 'allowances' };

const FUNCTIONS = new Interface([
  'function approve(address spender, uint256 amount)',
  'function setApprovalForAll(address operator, bool approved)',
  'function wrap(address asset, address to, uint256 amount)',
  'function redeemPositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
  'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
  'function transfer(address to, uint256 amount)',
  'function increaseAllowance(address spender, uint256 amount)',
  'function unwrap(address asset, address to, uint256 amount)',
  'function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)',
  'function mergePositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function merge(bytes31 conditionId, uint256 amount)',
  'function split(bytes31 conditionId, uint256 amount)',
  'function multicall(bytes[] calls)',
]);

export const encoded = (name: string, ...args: unknown[]): string =>
  FUNCTIONS.encodeFunctionData(name, args);

export interface Asked {
  readonly type: unknown;
  readonly chainId: unknown;
  readonly nonce: unknown;
  readonly to: unknown;
  readonly value: unknown;
  readonly data: unknown;
  readonly gasLimit: unknown;
  readonly maxFeePerGas: unknown;
  readonly maxPriorityFeePerGas: unknown;
}

export const GWEI = 1_000_000_000n;

export function asked(to: string, data: string, more: object = {}): Asked {
  return {
    type: 2,
    chainId: 137,
    nonce: 7,
    to,
    value: 0n,
    data,
    gasLimit: 120_000n,
    maxFeePerGas: 130n * GWEI,
    maxPriorityFeePerGas: 30n * GWEI,
    ...more,
  };
}

export const wrap = (asset = USDCE, to = ADDRESS, amount = 5_000_000n) =>
  asked(ONRAMP, encoded('wrap', asset, to, amount));
export const redeemPositions = (
  to = ADAPTER,
  [token, parent, condition, sets]: readonly [string?, string?, string?, (readonly number[])?] = [],
) =>
  asked(
    to,
    encoded(
      'redeemPositions',
      token ?? (to === CTF ? USDCE : PUSD),
      parent ?? ZERO_BYTES32,
      condition ?? CONDITION,
      sets ?? [1, 2],
    ),
  );
export const redeem = (condition = CONDITION31, outcome = 1, amount = 5_000_000n) =>
  asked(ROUTER, encoded('redeem', condition, outcome, amount));
type MergeArguments = readonly [string?, string?, string?, (readonly number[])?, bigint?];
export const mergePositions = (
  to = ADAPTER,
  [token, parent, condition, partition, amount]: MergeArguments = [],
) =>
  asked(
    to,
    encoded(
      'mergePositions',
      token ?? PUSD,
      parent ?? ZERO_BYTES32,
      condition ?? CONDITION,
      partition ?? [1, 2],
      amount ?? 5_000_000n,
    ),
  );
export const merge = (condition = CONDITION31, amount = 5_000_000n) =>
  asked(ROUTER, encoded('merge', condition, amount));
export const approve = (spender = EXCHANGE, amount = MAX, token = PUSD) =>
  asked(token, encoded('approve', spender, amount));
export const setApproval = (token = CTF, operator = EXCHANGE, approved = true) =>
  asked(token, encoded('setApprovalForAll', operator, approved));

/** What each kind of signer signs, by name. */
export const ALLOWED: Readonly<Record<'trade' | 'allowances', readonly [string, Asked][]>> = {
  trade: [
    ['wrapping for the own wallet', wrap()],
    ['redeeming', redeemPositions()],
    ['redeeming in a neg-risk market', redeemPositions(NEG_RISK_ADAPTER_V2)],
    ['redeeming to USDC.e', redeemPositions(CTF)],
    ['redeeming a position of v2', redeem()],
    ['merging', mergePositions()],
    ['merging in a neg-risk market', mergePositions(NEG_RISK_ADAPTER_V2)],
    ['merging positions of v2', merge()],
  ],
  allowances: [
    ...[EXCHANGE, NEG_RISK_EXCHANGE, EXCHANGE_V3, NEG_RISK_ADAPTER, ROUTER].flatMap(
      (spender): [string, Asked][] => [
        [`dollars for ${spender}`, approve(spender)],
        [`no dollars any more for ${spender}`, approve(spender, 0n)],
      ],
    ),
    ['USDC.e for what makes pUSD of it', approve(ONRAMP, MAX, USDCE)],
    ['no USDC.e any more for it', approve(ONRAMP, 0n, USDCE)],
    ...[EXCHANGE, NEG_RISK_EXCHANGE, ADAPTER, NEG_RISK_ADAPTER_V2].flatMap(
      (operator): [string, Asked][] => [
        [`shares of v1 for ${operator}`, setApproval(CTF, operator)],
        [`none any more for ${operator}`, setApproval(CTF, operator, false)],
      ],
    ),
    ...[EXCHANGE_V3, ROUTER].flatMap((operator): [string, Asked][] => [
      [`shares of v2 for ${operator}`, setApproval(SHARES_V2, operator)],
      [`no shares of v2 any more for ${operator}`, setApproval(SHARES_V2, operator, false)],
    ]),
  ],
};

export const policyOf = (purpose: 'trade' | 'allowances'): BoundPolicy =>
  bindPolicy(purpose === 'trade' ? TRADE : ALLOWANCES, ADDRESS);

export const verdictOn = (request: unknown, policy: SignerPolicy) =>
  judgeTransaction(request, bindPolicy(policy, ADDRESS));

const changed = (base: Asked, more: object): Asked => ({ ...base, ...more });
const cut = (base: Asked, bytes: number): Asked =>
  changed(base, { data: String(base.data).slice(0, -2 * bytes) });
const dirty = (base: Asked, at: number): Asked => {
  const data = String(base.data);
  return changed(base, { data: `${data.slice(0, at)}f${data.slice(at + 1)}` });
};
/** Where the hex of an argument's word begins in the data. */
export const wordAt = (index: number): number => '0x'.length + 8 + 64 * index;

type Case = readonly [Refusal, string, object, purpose?: 'trade' | 'allowances'];

/** Everything that is refused, by its reason; each row differs from an allowed request in one place. */
export const REFUSED_TRANSACTIONS: readonly Case[] = [
  ['malformed', 'no type', changed(redeem(), { type: undefined })],
  ['malformed', 'a transaction of the first kind', changed(redeem(), { type: 0 })],
  ['malformed', 'with an access list', changed(redeem(), { type: 1 })],
  ['malformed', 'an access list besides', changed(redeem(), { accessList: [] })],
  ['malformed', 'a gas price besides', changed(redeem(), { gasPrice: 1n })],
  ['malformed', 'code for the account', changed(redeem(), { authorizationList: [] })],
  ['malformed', 'no receiver', changed(redeem(), { to: null })],
  ['malformed', 'a name', changed(redeem(), { to: 'router.eth' })],
  ['malformed', 'half a byte', changed(redeem(), { data: '0xabc' })],
  ['malformed', 'a longer call than any', changed(redeem(), { data: `0x${'00'.repeat(261)}` })],
  ['malformed', 'a nonce below zero', changed(redeem(), { nonce: -1 })],
  ['chain', 'another chain', changed(redeem(), { chainId: 1 })],
  ['chain', 'the test chain', changed(redeem(), { chainId: 80_002 })],
  ['contract', 'a stranger', changed(redeem(), { to: OTHER })],
  ['contract', 'the own wallet', changed(redeem(), { to: ADDRESS })],
  ['contract', 'an exchange', changed(redeem(), { to: EXCHANGE })],
  ['contract', 'what calls for a Safe', changed(redeem(), { to: MULTI_SEND })],
  ['contract', 'what calls for a proxy', changed(redeem(), { to: PROXY_FACTORY })],
  ['call', 'nothing', changed(redeem(), { data: '0x' })],
  ['call', 'dollars sent away', asked(PUSD, encoded('transfer', OTHER, 1n)), 'allowances'],
  ['call', 'a raised allowance', asked(PUSD, encoded('increaseAllowance', EXCHANGE, 1n))],
  ['call', 'dollars unmade', asked(ONRAMP, encoded('unwrap', USDCE, ADDRESS, 1n))],
  [
    'call',
    'shares sent away',
    asked(CTF, encoded('safeTransferFrom', ADDRESS, OTHER, 1n, 1n, '0x')),
  ],
  ['call', 'a split', asked(ROUTER, encoded('split', CONDITION31, 1n))],
  ['call', 'many calls', asked(ROUTER, encoded('multicall', []))],
  ['call', 'a call of another contract', changed(redeem(), { to: ONRAMP })],
  ['call', 'a merge of shares without their adapter', mergePositions(CTF)],
  ['call', 'a merge where nothing is merged', changed(merge(), { to: ONRAMP })],
  ['call', 'less than its arguments', cut(redeem(), 1)],
  ['call', 'a byte behind them', changed(redeem(), { data: `${redeem().data}00` })],
  ['call', 'an address with more in its word', dirty(wrap(), wordAt(1))],
  ['call', 'a market of 32 bytes', dirty(redeem(), wordAt(1) - 1)],
  ['call', 'a yes that is more than one', dirty(setApproval(), wordAt(1)), 'allowances'],
  ['call', 'a list that stands elsewhere', dirty(redeemPositions(), wordAt(4) - 1)],
  ['purpose', 'an approval by a signer that trades', approve()],
  ['purpose', 'an operator by a signer that trades', setApproval()],
  ['purpose', 'a revocation by a signer that trades', setApproval(CTF, EXCHANGE, false)],
  ['purpose', 'a redemption by one for allowances', redeem(), 'allowances'],
  ['purpose', 'a redemption of v1 by one for allowances', redeemPositions(CTF), 'allowances'],
  ['purpose', 'a merge by one for allowances', merge(), 'allowances'],
  ['purpose', 'a merge of v1 by one for allowances', mergePositions(), 'allowances'],
  ['purpose', 'a wrap by one for allowances', wrap(), 'allowances'],
  ['value', 'coins', changed(redeem(), { value: 1n })],
  ['gas', 'none', changed(redeem(), { gasLimit: 0n })],
  ['gas', 'more than a call takes', changed(redeem(), { gasLimit: 700_001n })],
  ['fee', 'a dear one', changed(redeem(), { maxFeePerGas: 1_000n * GWEI + 1n })],
  [
    'fee',
    'a dear tip',
    changed(redeem(), { maxFeePerGas: 1_000n * GWEI, maxPriorityFeePerGas: 500n * GWEI + 1n }),
  ],
  ['fee', 'a tip above the fee', changed(redeem(), { maxPriorityFeePerGas: 131n * GWEI })],
  ['asset', 'a wrap of something else', wrap(PUSD)],
  ['asset', 'shares made of pUSD, of which there are none', redeemPositions(CTF, [PUSD])],
  ['asset', 'a redemption in another token', redeemPositions(ADAPTER, [OTHER])],
  ['asset', 'a merge into another token', mergePositions(ADAPTER, [USDCE])],
  ['recipient', 'a wrap for another', wrap(USDCE, OTHER)],
  ['position', 'a nested one', redeemPositions(CTF, [USDCE, CONDITION])],
  ['position', 'no market', redeemPositions(ADAPTER, [PUSD, ZERO_BYTES32, ZERO_BYTES32])],
  ['position', 'one outcome', redeemPositions(CTF, [USDCE, ZERO_BYTES32, CONDITION, [1]])],
  ['position', 'both as one', redeemPositions(CTF, [USDCE, ZERO_BYTES32, CONDITION, [3]])],
  ['position', 'a nested merge', mergePositions(ADAPTER, [PUSD, CONDITION])],
  ['position', 'a merge of no market', mergePositions(ADAPTER, [PUSD, ZERO_BYTES32, ZERO_BYTES32])],
  ['position', 'a merge of one', mergePositions(ADAPTER, [PUSD, ZERO_BYTES32, CONDITION, [2]])],
  [
    'position',
    'a merge backwards',
    mergePositions(ADAPTER, [PUSD, ZERO_BYTES32, CONDITION, [2, 1]]),
  ],
  ['position', 'a merge of no market of v2', merge(`0x${'00'.repeat(31)}`)],
  ['position', 'a third outcome', redeem(CONDITION31, 2)],
  ['position', 'no market of v2', redeem(`0x${'00'.repeat(31)}`)],
  ['amount', 'a wrap of nothing', wrap(USDCE, ADDRESS, 0n)],
  ['amount', 'a redemption of nothing', redeem(CONDITION31, 0, 0n)],
  ['amount', 'a merge of nothing', merge(CONDITION31, 0n)],
  [
    'amount',
    'a merge of nothing in v1',
    mergePositions(ADAPTER, [PUSD, ZERO_BYTES32, CONDITION, [1, 2], 0n]),
  ],
  ['amount', 'an allowance of some USDC.e', approve(ONRAMP, 5_000_000n, USDCE), 'allowances'],
  ['amount', 'an allowance of some dollars', approve(EXCHANGE, 5_000_000n), 'allowances'],
  ['spender', 'a stranger', approve(OTHER), 'allowances'],
  ['spender', 'oneself', approve(ADDRESS), 'allowances'],
  ['spender', 'nobody', approve(`0x${'00'.repeat(20)}`), 'allowances'],
  ['spender', 'an exchange to USDC.e', approve(EXCHANGE, MAX, USDCE), 'allowances'],
  ['spender', 'what wraps to pUSD', approve(ONRAMP), 'allowances'],
  ['spender', 'who needs no dollars', approve(ADAPTER), 'allowances'],
  ['spender', 'a stranger to all shares', setApproval(CTF, OTHER), 'allowances'],
  ['spender', 'one of v2 to shares of v1', setApproval(CTF, EXCHANGE_V3), 'allowances'],
  ['spender', 'one of v1 to shares of v2', setApproval(SHARES_V2, EXCHANGE), 'allowances'],
];

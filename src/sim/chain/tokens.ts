import { Interface, toBeHex } from 'ethers';
import { type AllowedToken, WITHOUT_LIMIT } from '../exchange/allowances.ts';
import { payoutOf } from './conditions.ts';
import { type Act, type Args, addressIn, amountIn, type Contract, type Frame } from './contract.ts';
import { isContract, ZERO_WORD } from './contract-addresses.ts';
import { eventLog, moveMoney, moveShares } from './event-logs.ts';
import { Revert } from './revert.ts';

const DECIMALS = 6;
const WORD_BYTES = 32;
/** The last byte of a position is its outcome; what is before it is its condition. */
const OUTCOME_DIGITS = 2;

const ERC20 = [
  'function decimals() view returns (uint8)',
  'function symbol() view returns (string)',
  'function balanceOf(address account) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function transferFrom(address from, address to, uint256 amount) returns (bool)',
];

const ERC1155_READS = [
  'function balanceOf(address account, uint256 id) view returns (uint256)',
  'function balanceOfBatch(address[] accounts, uint256[] ids) view returns (uint256[])',
];
const ERC1155 = [
  ...ERC1155_READS,
  'function isApprovedForAll(address account, address operator) view returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
  'function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)',
];
const PAYOUTS = [
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
  'function redeemPositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
];

/** Dollars of the venue, or what they are made of. */
export function money(name: 'pusd' | 'usdce', symbol: string): Contract {
  const asset = name === 'pusd' ? null : name;
  const allowing = (owner: unknown, spender: unknown) =>
    ({ owner: addressIn(owner), token: name, spender: addressIn(spender) }) as const;
  return {
    name,
    abi: new Interface(ERC20),
    acts: {
      decimals: () => [DECIMALS],
      symbol: () => [symbol],
      balanceOf: ({ draft }, [owner]) => [draft.balance(addressIn(owner), asset)],
      allowance: ({ draft }, [owner, spender]) => [draft.allowance(allowing(owner, spender))],
      approve: ({ draft, caller }, [spender, amount]) => {
        draft.allow(allowing(caller, spender), amountIn(amount));
        draft.logs.push(eventLog(name, 'Approval', [caller, spender, amount]));
        return [true];
      },
      transfer: ({ draft, caller }, [to, amount]) => {
        moveMoney(draft, name, { from: caller, to: addressIn(to), amount: amountIn(amount) });
        return [true];
      },
      transferFrom: (frame, [from, to, amount]) => {
        const owner = addressIn(from);
        spend(frame, { owner, token: name, amount: amountIn(amount), spender: frame.caller });
        const moved = { from: owner, to: addressIn(to), amount: amountIn(amount) };
        moveMoney(frame.draft, name, moved);
        return [true];
      },
    },
  };
}

/** Uses an allowance up. @throws Revert beyond it */
export function spend(
  { draft }: Frame,
  of: {
    readonly owner: string;
    readonly token: 'pusd' | 'usdce';
    readonly spender: string;
    readonly amount: bigint;
  },
): void {
  const { amount, ...allowing } = of;
  const allowed = draft.allowance(allowing);
  if (allowed < amount) throw new Revert('insufficient allowance');
  if (allowed !== WITHOUT_LIMIT) draft.allow(allowing, allowed - amount);
}

/** Shares of the first protocol, and what they pay. */
export const CONDITIONAL_TOKENS: Contract = {
  name: 'conditionalTokens',
  abi: new Interface([...ERC1155, ...PAYOUTS]),
  acts: {
    ...sharesActs('conditionalTokens', 'shares'),
    payoutDenominator: ({ conditions }, [id]) => [conditions.byId(String(id))?.denominator ?? 0n],
    payoutNumerators: ({ conditions }, [id, index]) => {
      const outcome = amountIn(index);
      if (outcome > 1n) throw new Revert();
      return [conditions.byId(String(id))?.numerators[Number(outcome) as 0 | 1] ?? 0n];
    },
    redeemPositions: redeemElsewhere,
  },
};

/** Shares of Protocol V2. */
export const POSITION_SHARES: Contract = {
  name: 'positionManager',
  abi: new Interface([
    ...ERC1155,
    'function getPayout(uint256 positionId, uint256 amount) view returns (uint256)',
  ]),
  acts: {
    ...sharesActs('positionManager', 'positions'),
    getPayout: ({ conditions }, [positionId, amount]) => {
      const hex = toBeHex(amountIn(positionId), WORD_BYTES);
      const condition = conditions.byId31(hex.slice(0, -OUTCOME_DIGITS));
      if (condition === null || condition.denominator === 0n) throw new Revert('not resolved');
      const outcome = hex.endsWith('00') ? 0 : 1;
      return [payoutOf(condition, outcome, amountIn(amount))];
    },
  },
};

/** It answers for the shares of neg-risk markets, which the first protocol keeps. */
export const NEG_RISK_ADAPTER: Contract = {
  name: 'negRiskAdapter',
  abi: new Interface(ERC1155_READS),
  acts: { balanceOf, balanceOfBatch },
};

function sharesActs(
  contract: 'conditionalTokens' | 'positionManager',
  token: AllowedToken,
): Readonly<Record<string, Act>> {
  const isAllowed = ({ draft }: Frame, owner: string, operator: string): boolean =>
    draft.allowance({ owner, token, spender: operator }) > 0n;
  return {
    balanceOf,
    balanceOfBatch,
    isApprovedForAll: (frame, [owner, operator]) => [
      isAllowed(frame, addressIn(owner), addressIn(operator)),
    ],
    setApprovalForAll: ({ draft, caller }, [operator, approved]) => {
      const allowing = { owner: caller, token, spender: addressIn(operator) };
      draft.allow(allowing, approved === true ? WITHOUT_LIMIT : 0n);
      draft.logs.push(eventLog(contract, 'ApprovalForAll', [caller, operator, approved]));
      return [];
    },
    safeTransferFrom: (frame, [from, to, id, amount]) => {
      const owner = addressIn(from);
      if (owner !== frame.caller && !isAllowed(frame, owner, frame.caller)) {
        throw new Revert('ERC1155: need operator approval for 3rd party transfers.');
      }
      const moved = { from: owner, to: addressIn(to), amount: amountIn(amount) };
      const of = { contract, operator: frame.caller };
      moveShares(frame.draft, of, { ...moved, tokenId: String(id) });
      return [];
    },
  };
}

function balanceOf({ draft }: Frame, [owner, id]: Args): readonly unknown[] {
  return [draft.balance(addressIn(owner), String(id))];
}

function balanceOfBatch({ draft }: Frame, [owners, ids]: Args): readonly unknown[] {
  const [of, tokens] = [[...(owners as Args)], [...(ids as Args)]];
  if (of.length !== tokens.length) {
    throw new Revert('ERC1155: owners and IDs must have same lengths');
  }
  return [of.map((owner, at) => draft.balance(addressIn(owner), String(tokens[at])))];
}

/**
 * The first protocol itself pays what its shares were made of, which is bridged USDC in a plain
 * market; in the name of any other token there are no shares, and nothing happens.
 */
function redeemElsewhere(frame: Frame, [collateral, parent, id, sets]: Args): readonly unknown[] {
  const { conditions, draft, caller } = frame;
  const condition = conditions.byId(String(id));
  if (condition === null || condition.denominator === 0n) {
    throw new Revert('result for condition not received yet');
  }
  const { market, numerators, denominator } = condition;
  const isMeant =
    isContract(String(collateral), 'usdce') && parent === ZERO_WORD && !market.negRisk;
  let payout = 0n;
  for (const outcome of [0, 1] as const) {
    const tokenId = market.tokenIds[outcome];
    const amount = isMeant ? draft.balance(caller, tokenId) : 0n;
    if (amount === 0n) continue;
    const of = { contract: 'conditionalTokens', operator: caller } as const;
    moveShares(draft, of, { from: caller, to: null, amount, tokenId });
    payout += (amount * numerators[outcome]) / denominator;
  }
  if (payout > 0n) moveMoney(draft, 'usdce', { from: null, to: caller, amount: payout });
  draft.note({ type: 'REDEEM', wallet: caller, market, size: Number(payout) });
  const values = [caller, collateral, parent, id, sets, payout];
  draft.logs.push(eventLog('conditionalTokens', 'PayoutRedemption', values));
  return [];
}

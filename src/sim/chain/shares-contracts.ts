import { Interface } from 'ethers';
import type { AllowedToken } from '../exchange/allowances.ts';
import { type Condition, payoutOf } from './conditions.ts';
import { type Args, amountIn, type Contract, type Frame } from './contract.ts';
import { CONTRACTS, isContract, ZERO_WORD } from './contract-addresses.ts';
import { moveMoney, moveShares } from './event-logs.ts';
import { Revert } from './revert.ts';
import { spend } from './tokens.ts';

const ADAPTER = new Interface([
  'function splitPosition(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function mergePositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function redeemPositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
]);
const ROUTER_ABI = new Interface([
  'function split(bytes31 conditionId, uint256 amount)',
  'function merge(bytes31 conditionId, uint256 amount)',
  'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
]);
/** Yes and no, as sets of one outcome each. */
const BOTH_OUTCOMES = '1,2';
const OUTCOMES = [0, 1] as const;

/** A contract that turns dollars into shares and back, and where its shares are kept. */
interface Maker {
  /** Of the contract itself, in lower case. */
  readonly address: string;
  readonly shares: 'conditionalTokens' | 'positionManager';
  readonly token: AllowedToken;
}

/** Dollars for shares of the first protocol. Pays whoever calls. */
export function collateralAdapter(
  name: 'collateralAdapter' | 'negRiskCollateralAdapter',
): Contract {
  const maker: Maker = {
    address: CONTRACTS[name].toLowerCase(),
    shares: 'conditionalTokens',
    token: 'shares',
  };
  const conditionOf = ({ conditions }: Frame, args: Args): Condition => {
    const [collateral, parent, id, sets] = args;
    if (!isContract(String(collateral), 'pusd')) throw new Revert('invalid collateral token');
    if (parent !== ZERO_WORD) throw new Revert('parent collection is not empty');
    if (String(sets) !== BOTH_OUTCOMES) throw new Revert('invalid partition');
    const condition = conditions.byId(String(id));
    const isNegRisk = name === 'negRiskCollateralAdapter';
    if (condition === null || condition.market.negRisk !== isNegRisk) {
      throw new Revert('condition not prepared');
    }
    return condition;
  };
  return {
    name,
    abi: ADAPTER,
    acts: {
      splitPosition: (frame, args) =>
        split(frame, maker, { ...conditionOf(frame, args), amount: amountIn(args[4]) }),
      mergePositions: (frame, args) =>
        merge(frame, maker, { ...conditionOf(frame, args), amount: amountIn(args[4]) }),
      redeemPositions: (frame, args) => {
        const condition = conditionOf(frame, args);
        const held = OUTCOMES.map((outcome) => {
          const tokenId = condition.market.tokenIds[outcome];
          return { outcome, amount: frame.draft.balance(frame.caller, tokenId) };
        });
        return redeem(frame, maker, { condition, parts: held });
      },
    },
  };
}

const ROUTER_MAKER: Maker = {
  address: CONTRACTS.router.toLowerCase(),
  shares: 'positionManager',
  token: 'positions',
};

/** Dollars for shares of Protocol V2. Pays whoever calls. */
export const ROUTER: Contract = {
  name: 'router',
  abi: ROUTER_ABI,
  acts: {
    split: (frame, [id, amount]) =>
      split(frame, ROUTER_MAKER, { ...prepared(frame, id), amount: amountIn(amount) }),
    merge: (frame, [id, amount]) =>
      merge(frame, ROUTER_MAKER, { ...prepared(frame, id), amount: amountIn(amount) }),
    redeem: (frame, [id, outcomeIndex, amount]) => {
      const condition = prepared(frame, id);
      const index = amountIn(outcomeIndex);
      if (index > 1n) throw new Revert('invalid outcome');
      const outcome = index === 0n ? 0 : 1;
      const parts = [{ outcome, amount: amountIn(amount) }] as const;
      return redeem(frame, ROUTER_MAKER, { condition, parts });
    },
  },
};

function prepared({ conditions }: Frame, id: unknown): Condition {
  const condition = conditions.byId31(String(id));
  if (condition === null) throw new Revert('condition not prepared');
  return condition;
}

type Sets = Pick<Condition, 'market'> & { readonly amount: bigint };

function split(frame: Frame, maker: Maker, { market, amount }: Sets): readonly unknown[] {
  const { draft, caller } = frame;
  spend(frame, { owner: caller, token: 'pusd', spender: maker.address, amount });
  moveMoney(draft, 'pusd', { from: caller, to: null, amount });
  const of = { contract: maker.shares, operator: maker.address };
  for (const tokenId of market.tokenIds) {
    moveShares(draft, of, { from: null, to: caller, amount, tokenId });
  }
  draft.note({ type: 'SPLIT', wallet: caller, market, size: Number(amount) });
  return [];
}

function merge(frame: Frame, maker: Maker, { market, amount }: Sets): readonly unknown[] {
  const { draft, caller } = frame;
  checkApproval(frame, maker);
  const of = { contract: maker.shares, operator: maker.address };
  for (const tokenId of market.tokenIds) {
    moveShares(draft, of, { from: caller, to: null, amount, tokenId });
  }
  moveMoney(draft, 'pusd', { from: null, to: caller, amount });
  draft.note({ type: 'MERGE', wallet: caller, market, size: Number(amount) });
  return [];
}

/** What was given for it counts, won or lost; each outcome's payout is rounded down. */
function redeem(
  frame: Frame,
  maker: Maker,
  of: {
    readonly condition: Condition;
    readonly parts: readonly { readonly outcome: 0 | 1; readonly amount: bigint }[];
  },
): readonly unknown[] {
  const { draft, caller } = frame;
  const { condition, parts } = of;
  checkApproval(frame, maker);
  if (condition.denominator === 0n) throw new Revert('result for condition not received yet');
  const { market } = condition;
  const moving = { contract: maker.shares, operator: maker.address };
  let payout = 0n;
  for (const { outcome, amount } of parts) {
    if (amount === 0n) continue;
    const tokenId = market.tokenIds[outcome];
    moveShares(draft, moving, { from: caller, to: null, amount, tokenId });
    payout += payoutOf(condition, outcome, amount);
  }
  const payee = frame.payeeOf(caller, condition);
  if (payout > 0n) moveMoney(draft, 'pusd', { from: null, to: payee, amount: payout });
  draft.note({ type: 'REDEEM', wallet: caller, market, size: Number(payout) });
  return [];
}

function checkApproval({ draft, caller }: Frame, { address, token }: Maker): void {
  if (draft.allowance({ owner: caller, token, spender: address }) > 0n) return;
  throw new Revert('ERC1155: need operator approval for 3rd party transfers.');
}

import { Interface } from 'ethers';
import { POLYMARKET_CONTRACTS } from '../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import type { Asked } from '../../../servers/polygon/rpc-words.ts';

const QUESTIONS = new Interface([
  'function balanceOfBatch(address[] accounts, uint256[] ids) view returns (uint256[])',
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
  'function getPayout(uint256 positionId, uint256 amount) view returns (uint256)',
]);
const isAt = (to: string, name: keyof typeof POLYMARKET_CONTRACTS): boolean =>
  to.toLowerCase() === POLYMARKET_CONTRACTS[name].toLowerCase();

/** The contracts of shares, as far as a redemption asks them; anything else is answered by the node. */
export class SharesDouble {
  readonly balances = new Map<string, bigint>();
  /** Of v1: the whole, and the part of each outcome. */
  payouts: readonly [bigint, readonly bigint[]] = [0n, [0n, 0n]];
  /** Of v2, for one share by its id; a position without one is refused. */
  readonly positionPayouts = new Map<string, bigint>();
  /** Why the contract refuses the call itself. */
  refuses: string | null = null;
  /** Calls that were tried, each as who would make it. */
  readonly tried: Asked[] = [];

  readonly #wallet: string;

  /** Whose shares they are, in lower case. */
  constructor(wallet: string) {
    this.#wallet = wallet;
  }

  answer(asked: Asked): string | null {
    const parsed = QUESTIONS.parseTransaction({ data: asked.data });
    if (parsed !== null) return this.#told(asked, parsed.name, parsed.args.toArray(true));
    const isPayer =
      isAt(asked.to, 'router') ||
      isAt(asked.to, 'collateralAdapter') ||
      isAt(asked.to, 'negRiskCollateralAdapter');
    if (!isPayer) return null;
    this.tried.push(asked);
    return this.refuses === null ? '0x' : ` ${this.refuses}`;
  }

  #told({ to }: Asked, name: string, args: readonly unknown[]): string | null {
    const isV1 = isAt(to, 'conditionalTokens');
    const isV2 = isAt(to, 'positionManager');
    switch (name) {
      case 'balanceOfBatch': {
        const [accounts, ids] = args as [readonly string[], readonly bigint[]];
        const isOurs = accounts.every((one) => one.toLowerCase() === this.#wallet);
        if (!(isV1 || isV2) || !isOurs || accounts.length !== ids.length) return null;
        return encoded(
          name,
          ids.map((id) => this.balances.get(String(id)) ?? 0n),
        );
      }
      case 'payoutDenominator':
        return isV1 ? encoded(name, this.payouts[0]) : null;
      case 'payoutNumerators':
        return isV1 ? encoded(name, this.payouts[1][Number(args[1])] ?? 0n) : null;
      case 'getPayout': {
        const payout = this.positionPayouts.get(String(args[0]));
        if (!isV2) return null;
        if (payout === undefined) return ' not resolved';
        return encoded(name, (payout * BigInt(String(args[1]))) / 1_000_000n);
      }
      default:
        return null;
    }
  }
}

function encoded(name: string, value: unknown): string {
  return QUESTIONS.encodeFunctionResult(name, [value]);
}

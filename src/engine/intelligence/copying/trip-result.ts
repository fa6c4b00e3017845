import type { CopyTrip, Shortfall } from '../../domain/copy-result.ts';
import type { TokenId } from '../../domain/ids.ts';
import { mulDiv } from '../../domain/values/micro.ts';
import {
  addMoney,
  addQuantity,
  averagePrice,
  cost,
  type Money,
  type Price,
  type Quantity,
  quantity,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';

/** What a share of a token would bring now; one that is missing is not known. */
export type Marks = ReadonlyMap<TokenId, Price>;

export const NO_MARKS: Marks = new Map();

/** Both sides of one copy, at the size that our rules wanted. Net of fees, of which the leader has none here. */
export interface TripResult {
  readonly leaderCost: Money;
  readonly leaderNet: Money;
  readonly ourNet: Money;
  readonly parts: Omit<Shortfall, 'copies'>;
}

/**
 * With q shares bought and q* wanted, prices p of the leader's entry, a of the best ask, x of its
 * exit, and what we paid and got:
 *
 * - latency = q·a − q·p, slippage = paid − q·a, missedExit = q·x − got, fees as they were,
 * - rounding = (q*·x − q*·p) − (q·x − q·p),
 *
 * so that they add up to (q*·x − q*·p) − (got − paid − fees), each product being rounded once.
 */
export function tripResult(trip: CopyTrip, marks: Marks = NO_MARKS): TripResult {
  const { bought, sold, leaderPrice, askWhenJudged } = trip;
  const held = subtractQuantity(bought.quantity, sold?.quantity ?? ZERO_QUANTITY);
  const { leaderExit, heldAt } = exitsOf(trip, marks);
  const got = addMoney(sold?.dollars ?? ZERO_MONEY, cost(heldAt, held, 'floor'));
  const fees = addMoney(bought.fees, sold?.fees ?? ZERO_MONEY);
  const atLeader = cost(leaderPrice, bought.quantity, 'floor');
  // Without the ask, all that we paid more is told as the time that passed.
  const atAsk =
    askWhenJudged === null ? bought.dollars : cost(askWhenJudged, bought.quantity, 'floor');
  const leaderOut = cost(leaderExit, bought.quantity, 'floor');
  const wanted = wantedQuantity(trip);
  const leaderCost = cost(leaderPrice, wanted, 'floor');
  const leaderNet = subtractMoney(cost(leaderExit, wanted, 'floor'), leaderCost);
  return {
    leaderCost,
    leaderNet,
    ourNet: subtractMoney(subtractMoney(got, bought.dollars), fees),
    parts: {
      latency: subtractMoney(atAsk, atLeader),
      slippage: subtractMoney(bought.dollars, atAsk),
      fees,
      rounding: subtractMoney(leaderNet, subtractMoney(leaderOut, atLeader)),
      missedExit: subtractMoney(leaderOut, got),
    },
  };
}

/**
 * What a share brought each side. A side that still holds is valued at the payout, else at the mark,
 * else at what the other side got: nothing is made up for it.
 */
function exitsOf(
  { tokenId, sold, payout, leaderExitPrice, leaderPrice }: CopyTrip,
  marks: Marks,
): { readonly leaderExit: Price; readonly heldAt: Price } {
  const known = payout ?? marks.get(tokenId) ?? null;
  const ours =
    sold === null || sold.quantity === 0
      ? null
      : averagePrice(sold.dollars, sold.quantity, 'floor');
  const leaderExit = leaderExitPrice ?? known ?? ours ?? leaderPrice;
  return { leaderExit, heldAt: known ?? leaderExit };
}

/** More left unspent than this many shares would cost was not filled, rather than rounded. */
const ROUNDED_SHARES_MAX = addQuantity(LOT, LOT);

/**
 * Shares that our rules wanted before lots and the venue's minimum changed the size. What caps or the
 * book took away is our rules' own doing: no shortfall.
 */
function wantedQuantity({ bought, wanted, budget }: CopyTrip): Quantity {
  const { quantity: filled, dollars } = bought;
  if (budget === null || dollars <= 0) return filled;
  if (wanted !== null && budget > wanted) {
    return dollars > wanted ? sharesFor(wanted, bought) : filled;
  }
  const unspent = subtractMoney(budget, dollars);
  if (unspent <= 0) return filled;
  const more = sharesFor(unspent, bought);
  return more < ROUNDED_SHARES_MAX ? addQuantity(filled, more) : filled;
}

/** What `spend` buys at the average price of a leg. */
function sharesFor(spend: Money, leg: CopyTrip['bought']): Quantity {
  return quantity(mulDiv(spend, leg.quantity, { by: leg.dollars, rounding: 'floor' }));
}

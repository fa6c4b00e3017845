import { externalFlowId, externalReversalId, type Flow, type FlowMove } from './flow.ts';
import { contentId, type LedgerId, type MarketId, type TokenId } from './ids.ts';
import type { Side } from './order.ts';
import { costOfPart, emptyPosition, movePosition, type Position } from './position.ts';
import type { AtMs } from './time.ts';
import { invariant } from './values/invariant.ts';
import { mulDiv } from './values/micro.ts';
import {
  addMoney,
  addQuantity,
  cost,
  floorTo,
  type Money,
  minOf,
  money,
  type Price,
  type Quantity,
  quantity,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from './values/money.ts';
import { LOT } from './venue-rules/polymarket.ts';

/** Shares of a row that orders of ours may be selling at this moment. */
export type Kept = (position: Position) => Quantity;

/** A trade that the owner made on the same account, without us. */
export interface ExternalTrade {
  readonly tradeId: string;
  readonly orderHash: string;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly quantity: Quantity;
  /** Dollars before the fee. */
  readonly notional: Money;
  readonly fee: Money;
  readonly atMs: AtMs;
}

/** Shares of a token that came or went without a trade: a split, a merge, a transfer, a redemption. */
export interface SharesFound {
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  /** Micro-shares, signed. */
  readonly change: number;
  /** What one that came is worth. */
  readonly price: Price;
  readonly atMs: AtMs;
}

/** What adopting something foreign does to a ledger. */
export interface ExternalBooking {
  /** Its amount makes up for cash and cost, so that nothing is earned or lost. */
  readonly flow: Flow;
  /** Rows that changed. */
  readonly positions: readonly Position[];
  /** Change of cash, signed. */
  readonly cash: Money;
  /** Shares sold that the ledger never had: they were the owner's from before. */
  readonly unheld: Quantity;
}

/** The rows of one token in one ledger, and which of their shares are spoken for. */
export interface Held {
  readonly ledger: LedgerId;
  readonly rows: readonly Position[];
  readonly kept: Kept;
}

/**
 * A foreign trade as a flow. What was bought is the person's (`wallet: null`) at cost; what was sold
 * leaves at cost, as {@link sharesToTake} says. Nothing is realised, and the fee is part of the flow.
 */
export function externalTrade(held: Held, trade: ExternalTrade): ExternalBooking {
  const note = `a ${trade.side} of the owner's`;
  return bookTrade(held, trade, { id: externalFlowId(trade), note });
}

/**
 * A foreign trade that failed on chain goes back the way it came: of a sale only what was taken from
 * these rows, for the owner may have sold shares that they never had.
 */
export function externalReversal(held: Held, trade: ExternalTrade, adopted: Flow): ExternalBooking {
  const fee = subtractMoney(ZERO_MONEY, trade.fee);
  const note = `a ${trade.side} of the owner's failed on chain`;
  const names = { id: externalReversalId(trade), note };
  if (trade.side === 'buy') return bookTrade(held, { ...trade, side: 'sell', fee }, names);
  const taken = adopted.moves?.reduce((sum, { change }) => sum - change, 0) ?? trade.quantity;
  return bookTrade(held, { ...trade, side: 'buy', fee }, { ...names, given: quantity(taken) });
}

function bookTrade(
  held: Held,
  trade: ExternalTrade,
  of: {
    readonly id: string;
    readonly note: string;
    /** How many of the bought shares come into the rows; all unless told. */
    readonly given?: Quantity;
  },
): ExternalBooking {
  const { side, notional, fee, atMs } = trade;
  const { id, note, given = trade.quantity } = of;
  const cash = money(side === 'buy' ? -notional - fee : notional - fee);
  const moved =
    side === 'buy'
      ? { ...giveOf(held, trade, given), unheld: ZERO_QUANTITY }
      : take(held, trade.quantity, atMs);
  const flow: Flow = {
    id,
    ledger: held.ledger,
    kind: 'external',
    amount: addMoney(cash, moved.cost),
    note,
    moves: moved.moves,
    atMs,
  };
  return { flow, positions: moved.positions, cash, unheld: moved.unheld };
}

/** Shares found or missed, valued as a flow; no cash moves. */
export function externalShares(held: Held, found: SharesFound): ExternalBooking {
  const { marketId, tokenId, change, price, atMs } = found;
  invariant(change !== 0, 'shares were found or are missed');
  const size = quantity(change > 0 ? change : -change);
  const moved =
    change > 0
      ? {
          ...give(held, { marketId, tokenId, quantity: size, atMs }, cost(price, size, 'floor')),
          unheld: ZERO_QUANTITY,
        }
      : take(held, size, atMs);
  const flow: Flow = {
    id: contentId('external', ['shares', held.ledger, tokenId, change, atMs]),
    ledger: held.ledger,
    kind: 'external',
    amount: moved.cost,
    note: change > 0 ? 'shares that came without a trade' : 'shares that left without a trade',
    moves: moved.moves,
    atMs,
  };
  return { flow, positions: moved.positions, cash: ZERO_MONEY, unheld: moved.unheld };
}

/** Cash that nothing explains, as the owner's deposit or withdrawal. */
export function unexplainedCash(ledger: LedgerId, amount: Money, atMs: AtMs): Flow {
  invariant(amount !== 0, 'cash differs');
  const kind = amount > 0 ? 'deposit' : 'withdrawal';
  const id = contentId('flow', ['unexplained', ledger, amount, atMs]);
  return { id, ledger, kind, amount, note: `a ${kind} outside`, atMs };
}

interface Moved {
  readonly positions: readonly Position[];
  /** The same rows, as what became of each. */
  readonly moves: readonly FlowMove[];
  /** Change of cost, signed. */
  readonly cost: Money;
}

function moveOf(before: Position, after: Position): FlowMove {
  const { wallet, marketId, tokenId, quantity: held, cost: paid } = after;
  const change = held - before.quantity;
  return { wallet, marketId, tokenId, change, cost: subtractMoney(paid, before.cost) };
}

/** Part of what a trade bought, at its part of what it cost. */
function giveOf(held: Held, trade: ExternalTrade, part: Quantity): Moved {
  if (part === 0) return { positions: [], moves: [], cost: ZERO_MONEY };
  const { notional, quantity: all } = trade;
  const paid = money(mulDiv(notional, part, { by: all, rounding: 'floor' }));
  return give(held, { ...trade, quantity: part }, paid);
}

function give(
  held: Held,
  of: Pick<ExternalTrade, 'marketId' | 'tokenId' | 'quantity' | 'atMs'>,
  paid: Money,
): Moved {
  const { ledger, rows } = held;
  const { marketId, tokenId, atMs } = of;
  invariant(of.quantity > 0, 'what comes has a quantity');
  const added = paid > 0 ? paid : money(1); // Shares held cost something.
  const before =
    rows.find((row) => row.wallet === null) ??
    emptyPosition({ ledger, wallet: null, marketId, tokenId }, atMs);
  const openedAtMs = before.quantity === 0 ? atMs : before.openedAtMs;
  const moved = movePosition(
    { ...before, openedAtMs },
    {
      quantity: addQuantity(before.quantity, of.quantity),
      cost: addMoney(before.cost, added),
      realised: ZERO_MONEY,
      fee: ZERO_MONEY,
      atMs,
    },
  );
  return { positions: [moved], moves: [moveOf(before, moved)], cost: added };
}

function take(held: Held, wanted: Quantity, atMs: AtMs): Moved & Pick<ExternalBooking, 'unheld'> {
  const positions: Position[] = [];
  const moves: FlowMove[] = [];
  let removed = ZERO_MONEY;
  let taken = ZERO_QUANTITY;
  for (const [row, part] of sharesToTake(held, wanted)) {
    const left = costOfPart(row, part);
    const moved = movePosition(row, {
      quantity: subtractQuantity(row.quantity, part),
      cost: subtractMoney(row.cost, left),
      realised: ZERO_MONEY,
      fee: ZERO_MONEY,
      atMs,
    });
    positions.push(moved);
    moves.push(moveOf(row, moved));
    removed = addMoney(removed, left);
    taken = addQuantity(taken, part);
  }
  return {
    positions,
    moves,
    cost: subtractMoney(ZERO_MONEY, removed),
    unheld: subtractQuantity(wanted, taken),
  };
}

/**
 * Whose shares the owner sold: first the person's own; then those of all copies in proportion, in
 * lots, odd lots from the oldest, so that no copy loses its exit to another; last, and only where
 * nothing else is left, shares that orders of ours are selling.
 */
export function sharesToTake(
  { rows, kept }: Pick<Held, 'rows' | 'kept'>,
  wanted: Quantity,
): ReadonlyMap<Position, Quantity> {
  const oldestFirst = rows.filter((row) => row.quantity > 0).sort(byAge);
  const own = oldestFirst.filter((row) => row.wallet === null);
  const copies = oldestFirst.filter((row) => row.wallet !== null);
  const parts = new Map<Position, Quantity>();
  const free = (row: Position): number =>
    Math.max(0, row.quantity - kept(row)) - (parts.get(row) ?? 0);
  const anything = (row: Position): number => row.quantity - (parts.get(row) ?? 0);
  let left: number = wanted;
  const takeFrom = (row: Position, most: number): void => {
    const part = Math.max(0, Math.min(left, most));
    if (part === 0) return;
    parts.set(row, quantity((parts.get(row) ?? 0) + part));
    left -= part;
  };
  for (const row of own) takeFrom(row, free(row));
  const all = copies.reduce((sum, row) => sum + free(row), 0);
  const asked = minOf(left, all);
  for (const row of copies) {
    if (asked === 0) break;
    const share = mulDiv(asked, free(row), { by: all, rounding: 'floor' });
    takeFrom(row, floorTo(share, LOT));
  }
  for (const row of copies) takeFrom(row, free(row));
  for (const row of oldestFirst) takeFrom(row, anything(row));
  return parts;
}

function byAge(a: Position, b: Position): number {
  if (a.openedAtMs !== b.openedAtMs) return a.openedAtMs - b.openedAtMs;
  const [first, second] = [a.wallet ?? '', b.wallet ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

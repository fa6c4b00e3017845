import type { LedgerId, MarketId, TokenId, WalletAddress } from './ids.ts';
import type { AtMs } from './time.ts';
import { mulDiv } from './values/micro.ts';
import {
  addMoney,
  type Money,
  money,
  type Price,
  type Quantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from './values/money.ts';

/**
 * Shares of one token held for one leader (or for the person, `wallet: null`) in one ledger.
 * A closed one keeps its row with quantity zero: realised profit and fees stay countable.
 */
export interface Position {
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  /** Total paid for what is still held, before fees. The average is derived. */
  readonly cost: Money;
  /** Before fees, over the whole life of the row. */
  readonly realised: Money;
  readonly fees: Money;
  /** Best bid seen while it was held, where a trailing stop asks for it. */
  readonly best: Price | null;
  readonly openedAtMs: AtMs;
  readonly updatedAtMs: AtMs;
}

export type PositionKey = string;

/** One row per ledger, leader and token. */
export function positionKey(of: Pick<Position, 'ledger' | 'wallet' | 'tokenId'>): PositionKey {
  return `${of.ledger}|${of.wallet ?? ''}|${of.tokenId}`;
}

/** A position before its first fill. */
export function emptyPosition(
  of: Pick<Position, 'ledger' | 'wallet' | 'marketId' | 'tokenId'>,
  atMs: AtMs,
): Position {
  return {
    ledger: of.ledger,
    wallet: of.wallet,
    marketId: of.marketId,
    tokenId: of.tokenId,
    quantity: ZERO_QUANTITY,
    cost: ZERO_MONEY,
    realised: ZERO_MONEY,
    fees: ZERO_MONEY,
    best: null,
    openedAtMs: atMs,
    updatedAtMs: atMs,
  };
}

/** What one booking makes of a position: new quantity and cost, and what it adds to the rest. */
export interface PositionMove {
  readonly quantity: Quantity;
  readonly cost: Money;
  readonly realised: Money;
  readonly fee: Money;
  readonly atMs: AtMs;
}

export function movePosition(position: Position, move: PositionMove): Position {
  return {
    ...position,
    quantity: move.quantity,
    cost: move.cost,
    realised: addMoney(position.realised, move.realised),
    fees: addMoney(position.fees, move.fee),
    updatedAtMs: Math.max(position.updatedAtMs, move.atMs),
  };
}

/**
 * Cost of `part` shares at the average of those held, rounded down; all of it for all of them.
 * @throws InvariantError when nothing is held.
 */
export function costOfPart(position: Position, part: Quantity): Money {
  return money(mulDiv(position.cost, part, { by: position.quantity, rounding: 'floor' }));
}

/** What does not hold of a row and must, as sentences. */
export function brokenPosition(position: Position): readonly string[] {
  const { quantity, cost } = position;
  const broken: string[] = [];
  if (quantity < 0) broken.push(`${positionKey(position)}: quantity is negative`);
  if (cost < 0) broken.push(`${positionKey(position)}: cost is negative`);
  if ((quantity === 0) !== (cost === 0)) {
    broken.push(`${positionKey(position)}: nothing held and nothing paid go together`);
  }
  return broken;
}

import type { Fill } from './fill.ts';
import type { Flow } from './flow.ts';
import type { FillId, IntentId, LedgerId, TokenId } from './ids.ts';
import {
  costOfPart,
  emptyPosition,
  movePosition,
  type Position,
  type PositionKey,
  type PositionMove,
  positionKey,
} from './position.ts';
import { Reservations } from './reservations.ts';
import type { AtMs } from './time.ts';
import { invariant } from './values/invariant.ts';
import {
  addMoney,
  addQuantity,
  cost,
  type Money,
  money,
  type Price,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from './values/money.ts';

/** Sales of which the removed cost is remembered for an exact reversal; they settle in minutes. */
export const REVERSIBLE_SALES_MAX = 10_000;

export interface LedgerTotals {
  readonly cash: Money;
  readonly cost: Money;
  readonly flows: Money;
  readonly realised: Money;
  readonly fees: Money;
  readonly reserved: Money;
}

export interface Booked {
  readonly position: Position;
  /** What this booking added to realised profit, before fees. */
  readonly realised: Money;
}

/**
 * The books of one ledger: cash, positions and reservations, such that after every step
 * cash + positions at cost = flows + realised − fees.
 *
 * That a fill or flow is booked once is the caller's task.
 */
export class Ledger {
  readonly id: LedgerId;
  readonly #positions = new Map<PositionKey, Position>();
  /** Keys of rows with shares: closed ones pile up, and nothing asks for them in a hurry. */
  readonly #open = new Set<PositionKey>();
  readonly #reservations = new Reservations();
  readonly #costOfSale = new Map<FillId, Money>();
  #flows: Money = ZERO_MONEY;
  #cash: Money = ZERO_MONEY;

  /** Cash follows from what the store has: flows + realised − fees − cost. */
  constructor(
    id: LedgerId,
    stored: { readonly positions: readonly Position[]; readonly flows: readonly Flow[] } = {
      positions: [],
      flows: [],
    },
  ) {
    this.id = id;
    for (const flow of stored.flows) this.bookFlow(flow);
    for (const position of stored.positions) {
      this.#own(position.ledger);
      this.#put(position);
      this.#cash = money(this.#cash + position.realised - position.fees - position.cost);
    }
  }

  get cash(): Money {
    return this.#cash;
  }

  /** All rows, closed ones too. */
  get positions(): ReadonlyMap<PositionKey, Position> {
    return this.#positions;
  }

  /** Rows with shares. */
  get openPositions(): readonly Position[] {
    const rows = Array.from(this.#open, (key) => this.#positions.get(key));
    return rows.filter((position) => position !== undefined);
  }

  bookFlow(flow: Flow): void {
    this.#own(flow.ledger);
    this.#flows = addMoney(this.#flows, flow.amount);
    this.#cash = addMoney(this.#cash, flow.amount);
  }

  /**
   * Books an execution. A sale removes cost in proportion, rounded down, and all of it with the
   * last share.
   * @throws InvariantError for a sale of more than is held, an empty fill, or another ledger's.
   */
  bookFill(fill: Fill): Booked {
    this.#own(fill.ledger);
    invariant(fill.quantity > 0, 'a fill has a quantity');
    return fill.side === 'buy' ? this.#buy(fill) : this.#sell(fill);
  }

  /**
   * Takes back a fill whose settlement failed, exactly if nothing was sold since a buy, and if the
   * sale was booked by this instance. Otherwise cost moves as for the average share, and the rest
   * is realised. `null`, and nothing changes, when bought shares were sold already: a person must
   * look at that.
   */
  reverseFill(fill: Fill): Booked | null {
    this.#own(fill.ledger);
    return fill.side === 'buy' ? this.#takeBackBuy(fill) : this.#takeBackSale(fill);
  }

  /** Pays out every open position of a resolved token, `payout` a share, rounded down. */
  settle(tokenId: TokenId, payout: Price, atMs: AtMs): readonly Booked[] {
    const settled: Booked[] = [];
    for (const position of this.openPositions) {
      if (position.tokenId !== tokenId) continue;
      const proceeds = cost(payout, position.quantity, 'floor');
      this.#cash = addMoney(this.#cash, proceeds);
      const realised = subtractMoney(proceeds, position.cost);
      const move = { quantity: ZERO_QUANTITY, cost: ZERO_MONEY, realised, fee: ZERO_MONEY, atMs };
      settled.push(this.#move(position, move));
    }
    return settled;
  }

  /** Holds `amount` for an intent, in place of what was held for it. */
  reserve(intentId: IntentId, amount: Money): void {
    this.#reservations.hold(intentId, amount);
  }

  /** Frees what is held for an intent, if anything is. */
  release(intentId: IntentId): void {
    this.#reservations.free(intentId);
  }

  /** Cash that no intent holds; negative when a reversal took back what was spent. */
  available(): Money {
    return subtractMoney(this.#cash, this.#reservations.total);
  }

  /** Positions at cost that pass `filter`. Reservations are not in it. */
  exposure(filter: (position: Position) => boolean): Money {
    let total = ZERO_MONEY;
    for (const position of this.openPositions) {
      if (filter(position)) total = addMoney(total, position.cost);
    }
    return total;
  }

  totals(): LedgerTotals {
    let realised = ZERO_MONEY;
    let fees = ZERO_MONEY;
    for (const position of this.#positions.values()) {
      realised = addMoney(realised, position.realised);
      fees = addMoney(fees, position.fees);
    }
    return {
      cash: this.#cash,
      cost: this.exposure(() => true),
      flows: this.#flows,
      realised,
      fees,
      reserved: this.#reservations.total,
    };
  }

  /** What does not hold and must; empty when the books are right. */
  checkInvariants(): readonly string[] {
    const broken: string[] = [];
    const sum = this.totals();
    if (sum.cash + sum.cost !== sum.flows + sum.realised - sum.fees) {
      broken.push(`${this.id}: cash + cost = flows + realised - fees: ${JSON.stringify(sum)}`);
    }
    for (const [key, position] of this.#positions) {
      if (position.quantity < 0) broken.push(`${key}: quantity is negative`);
      if (position.cost < 0) broken.push(`${key}: cost is negative`);
      if ((position.quantity === 0) !== (position.cost === 0)) {
        broken.push(`${key}: nothing held and nothing paid go together`);
      }
    }
    return broken;
  }

  #buy(fill: Fill): Booked {
    invariant(fill.notional > 0, 'a buy costs something');
    const position = this.#positions.get(positionKey(fill)) ?? emptyPosition(fill, fill.atMs);
    const openedAtMs = position.quantity === 0 ? fill.atMs : position.openedAtMs;
    this.#cash = money(this.#cash - fill.notional - fill.fee);
    return this.#move(
      { ...position, openedAtMs },
      {
        quantity: addQuantity(position.quantity, fill.quantity),
        cost: addMoney(position.cost, fill.notional),
        realised: ZERO_MONEY,
        fee: fill.fee,
        atMs: fill.atMs,
      },
    );
  }

  #sell(fill: Fill): Booked {
    const position = this.#positions.get(positionKey(fill));
    invariant(
      position !== undefined && position.quantity >= fill.quantity,
      `a sale is covered by shares held: ${fill.id}`,
    );
    const removed = costOfPart(position, fill.quantity);
    this.#rememberSale(fill.id, removed);
    this.#cash = money(this.#cash + fill.notional - fill.fee);
    return this.#move(position, {
      quantity: subtractQuantity(position.quantity, fill.quantity),
      cost: subtractMoney(position.cost, removed),
      realised: subtractMoney(fill.notional, removed),
      fee: fill.fee,
      atMs: fill.atMs,
    });
  }

  #takeBackBuy(fill: Fill): Booked | null {
    const position = this.#positions.get(positionKey(fill));
    if (position === undefined || position.quantity < fill.quantity) return null;
    const part = costOfPart(position, fill.quantity);
    const exact = position.quantity > fill.quantity && fill.notional < position.cost;
    const removed = exact ? fill.notional : part;
    this.#cash = money(this.#cash + fill.notional + fill.fee);
    return this.#move(position, {
      quantity: subtractQuantity(position.quantity, fill.quantity),
      cost: subtractMoney(position.cost, removed),
      realised: subtractMoney(fill.notional, removed),
      fee: negative(fill.fee),
      atMs: fill.atMs,
    });
  }

  #takeBackSale(fill: Fill): Booked | null {
    const position = this.#positions.get(positionKey(fill));
    if (position === undefined) return null;
    const restored = this.#costOfSale.get(fill.id) ?? costForgotten(position, fill);
    this.#costOfSale.delete(fill.id);
    this.#cash = money(this.#cash - fill.notional + fill.fee);
    const sum = addMoney(position.cost, restored);
    const after = sum === 0 ? money(1) : sum; // Shares held cost something.
    return this.#move(position, {
      quantity: addQuantity(position.quantity, fill.quantity),
      cost: after,
      realised: money(after - position.cost - fill.notional),
      fee: negative(fill.fee),
      atMs: fill.atMs,
    });
  }

  #move(position: Position, move: PositionMove): Booked {
    const moved = movePosition(position, move);
    this.#put(moved);
    return { position: moved, realised: move.realised };
  }

  #put(position: Position): void {
    const key = positionKey(position);
    this.#positions.set(key, position);
    if (position.quantity > 0) this.#open.add(key);
    else this.#open.delete(key);
  }

  #rememberSale(id: FillId, removed: Money): void {
    this.#costOfSale.set(id, removed);
    if (this.#costOfSale.size <= REVERSIBLE_SALES_MAX) return;
    for (const oldest of this.#costOfSale.keys()) {
      this.#costOfSale.delete(oldest);
      return;
    }
  }

  #own(ledger: LedgerId): void {
    invariant(ledger === this.id, `books of ${this.id} take nothing of ${ledger}`);
  }
}

/** Cost of a sale that is not remembered: nothing was earned on it when nothing else is held. */
function costForgotten(position: Position, fill: Fill): Money {
  return position.quantity === 0 ? fill.notional : costOfPart(position, fill.quantity);
}

function negative(amount: Money): Money {
  return subtractMoney(ZERO_MONEY, amount);
}

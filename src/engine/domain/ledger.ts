import type { Booked } from './booked.ts';
import {
  type ExternalBooking,
  type ExternalTrade,
  externalReversal,
  externalShares,
  externalTrade,
  type Held,
  type Kept,
  type SharesFound,
  sharesToTake,
  unexplainedCash,
} from './external-booking.ts';
import type { Fill } from './fill.ts';
import { bought, type Leaving, left } from './fill-booking.ts';
import { buyTakenBack, saleTakenBack } from './fill-reversal.ts';
import { externalFlowId, type Flow } from './flow.ts';
import type { IntentId, LedgerId, TokenId } from './ids.ts';
import { brokenSum, type LedgerTotals, sumOf } from './ledger-totals.ts';
import {
  brokenPosition,
  emptyPosition,
  movePosition,
  type Position,
  type PositionKey,
  type PositionMove,
  positionKey,
} from './position.ts';
import { Reservations } from './reservations.ts';
import { SaleCosts } from './sale-costs.ts';
import type { AtMs } from './time.ts';
import { invariant } from './values/invariant.ts';
import { mulDiv } from './values/micro.ts';
import {
  addMoney,
  cost,
  type Money,
  money,
  type Price,
  type Quantity,
  subtractMoney,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from './values/money.ts';

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
  readonly #saleCosts = new SaleCosts();
  /** What was adopted, each once, by its id. */
  readonly #adopted = new Map<string, Flow>();
  #flows: Money = ZERO_MONEY;
  #cash: Money = ZERO_MONEY;
  #lastFlowAtMs: AtMs = 0;

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

  /** When money last came or went without a trade of ours; 0 before. */
  get lastFlowAtMs(): AtMs {
    return this.#lastFlowAtMs;
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
    this.#lastFlowAtMs = Math.max(this.#lastFlowAtMs, flow.atMs);
    if (flow.kind === 'external') this.#adopted.set(flow.id, flow);
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
   * look at that. The caller writes down `realised`, where it is not zero, as a realisation of cause
   * `reversal` (`reversalId`), so that realisations still sum up to the positions'.
   */
  reverseFill(fill: Fill): Booked | null {
    this.#own(fill.ledger);
    const position = this.#positions.get(positionKey(fill));
    if (position === undefined) return null;
    const isBuy = fill.side === 'buy';
    const move = isBuy
      ? buyTakenBack(position, fill)
      : saleTakenBack(position, fill, this.#saleCosts.take(fill.id));
    if (move === null) return null;
    this.#cash = money(this.#cash + (isBuy ? fill.notional : -fill.notional) + fill.fee);
    return this.#move(position, move);
  }

  /** Pays out every open position of a resolved token, `payout` a share, rounded down. */
  settle(tokenId: TokenId, payout: Price, atMs: AtMs): readonly Booked[] {
    const held = this.openPositions.filter((position) => position.tokenId === tokenId);
    return held.map((position) => {
      const { quantity } = position;
      return this.#payOut(position, { quantity, proceeds: cost(payout, quantity, 'floor'), atMs });
    });
  }

  /**
   * Books shares of a token that the chain turned into dollars, to the last micro-dollar of
   * `proceeds`: the person's own first, then those of all copies in proportion.
   * @throws InvariantError when fewer are held
   */
  redeem(
    tokenId: TokenId,
    of: { readonly quantity: Quantity; readonly proceeds: Money },
    atMs: AtMs,
  ): readonly Booked[] {
    const parts = [...sharesToTake(this.#heldOf(tokenId), of.quantity)];
    const sum = parts.reduce((total, [, part]) => total + part, 0);
    invariant(sum === of.quantity, 'what is redeemed is held');
    let rest: number = of.proceeds;
    return parts.map(([position, quantity], at) => {
      const fair = mulDiv(of.proceeds, quantity, { by: of.quantity, rounding: 'floor' });
      const proceeds = money(at === parts.length - 1 ? rest : fair);
      rest -= proceeds;
      return this.#payOut(position, { quantity, proceeds, atMs });
    });
  }

  /**
   * Adopts a trade that the owner made without us: a flow, never profit or loss. `null`, and nothing
   * changes, when it was adopted before. `kept` tells which shares orders of ours are selling.
   */
  bookExternal(trade: ExternalTrade, kept?: Kept): ExternalBooking | null {
    return this.#adopt(externalTrade(this.#heldOf(trade.tokenId, kept), trade));
  }

  /** Takes back an adopted trade that failed on chain; `null` when it was not adopted, or is back. */
  reverseExternal(trade: ExternalTrade, kept?: Kept): ExternalBooking | null {
    const held = this.#heldOf(trade.tokenId, kept);
    const adopted = this.#adopted.get(externalFlowId(trade));
    return adopted === undefined ? null : this.#adopt(externalReversal(held, trade, adopted));
  }

  /** Adopts shares that came or went without a trade, at their worth or their cost. */
  adjustShares(found: SharesFound, kept?: Kept): ExternalBooking | null {
    return this.#adopt(externalShares(this.#heldOf(found.tokenId, kept), found));
  }

  /** Whether something foreign was adopted by the flow of this id. */
  hasAdopted(flowId: string): boolean {
    return this.#adopted.has(flowId);
  }

  /** Books cash that nothing explains as a deposit or withdrawal. */
  adjustCash(amount: Money, atMs: AtMs): Flow {
    const flow = unexplainedCash(this.id, amount, atMs);
    this.bookFlow(flow);
    return flow;
  }

  /** The best bid seen for a position that is held. */
  raiseBest(key: PositionKey, best: Price): Position {
    const position = this.#positions.get(key);
    invariant(position !== undefined, `a position is known: ${key}`);
    this.#put({ ...position, best });
    return { ...position, best };
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

  totals(): LedgerTotals {
    const flows = this.#flows;
    const sums = sumOf(this.#positions.values());
    return { ...sums, cash: this.#cash, flows, reserved: this.#reservations.total };
  }

  /** What does not hold and must; empty when the books are right. */
  checkInvariants(): readonly string[] {
    const rows = [...this.#positions.values()].flatMap(brokenPosition);
    return [...brokenSum(this.id, this.totals()), ...rows];
  }

  #buy(fill: Fill): Booked {
    const position = this.#positions.get(positionKey(fill)) ?? emptyPosition(fill, fill.atMs);
    const openedAtMs = position.quantity === 0 ? fill.atMs : position.openedAtMs;
    const move = bought(position, fill);
    this.#cash = money(this.#cash - fill.notional - fill.fee);
    const best = position.quantity === 0 ? null : position.best;
    return this.#move({ ...position, openedAtMs, best }, move);
  }

  #sell(fill: Fill): Booked {
    const position = this.#positions.get(positionKey(fill));
    const { quantity, notional, fee, atMs } = fill;
    invariant(
      position !== undefined && position.quantity >= quantity,
      `a sale is covered by shares held: ${fill.id}`,
    );
    const move = left(position, { quantity, proceeds: notional, fee, atMs });
    this.#saleCosts.remember(fill.id, subtractMoney(position.cost, move.cost));
    this.#cash = money(this.#cash + notional - fee);
    return this.#move(position, move);
  }

  #payOut(position: Position, of: Omit<Leaving, 'fee'>): Booked {
    this.#cash = addMoney(this.#cash, of.proceeds);
    return this.#move(position, left(position, { ...of, fee: ZERO_MONEY }));
  }

  #move(position: Position, move: PositionMove): Booked {
    const moved = movePosition(position, move);
    this.#put(moved);
    const change = moved.quantity - position.quantity;
    const cash = money(move.realised - (moved.cost - position.cost));
    return { position: moved, realised: move.realised, change, cash };
  }

  #put(position: Position): void {
    const key = positionKey(position);
    this.#positions.set(key, position);
    if (position.quantity > 0) this.#open.add(key);
    else this.#open.delete(key);
  }

  #heldOf(tokenId: TokenId, kept: Kept = () => ZERO_QUANTITY): Held {
    const rows = [...this.#positions.values()].filter((row) => row.tokenId === tokenId);
    return { ledger: this.id, rows, kept };
  }

  #adopt(booking: ExternalBooking): ExternalBooking | null {
    const { flow, positions, cash } = booking;
    if (this.#adopted.has(flow.id)) return null;
    this.bookFlow(flow);
    // The flow says what the ledger gained; what of it is cost is not cash.
    this.#cash = money(this.#cash - flow.amount + cash);
    for (const position of positions) this.#put(position);
    return booking;
  }

  #own(ledger: LedgerId): void {
    invariant(ledger === this.id, `books of ${this.id} take nothing of ${ledger}`);
  }
}

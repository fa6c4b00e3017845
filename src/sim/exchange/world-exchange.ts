import type { Chance } from '../chance.ts';
import { Agenda } from '../venue/agenda.ts';
import type { GuestOrder } from '../venue/guest-orders.ts';
import type { LiveMarket } from '../venue/live-market.ts';
import type { GuestDesk, MarketFloor } from '../venue/market-floor.ts';
import { type Match, planFills, type TakerOrder } from '../venue/matching.ts';
import type { VenueEvent, VenueHappening } from '../venue/venue.ts';
import type { Accounts } from './accounts.ts';
import { admit, diesAtMs } from './admission.ts';
import type { AllowedToken } from './allowances.ts';
import { Announcements } from './announcements.ts';
import { type ChainAccounts, WorldChainAccounts } from './chain-accounts.ts';
import type {
  Exchange,
  ExchangeEvent,
  ExchangeOrder,
  ExchangeTrade,
  Funding,
  OrderSubmission,
  SubmitAnswer,
} from './exchange.ts';
import { type ExchangeRules, hasTakerDelay } from './exchange-rules.ts';
import { Funds, feeOf } from './funds.ts';
import { OrderRecord } from './order-record.ts';
import { isTaking } from './order-terms.ts';
import type { Orders } from './orders.ts';
import { ENDS, FAK_KILLED, FOK_KILLED, NOT_CANCELED, REFUSALS } from './refusals.ts';
import { Settlement } from './settlement.ts';
import { bookMatch } from './trade-booking.ts';

export interface WorldExchangeOptions {
  readonly chance: Chance;
  readonly floor: MarketFloor;
  readonly rules: ExchangeRules;
  readonly emit: (event: VenueEvent) => void;
  /** What happened in the world since it was asked last. */
  readonly takeHappened: () => readonly VenueHappening[];
}

type OrderEventType = Extract<ExchangeEvent, { readonly kind: 'order' }>['type'];

/**
 * Accounts in the world's own books. Its moments are wall times, which the caller tells; the world's
 * schedule goes on by itself.
 *
 * Rules of its own: an order takes every level within its limit at once, the makers of a level
 * before accounts; sizes are whole lots, so that an order which spends dollars leaves less than one
 * lot's worth; an account may meet its own resting order.
 */
export class WorldExchange implements Exchange, GuestDesk {
  readonly chainAccounts: ChainAccounts;
  readonly #options: WorldExchangeOptions;
  readonly #agenda = new Agenda();
  readonly #funds: Funds;
  readonly #accounts: Accounts;
  readonly #orders: Orders;
  readonly #news = new Announcements();
  readonly #settlement: Settlement;
  #nowMs = 0;

  constructor(options: WorldExchangeOptions) {
    const { chance, rules, emit } = options;
    this.#options = options;
    this.#funds = new Funds(rules);
    this.#accounts = this.#funds.accounts;
    this.#orders = this.#funds.orders;
    this.#settlement = new Settlement({
      chance: chance.fork('settlement'),
      rules,
      nowMs: () => this.#nowMs,
      after: (delayMs, run) => this.#agenda.at(this.#nowMs + delayMs, run),
      onStatus: (trade) => this.#news.add({ kind: 'trade', trade }),
      reverse: (movements) => this.#funds.reverse(movements, this.#nowMs),
      onRows: (rows) => emit({ kind: 'rows', rows }),
    });
    this.chainAccounts = new WorldChainAccounts({
      funds: this.#funds,
      at: (atMs, act) => this.#at(atMs, act),
      tell: (rows) => emit({ kind: 'rows', rows }),
      end: (record) => this.#takeOut(record, ENDS.balance),
    });
  }

  get nextAtMs(): number {
    return this.#agenda.nextAtMs;
  }

  advance(nowMs: number): void {
    this.#at(nowMs, () => null);
  }

  fund(address: string, of: Funding): void {
    this.#accounts.allowances.allowAll(address);
    this.#funds.fund(address, of);
  }

  fundBare(address: string, of: Funding): void {
    this.#funds.fund(address, of);
  }

  setAllowance(address: string, spender: string, amount: number): void {
    this.#accounts.setAllowance(address, spender, amount);
  }

  submit(order: OrderSubmission): SubmitAnswer {
    return this.#at(order.atMs, () => this.#submit(order));
  }

  cancel(owner: string, hash: string, atMs: number): string | null {
    return this.#at(atMs, () => {
      const record = this.#orders.find(hash);
      if (record === null || record.submission.owner !== owner) return NOT_CANCELED.unknown;
      if (record.status === 'MATCHED') return NOT_CANCELED.matched;
      if (record.status === 'DELAYED') return NOT_CANCELED.delayed;
      if (!record.isOpen) return NOT_CANCELED.canceled;
      this.#takeOut(record, '');
      return null;
    });
  }

  order(hash: string): ExchangeOrder | null {
    return this.#orders.find(hash)?.view() ?? null;
  }

  ordersOf(owner: string): readonly ExchangeOrder[] {
    return this.#orders.ofOwner(owner).map((record) => record.view());
  }

  tradesOf(owner: string): readonly ExchangeTrade[] {
    return this.#settlement.ofOwner(owner);
  }

  balance(address: string, tokenId: string | null): number {
    return this.#accounts.balance(address, tokenId);
  }

  allowance(address: string, spender: string, token: AllowedToken = 'pusd'): number {
    return this.#accounts.allowance(address, spender, token);
  }

  onEvent(listener: (event: ExchangeEvent) => void): void {
    this.#news.onEvent(listener);
  }

  onHappenings(listener: (happenings: readonly VenueHappening[]) => void): void {
    this.#news.onHappenings(listener);
  }

  /** Tells what happened to accounts; the world calls it after each of its steps. */
  tell(happened: readonly VenueHappening[] = []): void {
    this.#news.tell(happened);
  }

  matched(match: Match, order: TakerOrder): boolean {
    const booking = bookMatch(match, {
      chance: this.#options.chance,
      atMs: this.#nowMs,
      taker: order.id === undefined ? null : this.#orders.find(order.id),
      recordOf: (id) => this.#orders.find(id),
    });
    this.#accounts.move(booking.movements, this.#nowMs);
    for (const { record, size, cost } of booking.parts) record.fill(size, cost, booking.trade.id);
    const isTold = this.#settlement.open(booking);
    for (const { record } of booking.parts) this.#note('UPDATE', record);
    return isTold;
  }

  evicted(orders: readonly GuestOrder[]): void {
    for (const { id } of orders) {
      const record = this.#orders.find(id);
      if (record !== null) this.#end(record, ENDS.closed);
    }
  }

  /** Lets the time until `atMs` pass, does something, and tells what came of all that. */
  #at<Answer>(atMs: number, act: () => Answer): Answer {
    this.#news.check();
    while (this.#agenda.nextAtMs <= atMs) {
      this.#nowMs = Math.max(this.#nowMs, this.#agenda.nextAtMs);
      this.#agenda.runNext();
    }
    this.#nowMs = Math.max(this.#nowMs, atMs);
    const answer = act();
    this.tell(this.#options.takeHappened());
    return answer;
  }

  #submit(order: OrderSubmission): SubmitAnswer {
    if (this.#orders.find(order.hash) !== null) return REFUSALS.duplicate(order.hash);
    const live = this.#options.floor.of(order.market);
    const terms = admit(order, live);
    if ('kind' in terms) return terms;
    if (live === null) return REFUSALS.noBook();
    const record = new OrderRecord(order, terms);
    const plan = planFills(live.market, record.taker);
    const lacking = this.#funds.lacking(record, plan, this.#nowMs);
    if (lacking !== null) return lacking;
    this.#orders.add(record);
    const { takerDelayMs } = this.#options.rules;
    if (plan.length > 0 && takerDelayMs > 0 && hasTakerDelay(order.market)) {
      return this.#delay(record, feeOf(record, plan));
    }
    const killed = this.#execute(record, live);
    if (killed !== null) return REFUSALS.killed(killed);
    this.#expireLater(record);
    return this.#taken(record);
  }

  #delay(record: OrderRecord, fee: number): SubmitAnswer {
    record.status = 'DELAYED';
    record.feeHeld = fee;
    this.#note('PLACEMENT', record);
    this.#agenda.at(this.#nowMs + this.#options.rules.takerDelayMs, () => {
      const live = this.#options.floor.of(record.submission.market);
      if (live === null) this.#end(record, ENDS.closed);
      else this.#execute(record, live);
    });
    this.#expireLater(record);
    return this.#taken(record);
  }

  /** Matches what can be matched now; the rest rests or dies. Answers the words of a kill. */
  #execute(record: OrderRecord, live: LiveMarket): string | null {
    const { kind } = record.submission;
    const wasDelayed = record.status === 'DELAYED';
    const plan = planFills(live.market, record.taker);
    if (kind === 'FOK' && !record.isFilledBy(plan)) return this.#end(record, FOK_KILLED);
    if (kind === 'FAK' && plan.length === 0) return this.#end(record, FAK_KILLED);
    if (wasDelayed && this.#funds.lacking(record, plan, this.#nowMs) !== null) {
      return this.#end(record, ENDS.balance);
    }
    record.feeHeld = 0;
    if (!wasDelayed) this.#note('PLACEMENT', record);
    record.status = 'LIVE';
    if (plan.length > 0) this.#options.floor.trade(live, record.taker);
    if (!record.isOpen) return null;
    if (isTaking(record.submission)) {
      this.#end(record, ENDS.remainder);
      return null;
    }
    this.#options.floor.rest(live, record.guest, record.left);
    if (wasDelayed && plan.length === 0) {
      this.#news.add({
        kind: 'order',
        type: 'UPDATE',
        order: { ...record.view(), status: 'UNMATCHED' },
      });
    }
    return null;
  }

  #expireLater(record: OrderRecord): void {
    const atMs = diesAtMs(record.submission);
    if (atMs === null) return;
    this.#agenda.at(atMs, () => {
      if (record.status === 'LIVE') this.#takeOut(record, ENDS.expired);
    });
  }

  /** Takes a resting order out of the book. */
  #takeOut(record: OrderRecord, reason: string): void {
    const { floor } = this.#options;
    const live = floor.of(record.submission.market);
    if (live !== null) floor.withdraw(live, record.guest);
    this.#end(record, reason);
  }

  #end<Reason extends string>(record: OrderRecord, reason: Reason): Reason {
    record.end(reason);
    this.#note('CANCELLATION', record);
    return reason;
  }

  #taken(record: OrderRecord): SubmitAnswer {
    const { status, matched, spent, tradeIds, submission } = record;
    const { side, owner, hash } = submission;
    const [making, taking] = side === 'BUY' ? [spent, matched] : [matched, spent];
    const transaction = this.#settlement.transactionOf(owner, hash);
    return {
      kind: 'taken',
      status: status === 'LIVE' ? 'live' : status === 'DELAYED' ? 'delayed' : 'matched',
      making,
      taking,
      tradeIds: [...tradeIds],
      transactions: transaction === '' ? [] : [transaction],
    };
  }

  #note(type: OrderEventType, record: OrderRecord): void {
    this.#news.add({ kind: 'order', type, order: record.view() });
  }
}

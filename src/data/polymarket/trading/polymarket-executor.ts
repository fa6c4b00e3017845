import { z } from 'zod';
import { type LedgerId, liveLedger } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { OrderIntent } from '../../../engine/domain/order.ts';
import type {
  AccountReading,
  CancelAllAnswer,
  CancelAnswer,
  OrderLookup,
  PostAnswer,
} from '../../../engine/domain/venue-answer.ts';
import type { BeatAnswer, DeadManSwitch, Executor, MadeOrder } from '../../../engine/ports.ts';
import type { EndpointCounts } from '../../http/endpoint-metrics.ts';
import { JsonHttp } from '../../http/json-http.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { WriteTransport } from '../../http/write-transport.ts';
import { ApiAccess } from '../auth/api-access.ts';
import type { TypedDataSigner } from '../auth/typed-data-signer.ts';
import { type ClockReading, type OnFault, VenueClock } from '../auth/venue-clock.ts';
import { malformed } from '../client/data-envelope.ts';
import { problemOf } from '../client/errors.ts';
import type { OrderTerms } from '../order/order-kind.ts';
import { partiesOf, type TradingAccount } from '../order/trading-account.ts';
import { type IsOwn, ownedBy } from '../venue-fills.ts';
import { AccountHttp } from './account-http.ts';
import { AccountLists } from './account-lists.ts';
import { Balances } from './balances.ts';
import { Cancels } from './cancels.ts';
import { findOrder, type OrderToFind } from './find-order.ts';
import { beat } from './heartbeat.ts';
import { makeOrder, termsOf } from './make-order.ts';
import { Orders } from './orders.ts';
import { type AccountToRead, readAccountOf } from './read-account.ts';
import { CANCEL_LIMIT, ORDER_LIMIT, SignerBudget } from './signer-budget.ts';
import { TRADING_LIMITS } from './trading-limits.ts';

export interface PolymarketExecutorOptions {
  readonly clobUrl: string;
  readonly account: TradingAccount;
  readonly signer: TypedDataSigner;
  /** Told of a skewed clock, of credentials that stay refused and of a signer that has ended. */
  readonly onFault: OnFault;
  readonly writeTimeoutMs?: number;
  /** Whether credentials are made where the venue has none; true when left out. */
  readonly mayCreateCredentials?: boolean;
  /** Asked right before any write goes to a socket: why it may not; `null` lets it. */
  readonly stop?: () => string | null;
}

/** One account at Polymarket. */
export class PolymarketExecutor implements Executor, DeadManSwitch {
  readonly ledger: LedgerId;
  readonly access: ApiAccess;
  readonly clock: VenueClock;
  readonly balances: Balances;
  /** Whose orders and trades are the account's. */
  readonly isOwn: IsOwn;
  readonly #options: PolymarketExecutorOptions;
  readonly #runtime: HttpRuntime;
  readonly #http: JsonHttp;
  readonly #account: AccountHttp;
  readonly #lanes: { readonly orders: WriteTransport; readonly cancels: WriteTransport };
  readonly #lists: AccountLists;
  readonly #orders: Orders;
  readonly #cancels: Cancels;

  /** @throws OrderError `account` when key, funder and kind of wallet contradict each other */
  constructor(options: PolymarketExecutorOptions, runtime: HttpRuntime) {
    const { clobUrl, account, signer, onFault, writeTimeoutMs } = options;
    const { mayCreateCredentials: mayCreate = true } = options;
    const { chainId, key, funder } = account;
    this.#options = options;
    this.#runtime = runtime;
    this.ledger = liveLedger('polymarket', funder);
    const http = new JsonHttp({ baseUrl: clobUrl, limits: TRADING_LIMITS, problemOf }, runtime);
    const write = {
      baseUrl: clobUrl,
      ...(writeTimeoutMs === undefined ? {} : { timeoutMs: writeTimeoutMs }),
      ...(options.stop === undefined ? {} : { stop: options.stop }),
    };
    const lanes = {
      orders: new WriteTransport(write, runtime),
      cancels: new WriteTransport(write, runtime),
    };
    this.clock = new VenueClock(http, runtime, onFault);
    const shared = { http, clock: this.clock, key };
    const auth = { ...shared, chainId, signer, writes: lanes.cancels, runtime, onFault, mayCreate };
    this.access = new ApiAccess(auth);
    const of = new AccountHttp({ ...shared, lanes, access: this.access });
    this.balances = new Balances(of, partiesOf(account).signatureType);
    this.isOwn = ownedBy(funder, () => this.access.known?.apiKey ?? null);
    this.#http = http;
    this.#lanes = lanes;
    this.#account = of;
    this.#lists = new AccountLists(of);
    this.#orders = new Orders({
      http: of,
      budget: new SignerBudget(ORDER_LIMIT, runtime),
      runtime,
    });
    const budget = new SignerBudget(CANCEL_LIMIT, runtime);
    this.#cancels = new Cancels({ http: of, lists: this.#lists, budget, runtime });
  }

  makeOrder(
    intent: OrderIntent,
    market: Market,
  ): Promise<MadeOrder | { readonly refused: string }> {
    return this.makeOrderWith(intent, market, termsOf(intent));
  }

  /** An order of any kind that the venue knows, for tools. */
  async makeOrderWith(
    intent: OrderIntent,
    market: Market,
    terms: OrderTerms,
  ): Promise<MadeOrder | { readonly refused: string }> {
    if (intent.ledger !== this.ledger) {
      return { refused: `an intent of ledger ${intent.ledger} is not one of ${this.ledger}` };
    }
    return await makeOrder({ intent, market, terms }, { ...this.#options, access: this.access });
  }

  executeOrder(order: MadeOrder, stop: () => string | null): Promise<PostAnswer> {
    return this.#orders.one(order, stop);
  }

  /** Up to 15 in one request; each has an answer of its own. */
  executeOrders(
    orders: readonly MadeOrder[],
    stop: () => string | null,
  ): Promise<readonly PostAnswer[]> {
    return this.#orders.batch(orders, stop);
  }

  getOrderStatus(of: OrderToFind): Promise<OrderLookup> {
    return findOrder(this.#lists, of);
  }

  cancelOrder(hash: string): Promise<CancelAnswer> {
    return this.#cancels.one(hash);
  }

  cancelAllOrders(): Promise<CancelAllAnswer> {
    return this.#cancels.all();
  }

  readAccount(of: AccountToRead): Promise<AccountReading> {
    const { balances, isOwn } = this;
    return readAccountOf({ lists: this.#lists, balances, isOwn }, of);
  }

  /** One beat of the dead-man switch; the first carries an empty id. */
  beat(id: string): Promise<BeatAnswer> {
    return beat(this.#account, id, this.#runtime.nowMs());
  }

  /** Whether the venue lets the account close positions only. @throws VenueError */
  async isClosedOnly(): Promise<boolean> {
    const endpoint = 'clob.closed-only';
    const path = '/auth/ban-status/closed-only';
    const body = await this.#account.readJson({ endpoint, groups: ['total', 'auth'], path });
    const parsed = closedOnlySchema.safeParse(body);
    if (!parsed.success) throw malformed(endpoint, 'closed_only: a boolean');
    return parsed.data.closed_only;
  }

  /** @throws VenueError */
  checkClock(): Promise<ClockReading> {
    return this.clock.sync();
  }

  /** Counters of every endpoint used so far. */
  metrics(): readonly EndpointCounts[] {
    return this.#http.metrics.snapshot();
  }

  /** Cuts idle connections. */
  close(): void {
    this.#lanes.orders.close();
    this.#lanes.cancels.close();
  }
}

const closedOnlySchema = z.object({ closed_only: z.boolean() });

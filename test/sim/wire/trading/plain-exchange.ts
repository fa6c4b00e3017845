import { USDCE } from '../../../../src/sim/exchange/accounts.ts';
import { Allowances, WITHOUT_LIMIT } from '../../../../src/sim/exchange/allowances.ts';
import type { ChainAccounts } from '../../../../src/sim/exchange/chain-accounts.ts';
import {
  type Exchange,
  type ExchangeEvent,
  type ExchangeOrder,
  type ExchangeTrade,
  type Funding,
  type OrderSubmission,
  type SubmitAnswer,
  type TradeMaker,
  UNLIMITED,
} from '../../../../src/sim/exchange/exchange.ts';
import { MICRO } from '../scripted-venue.ts';

/** An exchange that does what the test tells it: orders rest, and match when the test says so. */
export class PlainExchange implements Exchange {
  readonly nextAtMs = Number.POSITIVE_INFINITY;
  /** Given once in place of the usual answer; nothing rests then. */
  nextAnswer: SubmitAnswer | null = null;
  readonly submissions: OrderSubmission[] = [];
  readonly advancedToMs: number[] = [];
  readonly #orders = new Map<string, ExchangeOrder>();
  readonly #trades = new Map<string, ExchangeTrade>();
  readonly #balances = new Map<string, number>();
  /** Approvals of the chain are kept beside what {@link setAllowance} says. */
  readonly chainAccounts: ChainAccounts = {
    balance: (address, asset) => this.balance(address, asset),
    allowance: (allowing) => {
      const own = this.#chainAllowances.of(allowing);
      return own > 0n || this.#bare.has(allowing.owner) ? own : WITHOUT_LIMIT;
    },
    isFunded: (address) =>
      this.#balances.has(`${address.toLowerCase()} null`) && !this.#bare.has(address.toLowerCase()),
    settle: ({ movements, allowances }) => {
      for (const { address, asset, amount } of movements) {
        this.#balances.set(`${address} ${asset}`, this.balance(address, asset) + amount);
      }
      for (const [allowing, amount] of allowances) this.#chainAllowances.set(allowing, amount);
    },
  };
  readonly #allowances = new Map<string, number>();
  readonly #chainAllowances = new Allowances();
  readonly #bare = new Set<string>();
  readonly #listeners: ((event: ExchangeEvent) => void)[] = [];

  advance(nowMs: number): void {
    this.advancedToMs.push(nowMs);
  }

  onHappenings(): void {
    // Its books are those of the script.
  }

  fund(address: string, of: Funding): void {
    const amount = 'dollars' in of ? of.dollars : 'usdce' in of ? of.usdce : of.shares;
    const asset = 'dollars' in of ? null : 'usdce' in of ? USDCE : of.tokenId;
    this.#balances.set(`${address.toLowerCase()} ${asset}`, amount);
  }

  fundBare(address: string, of: Funding): void {
    this.fund(address, of);
    this.#bare.add(address.toLowerCase());
  }

  setAllowance(address: string, spender: string, amount: number): void {
    this.#allowances.set(`${address} ${spender}`.toLowerCase(), amount);
  }

  balance(address: string, tokenId: string | null): number {
    return this.#balances.get(`${address.toLowerCase()} ${tokenId}`) ?? 0;
  }

  allowance(address: string, spender: string): number {
    return this.#allowances.get(`${address} ${spender}`.toLowerCase()) ?? UNLIMITED;
  }

  submit(order: OrderSubmission): SubmitAnswer {
    this.submissions.push(order);
    const planned = this.nextAnswer;
    this.nextAnswer = null;
    if (planned !== null) return planned;
    const isBuy = order.side === 'BUY';
    const size = isBuy ? order.takerAmount : order.makerAmount;
    const dollars = isBuy ? order.makerAmount : order.takerAmount;
    const price = Math.round((dollars * 10_000) / size) * 100;
    this.#put({
      ...order,
      price,
      size,
      matched: 0,
      status: 'LIVE',
      reason: '',
      tradeIds: [],
    });
    this.#tell({ kind: 'order', type: 'PLACEMENT', order: this.#known(order.hash) });
    return {
      kind: 'taken',
      status: 'live',
      making: 0,
      taking: 0,
      tradeIds: [],
      transactions: [],
    };
  }

  cancel(owner: string, hash: string): string | null {
    const order = this.#orders.get(hash);
    if (order === undefined || order.owner !== owner) return 'Order not found or already canceled';
    if (order.status !== 'LIVE') return 'Order already canceled';
    this.change(hash, { status: 'CANCELED' }, 'CANCELLATION');
    return null;
  }

  order(hash: string): ExchangeOrder | null {
    return this.#orders.get(hash) ?? null;
  }

  ordersOf(owner: string): readonly ExchangeOrder[] {
    return [...this.#orders.values()].filter((order) => order.owner === owner).reverse();
  }

  tradesOf(owner: string): readonly ExchangeTrade[] {
    const takesPart = ({ takerOwner, makers }: ExchangeTrade): boolean =>
      takerOwner === owner || makers.some((maker) => maker.owner === owner);
    return [...this.#trades.values()].filter(takesPart).reverse();
  }

  onEvent(listener: (event: ExchangeEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Moves an order on and tells of it. */
  change(
    hash: string,
    changes: Partial<ExchangeOrder>,
    type: 'UPDATE' | 'CANCELLATION' = 'UPDATE',
  ): void {
    this.#put({ ...this.#known(hash), ...changes });
    this.#tell({ kind: 'order', type, order: this.#known(hash) });
  }

  /** A trade that an order took part in, as taker or as the only maker; then its further states. */
  trade(hash: string, of: Partial<ExchangeTrade> & { readonly as?: 'taker' | 'maker' } = {}): void {
    const { as = 'taker', ...changes } = of;
    const order = this.#known(hash);
    const stranger = {
      hash: `0x${'9'.repeat(64)}`,
      owner: STRANGER,
      address: `0x${'8'.repeat(40)}`,
    };
    const mine = { hash, owner: order.owner, address: order.maker };
    const [taker, maker] = as === 'taker' ? [mine, stranger] : [stranger, mine];
    const other = order.outcome === 0 ? 1 : 0;
    const rest: TradeMaker = {
      ...maker,
      outcome: as === 'taker' ? other : order.outcome,
      side: order.side,
      price: as === 'taker' ? MICRO - order.price : order.price,
      matched: order.size,
    };
    const trade: ExchangeTrade = {
      id: '11111111-2222-4333-8444-555555555555',
      market: order.market,
      takerHash: taker.hash,
      takerOwner: taker.owner,
      takerMaker: taker.address,
      outcome: as === 'taker' ? order.outcome : other,
      side: order.side,
      price: as === 'taker' ? order.price : MICRO - order.price,
      size: order.size,
      fee: 0,
      makers: [rest],
      status: 'MATCHED',
      transaction: `0x${'7'.repeat(64)}`,
      matchedAtMs: order.atMs,
      updatedAtMs: order.atMs,
      ...changes,
    };
    this.#trades.set(trade.id, trade);
    this.#tell({ kind: 'trade', trade });
  }

  #known(hash: string): ExchangeOrder {
    const order = this.#orders.get(hash);
    if (order === undefined) throw new Error(`there is no order ${hash}`);
    return order;
  }

  #put(order: ExchangeOrder): void {
    this.#orders.set(order.hash, order);
  }

  #tell(event: ExchangeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** The API key of somebody else. */
export const STRANGER = '99999999-8888-4777-8666-555555555555';

import type { ExchangeEvent, ExchangeOrder, OrderSubmission } from '../../exchange/exchange.ts';
import type { FaultySocket } from '../faulty-socket.ts';
import type { WireRuntime } from '../runtime.ts';
import { objectOf, type SocketClient } from '../socket-host.ts';
import type { ApiKeys } from './api-keys.ts';
import { type OrderFrameType, orderFrame, tradeFrame, viewOf } from './shapes.ts';

/** Close code of a client that is not let in. */
const POLICY_VIOLATION = 1008;
/** Markets of one message of a client. */
const MARKETS_MAX = 2_000;

/** How frames about a killed order look. */
interface UserChannelOptions {
  readonly keys: ApiKeys;
  readonly runtime: WireRuntime;
  /** Whether a killed FOK or FAK order is told, with its reason in the status and empty fields. */
  readonly tellsKilled: () => boolean;
}

/** `/ws/user`: what happens to the orders and trades of a key, from now on. */
export class UserChannel {
  readonly #options: UserChannelOptions;
  readonly #clients = new Set<Listener>();

  constructor(options: UserChannelOptions) {
    this.#options = options;
  }

  readonly accept = (socket: FaultySocket): SocketClient => {
    const listener = new Listener(socket);
    this.#clients.add(listener);
    return {
      onText: (text) => this.#onText(listener, text),
      onPing: () => undefined,
      onClose: () => this.#clients.delete(listener),
    };
  };

  onEvent(event: ExchangeEvent, nowMs: number): void {
    if (event.kind === 'order') this.#tellOrder(event.order, event.type, nowMs);
    else {
      const { trade } = event;
      for (const listener of this.#listeners(trade.market.conditionId)) {
        const view = listener.apiKey === null ? null : viewOf(trade, listener.apiKey);
        if (view !== null) this.#put(listener, tradeFrame(trade, view, nowMs));
      }
    }
  }

  /** An order that was killed before it was one: its reason is in the status, and little else. */
  onKilled(order: OrderSubmission, reason: string, nowMs: number): void {
    if (!this.#options.tellsKilled()) return;
    const [price, size] = priceAndSize(order);
    const shown = { ...order, price, size, matched: 0, status: 'CANCELED', tradeIds: [] } as const;
    this.#tellKilled({ ...shown, reason }, nowMs);
  }

  /** Lets nobody listen any more. */
  closeAll(): void {
    for (const { socket } of this.#clients) socket.close(POLICY_VIOLATION, '');
  }

  #tellOrder(order: ExchangeOrder, type: OrderFrameType, nowMs: number): void {
    const isKilled = type === 'CANCELLATION' && order.matched === 0 && takesAtOnce(order);
    if (isKilled && order.reason !== '' && this.#options.tellsKilled()) {
      this.#tellKilled(order, nowMs);
      return;
    }
    for (const listener of this.#listeners(order.market.conditionId)) {
      if (listener.apiKey === order.owner) this.#put(listener, orderFrame(order, type, nowMs));
    }
  }

  #tellKilled(order: ExchangeOrder, nowMs: number): void {
    const frame = {
      ...orderFrame(order, 'CANCELLATION', nowMs),
      status: `CANCELED_${order.reason}`,
      size_matched: '',
      created_at: '',
    };
    for (const listener of this.#listeners(order.market.conditionId)) {
      if (listener.apiKey === order.owner) this.#put(listener, frame);
    }
  }

  #listeners(conditionId: string): readonly Listener[] {
    return [...this.#clients].filter((listener) => listener.hears(conditionId));
  }

  /** The first message has to say who it is. */
  #onText(listener: Listener, text: string): void {
    const message = objectOf(text);
    if (listener.apiKey === null) {
      const auth = message?.['auth'];
      const isObject = typeof auth === 'object' && auth !== null;
      const key = isObject ? this.#options.keys.byTexts(auth) : null;
      if (key === null) {
        listener.socket.close(POLICY_VIOLATION, '');
        return;
      }
      listener.apiKey = key.apiKey;
    }
    const raw = message?.['markets'];
    if (!Array.isArray(raw)) return;
    const markets = raw.slice(0, MARKETS_MAX).filter((id) => typeof id === 'string');
    const isLeaving = message?.['operation'] === 'unsubscribe';
    for (const id of markets) {
      if (isLeaving) listener.markets.delete(id.toLowerCase());
      else listener.markets.add(id.toLowerCase());
    }
  }

  #put(listener: Listener, frame: object): void {
    this.#options.runtime.counts.userFrames += listener.socket.send(JSON.stringify(frame));
  }
}

class Listener {
  readonly socket: FaultySocket;
  /** None means all. */
  readonly markets = new Set<string>();
  apiKey: string | null = null;

  constructor(socket: FaultySocket) {
    this.socket = socket;
  }

  hears(conditionId: string): boolean {
    return this.markets.size === 0 || this.markets.has(conditionId.toLowerCase());
  }
}

function takesAtOnce({ kind }: OrderSubmission): boolean {
  return kind === 'FOK' || kind === 'FAK';
}

/** As the venue reads them out of the two amounts: a price of at most four decimals. */
function priceAndSize(order: OrderSubmission): readonly [price: number, size: number] {
  const isBuy = order.side === 'BUY';
  const [dollars, shares] = isBuy
    ? [order.makerAmount, order.takerAmount]
    : [order.takerAmount, order.makerAmount];
  return [Math.round((dollars / shares) * PRICE_STEPS) * PRICE_STEP, shares];
}

const PRICE_STEPS = 10_000;
/** Micro-dollars. */
const PRICE_STEP = 100;

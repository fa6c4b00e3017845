import type { Exchange, ExchangeEvent } from '../../exchange/exchange.ts';
import type { Route } from '../http-host.ts';
import type { SocketChannel } from '../socket-host.ts';
import { accountRoutes } from './account-routes.ts';
import { cancelOrders, cancelRoutes } from './cancel-routes.ts';
import type { Injection } from './injections.ts';
import { orderReads } from './order-reads.ts';
import { postRoutes } from './post-routes.ts';
import { isOpen } from './shapes.ts';
import { tradeReads } from './trade-reads.ts';
import { type TradingSettings, TradingState, type TradingWorld } from './trading-state.ts';
import { POST_ONLY_AFTER_RESTART_MS } from './venue-mode.ts';
import type { KnownWallet } from './wallets.ts';

/** Requests per window, by group of routes. */
export const TRADING_LIMITS = {
  auth: 100,
  order: 5_000,
  orders: 2_000,
  'cancel-all': 250,
  'cancel-market': 1_500,
  'data-orders': 500,
  'data-trades': 500,
  balance: 200,
  'balance-update': 50,
} as const;

/** The private side of the venue: accounts, orders, and what is told of them. */
export class Trading {
  readonly exchange: Exchange;
  readonly routes: readonly Route[];
  readonly channel: SocketChannel;
  readonly #state: TradingState;

  static of(world: TradingWorld): Trading {
    return new Trading(new TradingState(world));
  }

  private constructor(state: TradingState) {
    this.#state = state;
    this.exchange = state.exchange;
    this.routes = [
      ...accountRoutes(state),
      ...postRoutes(state),
      ...cancelRoutes(state),
      ...orderReads(state),
      ...tradeReads(state),
    ];
    this.channel = {
      path: '/ws/user',
      faults: { drop: 'userDrop', duplicate: 'userDuplicate', reorder: 'userReorder' },
      accept: state.channel.accept,
    };
    state.exchange.onEvent((event) => this.#onEvent(event));
  }

  /** Makes something go wrong, once or from now on. */
  inject(injection: Injection): void {
    const state = this.#state;
    switch (injection.on) {
      case 'post':
        state.pendingPosts.add(injection.fault, injection.times ?? 1);
        return;
      case 'cancel':
        state.pendingCancels.add(injection.fault, injection.times ?? 1);
        return;
      case 'orders':
        state.pendingReads.add(injection.fault, injection.times ?? 1);
        return;
      case 'trades':
        state.tradeLagMs = injection.lagMs;
        return;
      case 'clock':
        state.skewMs = injection.skewMs;
        return;
      case 'keys':
        state.keys.revokeAll();
        state.channel.closeAll();
        return;
      case 'venue':
        this.#setMode(injection);
    }
  }

  /** Injected requests that have not come yet. */
  get pending(): number {
    const { pendingPosts, pendingCancels, pendingReads } = this.#state;
    return pendingPosts.length + pendingCancels.length + pendingReads.length;
  }

  /** Whether these are credentials of an account, as the venue's other services ask. */
  knows(auth: Parameters<TradingState['keys']['byTexts']>[0]): boolean {
    return this.#state.keys.byTexts(auth) !== null;
  }

  /** Tells which wallet a key speaks for, where no factory of the venue made it. */
  register(wallet: KnownWallet): void {
    this.#state.wallets.register(wallet);
  }

  set(changes: Partial<TradingSettings>): void {
    this.#state.settings = { ...this.#state.settings, ...changes };
  }

  /** To be called once a second: keys whose heartbeats stopped lose their open orders. */
  passSecond(nowMs: number): void {
    for (const apiKey of this.#state.heartbeats.takeSilent(nowMs)) {
      const open = this.exchange.ordersOf(apiKey).filter(isOpen);
      cancelOrders(
        this.#state,
        apiKey,
        open.map(({ hash }) => hash),
      );
    }
  }

  close(): void {
    this.#state.close();
  }

  #setMode(injection: Extract<Injection, { readonly on: 'venue' }>): void {
    const { modes } = this.#state;
    const nowMs = this.#state.nowMs();
    if (injection.mode === 'open') modes.clear();
    else if (injection.mode === 'restarting') {
      const { forMs, postOnlyMs = POST_ONLY_AFTER_RESTART_MS } = injection;
      modes.restart({ nowMs, forMs, postOnlyMs });
    } else modes.set(injection.mode, { nowMs, forMs: injection.forMs });
  }

  #onEvent(event: ExchangeEvent): void {
    const nowMs = this.#state.nowMs();
    if (event.kind === 'trade' && event.trade.updatedAtMs === event.trade.matchedAtMs) {
      this.#state.noteTrade(event.trade.id);
    }
    this.#state.channel.onEvent(event, nowMs);
  }
}

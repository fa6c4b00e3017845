import { objectOf } from '../../wire/socket-host.ts';
import type { KalshiFaults } from '../kalshi-faults.ts';
import type { KalshiWorld } from '../world/kalshi-world.ts';
import type { KalshiMarket } from '../world/market.ts';
import { COIN_INDICES } from '../world/settlement-index.ts';
import {
  type Command,
  CommandRefusal,
  channelsOf,
  commandOf,
  idOf,
  isTrue,
  namedIn,
  paramsOf,
  SOCKET_ERRORS,
  type SocketErrorCode,
  sidsOf,
  textsOf,
} from './command.ts';
import { snapshotBody, tickerBody } from './frames.ts';
import type { Line } from './line.ts';
import { ALL_INDICES, CHANNELS, type Channel, Subscription } from './subscription.ts';

export interface SessionRules {
  /** Markets in one subscription. */
  readonly marketsMax: number;
  /** Commands to one subscription within a second. */
  readonly commandsPerSecondMax: number;
}

export interface SessionScene {
  readonly world: KalshiWorld;
  readonly faults: KalshiFaults;
  readonly rules: SessionRules;
  readonly nowMs: () => number;
}

type Params = Readonly<Record<string, unknown>>;

/** One client: what it subscribed to, and the answers to its commands. */
export class Session {
  readonly line: Line;
  readonly #scene: SessionScene;
  readonly #subscriptions = new Map<number, Subscription>();
  #sids = 0;

  constructor(line: Line, scene: SessionScene) {
    this.line = line;
    this.#scene = scene;
  }

  get subscriptions(): Iterable<Subscription> {
    return this.#subscriptions.values();
  }

  onText(text: string): void {
    const raw = objectOf(text);
    try {
      this.#run(commandOf(raw));
    } catch (error) {
      if (!(error instanceof CommandRefusal)) throw error;
      this.line.send({ ...idPart(idOf(raw)), type: 'error', msg: errorBody(error.code) });
    }
  }

  /** Ends a subscription for good: the client has to subscribe again. */
  end(subscription: Subscription, code: 10 | 25): void {
    this.#subscriptions.delete(subscription.sid);
    this.line.send(subscription.frame('error', { msg: errorBody(code) }));
  }

  #run(command: Command): void {
    if (command.cmd === 'subscribe') this.#subscribe(command);
    else if (command.cmd === 'unsubscribe') this.#unsubscribe(command);
    else if (command.cmd === 'update_subscription') this.#update(command);
    else if (command.cmd === 'list_subscriptions') this.#list(command);
    else throw new CommandRefusal(5);
  }

  #subscribe(command: Command): void {
    const params = paramsOf(command);
    const channels = channelsOf(params);
    if (this.#scene.faults.happens('channelUnauthorized')) throw new CommandRefusal(9);
    const starts = channels.map((channel) => ({ channel, tickers: this.#named(params, channel) }));
    const indexIds = textsOf(params['index_ids'] ?? []);
    if (indexIds === null) throw new CommandRefusal(11);
    for (const { channel, tickers } of starts) {
      this.#sids += 1;
      const subscription = new Subscription({
        ...{ sid: this.#sids, channel, tickers, indexIds },
        usesYesPrice: isTrue(params['use_yes_price']),
        skipsAck: isTrue(params['skip_ticker_ack']),
      });
      this.#subscriptions.set(subscription.sid, subscription);
      const msg = { channel, sid: subscription.sid };
      this.line.send({ ...idPart(command.id), type: 'subscribed', msg });
      this.#begin(subscription, tickers ?? [], isTrue(params['send_initial_snapshot']));
    }
  }

  /** The markets that a subscription names; `null` for all. */
  #named(params: Params, channel: Channel): readonly string[] | null {
    const { names } = CHANNELS[channel];
    if (names === 'nothing' || names === 'indices') return null;
    const tickers = namedIn(params, 'market_ticker', 'market_tickers');
    const ids = channel === 'ticker' ? namedIn(params, 'market_id', 'market_ids') : null;
    const named = tickers ?? ids?.map((id) => this.#tickerOf(id)) ?? null;
    if (names === 'markets' && (named === null || named.length === 0)) throw new CommandRefusal(14);
    if (named !== null && named.length > this.#scene.rules.marketsMax) throw new CommandRefusal(26);
    return named;
  }

  #tickerOf(id: string): string {
    const market = this.#scene.world.catalogue.byId(id);
    if (market === null) throw new CommandRefusal(11);
    return market.ticker;
  }

  #begin(subscription: Subscription, tickers: readonly string[], wantsTicker: boolean): void {
    if (subscription.channel === 'orderbook_delta') this.#snapshots(subscription, tickers, null);
    if (subscription.channel !== 'ticker' || !wantsTicker) return;
    for (const market of this.#markets(tickers)) {
      const msg = tickerBody(market, this.#scene.nowMs());
      this.line.send(subscription.frame('ticker', { msg }));
    }
  }

  #markets(tickers: readonly string[]): readonly KalshiMarket[] {
    return tickers.flatMap((ticker) => this.#scene.world.catalogue.market(ticker) ?? []);
  }

  #snapshots(subscription: Subscription, tickers: readonly string[], id: number | null): void {
    for (const market of this.#markets(tickers)) {
      const msg = snapshotBody(market, subscription.usesYesPrice);
      this.line.send(subscription.frame('orderbook_snapshot', { ...idPart(id), msg }));
    }
  }

  #unsubscribe(command: Command): void {
    const sids = sidsOf(paramsOf(command));
    if (sids.length === 0) throw new CommandRefusal(4);
    const found = sids.map((sid) => this.#subscription(sid));
    for (const subscription of found) {
      this.#subscriptions.delete(subscription.sid);
      this.line.send(subscription.frame('unsubscribed', idPart(command.id)));
    }
  }

  #list({ id }: Command): void {
    const msg = [...this.#subscriptions.values()].map(({ channel, sid }) => ({ channel, sid }));
    this.line.send({ ...idPart(id), type: 'ok', msg });
  }

  #update(command: Command): void {
    const params = paramsOf(command);
    const [sid, ...more] = sidsOf(params);
    if (sid === undefined || more.length > 0) throw new CommandRefusal(12);
    const { action } = params as { readonly action?: unknown };
    if (typeof action !== 'string') throw new CommandRefusal(15);
    const subscription = this.#subscription(sid);
    const count = subscription.countCommand(this.#scene.nowMs());
    if (count > this.#scene.rules.commandsPerSecondMax) throw new CommandRefusal(27);
    const { names } = CHANNELS[subscription.channel];
    if (names === 'indices') this.#updateIndices(subscription, command, action);
    else if (names === 'nothing') throw new CommandRefusal(13);
    else this.#updateMarkets(subscription, command, action);
  }

  #updateMarkets(subscription: Subscription, command: Command, action: string): void {
    const params = paramsOf(command);
    const wanted = namedIn(params, 'market_ticker', 'market_tickers') ?? [];
    const isBook = subscription.channel === 'orderbook_delta';
    if (!['add_markets', 'delete_markets', ...(isBook ? ['get_snapshot'] : [])].includes(action)) {
      throw new CommandRefusal(13);
    }
    if (wanted.length === 0) throw new CommandRefusal(14);
    if (action === 'get_snapshot') {
      this.#snapshots(subscription, wanted, command.id);
      return;
    }
    const { tickers } = subscription;
    const added = action === 'add_markets' ? wanted.filter((ticker) => !tickers?.has(ticker)) : [];
    if ((tickers?.size ?? 0) + added.length > this.#scene.rules.marketsMax) {
      throw new CommandRefusal(26);
    }
    for (const ticker of added) tickers?.add(ticker);
    if (action === 'delete_markets') for (const ticker of wanted) tickers?.delete(ticker);
    const msg = subscription.skipsAck ? {} : { msg: { market_tickers: [...(tickers ?? [])] } };
    this.line.send(subscription.frame('ok', { ...idPart(command.id), ...msg }));
    this.#begin(subscription, added, isTrue(params['send_initial_snapshot']));
  }

  #updateIndices(subscription: Subscription, command: Command, action: string): void {
    const id = idPart(command.id);
    if (action === 'indexlist') {
      const msg = { index_ids: COIN_INDICES.map((index) => index.id) };
      const type = `${subscription.channel}_indexlist`;
      this.line.send(subscription.frame(type, { ...id, msg }));
      return;
    }
    if (action !== 'subscribe_indices' && action !== 'unsubscribe_indices') {
      throw new CommandRefusal(13);
    }
    const wanted = textsOf(paramsOf(command)['index_ids']);
    if (wanted === null || wanted.length === 0) throw new CommandRefusal(24);
    const { indexIds } = subscription;
    for (const each of wanted) {
      if (action === 'subscribe_indices') indexIds.add(each);
      else indexIds.delete(each);
    }
    const shown = indexIds.has(ALL_INDICES) ? [ALL_INDICES] : [...indexIds];
    this.line.send(subscription.frame('ok', { ...id, msg: { index_ids: shown } }));
  }

  #subscription(sid: number): Subscription {
    const found = this.#subscriptions.get(sid);
    if (found === undefined) throw new CommandRefusal(7);
    return found;
  }
}

function idPart(id: number | null): { readonly id?: number } {
  return id === null ? {} : { id };
}

function errorBody(code: SocketErrorCode) {
  return { code, msg: SOCKET_ERRORS[code] };
}

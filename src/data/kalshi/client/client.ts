import type { EndpointCounts } from '../../http/endpoint-metrics.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { KalshiKey } from '../sign.ts';
import { KalshiAccount } from './account.ts';
import { KalshiBooks } from './books.ts';
import { KalshiCatalogue } from './catalogue.ts';
import { KalshiExchange } from './exchange.ts';
import { KalshiHistory } from './history.ts';
import { KalshiHttp } from './kalshi-http.ts';
import { KalshiLists } from './lists.ts';
import { KalshiMarkets } from './markets.ts';

export interface KalshiClientOptions {
  /** Ends with the API's root, such as `https://host/trade-api/v2`. */
  readonly baseUrl: string;
  readonly runtime: HttpRuntime;
  /** `null` reads what anybody may. */
  readonly key: KalshiKey | null;
}

/** The reads of Kalshi: one limiter for what is signed, one for what is not, one set of counters. */
export class KalshiClient {
  readonly markets: KalshiMarkets;
  readonly books: KalshiBooks;
  readonly catalogue: KalshiCatalogue;
  readonly history: KalshiHistory;
  readonly lists: KalshiLists;
  readonly exchange: KalshiExchange;
  readonly account: KalshiAccount;
  readonly #http: KalshiHttp;

  constructor({ baseUrl, runtime, key }: KalshiClientOptions) {
    this.#http = new KalshiHttp(baseUrl, runtime, key);
    this.markets = new KalshiMarkets(this.#http);
    this.books = new KalshiBooks(this.#http, this.markets, runtime);
    this.catalogue = new KalshiCatalogue(this.#http);
    this.history = new KalshiHistory(this.#http);
    this.lists = new KalshiLists(this.#http);
    this.exchange = new KalshiExchange(this.#http);
    this.account = new KalshiAccount(this.#http);
  }

  get hasKey(): boolean {
    return this.#http.hasKey;
  }

  /** Counters of every endpoint used so far. */
  metrics(): readonly EndpointCounts[] {
    return this.#http.metrics.snapshot();
  }
}

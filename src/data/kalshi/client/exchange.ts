import type { ReadOptions } from '../../http/json-http.ts';
import {
  type ExchangeSchedule,
  type ExchangeStatus,
  exchangeStatusSchema,
  scheduleSchema,
} from '../schema-exchange.ts';
import type { KalshiHttp } from './kalshi-http.ts';

/** Whether and when the exchange trades. Every method throws VenueError. */
export class KalshiExchange {
  readonly #http: KalshiHttp;

  constructor(http: KalshiHttp) {
    this.#http = http;
  }

  /** Of every shard: the one of a market decides for it. */
  async getExchangeStatus(options: ReadOptions = {}): Promise<ExchangeStatus> {
    const endpoint = 'kalshi.exchange-status';
    const body = await this.#http.get({ ...options, endpoint, path: '/exchange/status' });
    return this.#http.value(endpoint, (reader) => reader.read(exchangeStatusSchema, body));
  }

  async getSchedule(options: ReadOptions = {}): Promise<ExchangeSchedule> {
    const endpoint = 'kalshi.exchange-schedule';
    const body = await this.#http.get({ ...options, endpoint, path: '/exchange/schedule' });
    return this.#http.value(endpoint, (reader) => reader.read(scheduleSchema, body));
  }
}

import type { EndpointCounts } from '../../http/endpoint-metrics.ts';
import { JsonHttp, type ReadOptions } from '../../http/json-http.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { Clob } from './clob.ts';
import { DataApi } from './data-api.ts';
import { problemOf } from './errors.ts';
import { Gamma } from './gamma.ts';
import { type Geoblock, readGeoblock } from './geoblock.ts';
import { CLOB_LIMITS, DATA_LIMITS, GAMMA_LIMITS, SITE_LIMITS } from './rate-limits.ts';

/** Where the venue is. The first three are roots; the last is the whole address of its question. */
export interface PolymarketHosts {
  readonly gammaUrl: string;
  readonly clobUrl: string;
  readonly dataUrl: string;
  readonly geoblockUrl: string;
}

/** The public reads of Polymarket: one limiter, one set of counters per host. */
export class PolymarketClient {
  readonly gamma: Gamma;
  readonly clob: Clob;
  readonly data: DataApi;
  readonly #site: JsonHttp;
  readonly #hosts: readonly JsonHttp[];

  constructor(hosts: PolymarketHosts, runtime: HttpRuntime) {
    const gamma = new JsonHttp(
      { baseUrl: hosts.gammaUrl, limits: GAMMA_LIMITS, problemOf },
      runtime,
    );
    const clob = new JsonHttp({ baseUrl: hosts.clobUrl, limits: CLOB_LIMITS, problemOf }, runtime);
    const data = new JsonHttp(
      { baseUrl: hosts.dataUrl, limits: DATA_LIMITS, problemOf, bustsCache: true },
      runtime,
    );
    this.#site = new JsonHttp(
      { baseUrl: hosts.geoblockUrl, limits: SITE_LIMITS, problemOf },
      runtime,
    );
    this.gamma = new Gamma(gamma);
    this.clob = new Clob(clob, runtime);
    this.data = new DataApi(data);
    this.#hosts = [gamma, clob, data, this.#site];
  }

  /** @throws VenueError */
  geoblock(options: ReadOptions = {}): Promise<Geoblock> {
    return readGeoblock(this.#site, options);
  }

  /** Counters of every endpoint used so far. */
  metrics(): readonly EndpointCounts[] {
    return this.#hosts.flatMap((http) => http.metrics.snapshot());
  }
}

import { getAddress } from 'ethers';
import type { z } from 'zod';
import { type Get, JsonHttp } from '../../http/json-http.ts';
import { RequestLimiter } from '../../http/request-limiter.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { WriteTransport } from '../../http/write-transport.ts';
import { malformed } from '../client/data-envelope.ts';
import { problemOf } from '../client/errors.ts';
import type { WalletKind } from '../order/trading-account.ts';
import {
  deployed,
  type Relayed,
  type RelayParams,
  relayed,
  relayParams,
} from './relayer-schema.ts';
import { type SubmitAnswer, submitAnswer, withoutLongHex } from './submit-answer.ts';

/** Wallets that act through the relayer. */
export type RelayedKind = Exclude<WalletKind, 'eoa'>;

/** As the relayer calls them. */
export const RELAY_TYPES: Readonly<Record<RelayedKind, string>> = {
  proxy: 'PROXY',
  safe: 'SAFE',
  depositWallet: 'WALLET',
};

/** The venue's limit of submissions; of reading it says nothing. */
const SUBMIT_LIMIT = { requests: 25, windowMs: 60_000 };
const READ_LIMITS = { total: { requests: 200, windowMs: 10_000 } };
/** Attempts of one read; whoever polls asks again anyway. */
const READ_ATTEMPTS_MAX = 2;
const STATUS_TOO_MANY = 429;
const SUBMIT = 'relayer.submit';

export interface RelayerOptions {
  readonly url: string;
  /** `POLYMARKET_RELAYER_KEY`; without one nothing can be submitted. */
  readonly apiKey: string | null;
  /** The address of the key that signs, which owns the API key. */
  readonly address: string;
  readonly writeTimeoutMs?: number;
}

/**
 * The venue's relayer: it sends and pays for what a wallet's key has signed. Reads throw
 * VenueError. Source: `@polymarket/client` 0.2.0, `actions/gasless`.
 */
export class Relayer {
  readonly hasKey: boolean;
  readonly #address: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #http: JsonHttp;
  readonly #writes: WriteTransport;
  readonly #submits: RequestLimiter;
  readonly #runtime: HttpRuntime;

  constructor({ url, apiKey, address, writeTimeoutMs }: RelayerOptions, runtime: HttpRuntime) {
    this.hasKey = apiKey !== null;
    this.#address = getAddress(address);
    this.#headers =
      apiKey === null ? {} : { RELAYER_API_KEY: apiKey, RELAYER_API_KEY_ADDRESS: this.#address };
    this.#http = new JsonHttp({ baseUrl: url, limits: READ_LIMITS, problemOf }, runtime);
    const timeout = writeTimeoutMs === undefined ? {} : { timeoutMs: writeTimeoutMs };
    this.#writes = new WriteTransport({ baseUrl: url, ...timeout }, runtime);
    this.#submits = new RequestLimiter({ submit: SUBMIT_LIMIT }, runtime);
    this.#runtime = runtime;
  }

  /** Who sends the next transaction of the key's wallet of this kind, and with which nonce. */
  async params(kind: RelayedKind): Promise<RelayParams> {
    return await this.#read(relayParams, {
      endpoint: 'relayer.params',
      path: '/v1/account/transactions/params',
      query: [
        ['address', this.#address],
        ['type', RELAY_TYPES[kind]],
      ],
    });
  }

  /** Whether the wallet's contract is on the chain. */
  async isDeployed(wallet: string, kind: RelayedKind): Promise<boolean> {
    const type = kind === 'depositWallet' ? [['type', RELAY_TYPES[kind]] as const] : [];
    const read = await this.#read(deployed, {
      endpoint: 'relayer.deployed',
      path: '/deployed',
      query: [['address', getAddress(wallet)], ...type],
    });
    return read.deployed;
  }

  async transaction(id: string): Promise<Relayed> {
    const read = await this.#read(relayed, {
      endpoint: 'relayer.transaction',
      path: `/v1/account/transactions/${encodeURIComponent(id)}`,
    });
    return { ...read, error: read.error === null ? null : withoutLongHex(read.error) };
  }

  /** Waits until one more may be submitted; what is signed afterwards is fresh. @throws VenueError */
  async turn(): Promise<void> {
    await this.#submits.acquire({ endpoint: SUBMIT, groups: ['submit'], priority: 'background' });
  }

  /** Hands it over, once. What the network does is an answer. */
  async submit(body: object): Promise<SubmitAnswer> {
    const outcome = await this.#writes.send({
      method: 'POST',
      target: '/submit',
      headers: this.#headers,
      body: new TextEncoder().encode(JSON.stringify(body)),
    });
    const answer = submitAnswer(outcome, this.#runtime.nowMs());
    const isTooMany = outcome.kind === 'answered' && outcome.status === STATUS_TOO_MANY;
    if (isTooMany && answer.kind === 'notNow') {
      this.#submits.throttle(['submit'], answer.retryAfterMs);
    }
    return answer;
  }

  /** Cuts idle connections. */
  close(): void {
    this.#writes.close();
  }

  async #read<T>(schema: z.ZodType<T>, get: Pick<Get, 'endpoint' | 'path' | 'query'>): Promise<T> {
    const raw = await this.#http.getJson({
      ...get,
      groups: ['total'],
      attemptsMax: READ_ATTEMPTS_MAX,
      headers: () => this.#headers,
    });
    const read = schema.safeParse(raw);
    if (read.success) return read.data;
    const where = read.error.issues[0]?.path.join('.') || 'the answer';
    throw malformed(get.endpoint, `${where} is not what it has to be`);
  }
}

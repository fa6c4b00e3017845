import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SimClock } from '../wire/clock.ts';
import { type ListenAt, listen, shut } from '../wire/listen.ts';
import { type BinanceFaults, SLOW_MS } from './faults.ts';
import type { TimeUnit } from './frames.ts';
import { BAN_MS, WeightLimit } from './limits.ts';
import { type RestMarkets, RestRefusal, restRoute } from './rest-routes.ts';

const RESTRICTED =
  "Service unavailable from a restricted location according to 'b. Eligibility' in https://www.binance.com/en/terms. Please contact customer service if you believe you received this message in error.";
const HTML = '<html><head><title>502 Bad Gateway</title></head></html>';
/** `Retry-After` of an injected 429. */
const RETRY_MS = 2_000;
const TOO_MANY = -1003;

export interface RestServerOptions {
  readonly clock: SimClock;
  readonly faults: BinanceFaults;
  readonly markets: RestMarkets;
  /** Weight of all requests of a minute. */
  readonly weightPerMinute: number;
  readonly refusal: () => number | null;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly isHtml?: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** The exchange's requests on a loopback socket. */
export class RestServer {
  readonly #options: RestServerOptions;
  readonly #server: Server;
  readonly #weights: WeightLimit;
  readonly #waiting = new Set<() => void>();
  #requests = 0;

  constructor(options: RestServerOptions) {
    this.#options = options;
    this.#weights = new WeightLimit(options.weightPerMinute);
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  async listen(at: ListenAt): Promise<string> {
    return `http://${await listen(this.#server, at)}`;
  }

  get requests(): number {
    return this.#requests;
  }

  async close(): Promise<void> {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
    await shut(this.#server);
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { faults, clock } = this.#options;
    this.#requests += 1;
    const answer = this.#answer(request);
    const isCut = faults.happens('httpCut');
    const send = () => write(answer, response, isCut);
    if (!faults.happens('httpSlow')) {
      send();
      return;
    }
    const cancel = clock.schedule(faults.amount('httpSlow', SLOW_MS), () => {
      this.#waiting.delete(cancel);
      send();
    });
    this.#waiting.add(cancel);
  }

  #answer({ method, url = '/', headers }: IncomingMessage): Answer {
    const { clock, faults, markets, refusal } = this.#options;
    const refused = refusal();
    if (refused !== null) return json(refused, { code: 0, msg: RESTRICTED });
    const nowMs = clock.nowMs();
    const { pathname, searchParams } = new URL(url, 'http://sim');
    const route = method === 'GET' ? restRoute(pathname, searchParams) : null;
    if (route === null) return { status: 404, text: HTML, isHtml: true, headers: {} };
    const faulty = this.#faulty(nowMs);
    if (faulty !== null) return faulty;
    const verdict = this.#weights.take(nowMs, route.weight);
    const used = {
      'x-mbx-used-weight': `${verdict.used}`,
      'x-mbx-used-weight-1m': `${verdict.used}`,
    };
    if (verdict.kind !== 'taken') {
      return tooMany(verdict.kind === 'banned', { nowMs, retryMs: verdict.retryMs, headers: used });
    }
    if (faults.happens('http5xx')) {
      return faults.amount('http5xx', [0, 1]) === 0
        ? json(500, { code: -1000, msg: 'An unknown error occurred while processing the request.' })
        : { status: 502, text: HTML, isHtml: true, headers: {} };
    }
    try {
      const unit: TimeUnit =
        headers['x-mbx-time-unit']?.toString().toUpperCase() === 'MICROSECOND' ? 'µs' : 'ms';
      return json(200, route.answer(markets, { nowMs, unit }), used);
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error;
      return json(400, { code: error.code, msg: error.message }, used);
    }
  }

  #faulty(nowMs: number): Answer | null {
    const { faults } = this.#options;
    if (faults.happens('http418')) this.#weights.ban(nowMs, BAN_MS);
    if (!faults.happens('http429')) return null;
    return tooMany(false, { nowMs, retryMs: RETRY_MS, headers: {} });
  }
}

function tooMany(
  isBan: boolean,
  at: { readonly nowMs: number; readonly retryMs: number; readonly headers: Answer['headers'] },
): Answer {
  const advice = 'Please use WebSocket Streams for live updates to avoid';
  const msg = isBan
    ? `Way too much request weight used; IP banned until ${at.nowMs + at.retryMs}. ${advice} bans.`
    : `Too much request weight used; current limit is 6000 request weight per 1 MINUTE. ${advice} polling the API.`;
  const headers = { ...at.headers, 'retry-after': String(Math.ceil(at.retryMs / 1_000)) };
  return json(isBan ? 418 : 429, { code: TOO_MANY, msg }, headers);
}

function json(status: number, body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, text: JSON.stringify(body), headers };
}

function write(answer: Answer, response: ServerResponse, isCut: boolean): void {
  const { status, text, isHtml = false, headers } = answer;
  const type = isHtml ? 'text/html' : 'application/json;charset=UTF-8';
  const length = Buffer.byteLength(text);
  response.writeHead(status, { 'content-type': type, 'content-length': length, ...headers });
  if (!isCut) response.end(text);
  else response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
}

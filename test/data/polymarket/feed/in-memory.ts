import type { HttpRuntime } from '../../../../src/data/http/runtime.ts';
import { PolymarketClient } from '../../../../src/data/polymarket/client/client.ts';
import type { FeedGap, FrameSink } from '../../../../src/data/polymarket/feed/frame-sink.ts';
import type { ReadBooks } from '../../../../src/data/polymarket/feed/kept-book.ts';
import type { AtMs } from '../../../../src/engine/domain/time.ts';
import type { HttpDouble, Reply, Route, Seen } from '../../../servers/http-double.ts';
import { VirtualRuntime } from '../../http/virtual-runtime.ts';

const URL_OF_ALL = 'http://venue.test';

/** A client whose every host is the one at `url`. */
export function clientAt(url: string, runtime: HttpRuntime): PolymarketClient {
  const hosts = { gammaUrl: url, clobUrl: url, dataUrl: url, geoblockUrl: `${url}/api/geoblock` };
  return new PolymarketClient(hosts, runtime);
}

/** The same strictness as {@link HttpDouble}, without sockets: time stands still while it answers. */
export class InMemoryVenue {
  readonly seen: Seen[] = [];
  readonly violations: string[] = [];
  readonly runtime: VirtualRuntime;
  readonly client: PolymarketClient;
  readonly #routes = new Map<string, { readonly route: Route; count: number }>();

  constructor(...routes: readonly Route[]) {
    for (const route of routes) {
      this.#routes.set(`${route.method ?? 'GET'} ${route.path}`, { route, count: 0 });
    }
    this.runtime = new VirtualRuntime((input, init) => this.#answer(new Request(input, init)));
    this.client = clientAt(URL_OF_ALL, this.runtime);
  }

  /** Requests to a path so far. */
  count(path: string): number {
    return this.seen.filter((seen) => seen.path === path).length;
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname: path, searchParams: query } = new URL(request.url);
    const raw = await request.text();
    const body: unknown = raw === '' ? null : JSON.parse(raw);
    const headers = Object.fromEntries(request.headers);
    const seen: Seen = { method: request.method, path, query, body, headers };
    this.seen.push(seen);
    const known = this.#routes.get(`${request.method} ${path}`);
    if (known === undefined || !fits(known.route, query)) {
      this.violations.push(`${request.method} ${path}?${query}`);
      return new Response('{"error":"not declared"}', { status: 400 });
    }
    known.count += 1;
    return responseOf(known.route.reply(seen, known.count - 1), request.signal);
  }
}

function fits({ needs = {}, may = {} }: Route, query: URLSearchParams): boolean {
  const isMissing = Object.keys(needs).some((name) => !query.has(name));
  return (
    !isMissing &&
    [...query].every(([name, value]) => (needs[name] ?? may[name])?.test(value) === true)
  );
}

async function responseOf(reply: Reply, signal: AbortSignal): Promise<Response> {
  if (reply.kind === 'answer') {
    const headers = { 'content-type': reply.type, ...reply.headers };
    return new Response(reply.text, { status: reply.status, headers });
  }
  if (reply.kind === 'hold') {
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    return responseOf(await Promise.race([reply.until, aborted]), signal);
  }
  throw new TypeError('fetch failed', { cause: new Error('socket hang up') });
}

/** A sink that keeps what it gets. */
export class RecordingSink implements FrameSink {
  readonly frames: { readonly source: string; readonly frame: unknown; readonly atMs: AtMs }[] = [];
  readonly cursors: {
    readonly name: string;
    readonly value: string;
    readonly gap: FeedGap | null;
  }[] = [];

  json(source: string, frame: unknown, receivedAtMs: AtMs): void {
    this.frames.push({ source, frame, atMs: receivedAtMs });
  }

  cursor(name: string, value: string, gap: FeedGap | null): void {
    this.cursors.push({ name, value, gap });
  }

  /** The rows of all frames. */
  get rows(): readonly unknown[] {
    return this.frames.flatMap(({ frame }) => frame as readonly unknown[]);
  }
}

/** Delivers books that were read as the feeds do. */
export function intoSink(sink: FrameSink): (books: ReadBooks) => void {
  return ({ rows, readAtMs }) => sink.json('polymarket.book', rows, readAtMs);
}

/** Fails unless nothing is left to wait for. */
export async function nothingLeft(runtime: VirtualRuntime): Promise<void> {
  const message = await runtime
    .run(new Promise<never>(() => undefined))
    .catch((error: Error) => error.message);
  if (message !== 'nothing is left to wait for') throw new Error(`left: ${message}`);
}

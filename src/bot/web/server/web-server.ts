import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { Chats } from '../../chat/chats.ts';
import type { Dispatcher } from '../../dispatch.ts';
import type { Timing } from '../../notice/timing.ts';
import type { WebDoor } from '../access/door.ts';
import { LiveHub } from '../live/live-hub.ts';
import { LiveLook } from '../live/live-look.ts';
import type { PageSources } from '../views/sources.ts';
import { answersOf } from './answers.ts';
import { CommandDesk } from './command-desk.ts';
import { readiness } from './health.ts';
import { type Metric, metricsText } from './metrics.ts';
import { StaticFiles } from './static-files.ts';
import { webApp } from './web-app.ts';

/** How long a request may take to arrive. */
const HEADERS_MS_MAX = 10 * SECOND_MS;
const REQUEST_MS_MAX = 20 * SECOND_MS;
/** How long an end waits for answers that are on their way, and how often it looks. */
const CLOSE_MS_MAX = SECOND_MS;
const IDLE_LOOK_MS = 20;
/** Connections at a time; each of a phone's pages needs two. */
const CONNECTIONS_MAX = 400;

export interface WebServerOptions {
  readonly sources: PageSources;
  readonly dispatcher: Pick<Dispatcher, 'say' | 'tap' | 'preview'>;
  readonly chats: Pick<Chats, 'of'>;
  readonly door: WebDoor;
  readonly version: string;
  readonly host: string;
  /** 0 is any that is free. */
  readonly port: number;
  /** Where people reach it, if not at host and port. */
  readonly publicUrl: string | null;
  /** Folder of the pages as they were built. */
  readonly assets: string | null;
  /** Whose pages may show this one in a frame. */
  readonly frameAncestors: readonly string[];
  /** What others count, for `/metrics`. */
  readonly metrics?: () => readonly Metric[];
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

export interface WebServer {
  /** Where people open it, without a slash behind it. */
  readonly url: string;
  readonly hub: LiveHub;
  /** Ends every stream, then hears nothing more. */
  close(): Promise<void>;
}

/** Serves pages and API. @throws when the address is taken, or cannot be had. */
export async function openWebServer(options: WebServerOptions): Promise<WebServer> {
  const { sources, door, timing, report } = options;
  const { queries } = sources;
  const look = new LiveLook(sources, () => timing.monotonicMs());
  const hub = new LiveHub({ look: () => look.look(), timing, report });
  const app = webApp({
    ...options,
    hub,
    answers: answersOf({ sources, door, desk: new CommandDesk(options) }),
    files: StaticFiles.read(options.assets),
    readiness: () => readiness(queries),
    metrics: () =>
      metricsText({
        queries,
        live: () => hub.counts,
        sessions: () => door.sessionCount,
        more: options.metrics ?? (() => []),
      }),
    monotonicMs: () => timing.monotonicMs(),
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: { headersTimeout: HEADERS_MS_MAX, requestTimeout: REQUEST_MS_MAX },
  }) as Server;
  server.maxConnections = CONNECTIONS_MAX;
  const port = await listen(server, options);
  server.on('error', report);
  const url = options.publicUrl?.replace(/\/+$/, '') ?? `http://${shown(options.host)}:${port}`;
  door.url = url;
  return {
    url,
    hub,
    close: () => {
      door.url = null;
      hub.close();
      return stop(server);
    },
  };
}

/** Lets what is being answered end for a moment, then breaks off what is left. */
function stop(server: Server): Promise<void> {
  return new Promise((done) => {
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
    const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      done();
    });
  });
}

function listen(
  server: Server,
  { host, port }: Pick<WebServerOptions, 'host' | 'port'>,
): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.off('error', failed);
      done((server.address() as AddressInfo).port);
    });
  });
}

/** As it stands in an address: what listens everywhere is reached here at this machine. */
function shown(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

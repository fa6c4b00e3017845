import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { People } from '../../bot/chat/people.ts';
import type { Line } from '../../bot/reply.ts';
import type { TokenStore } from '../../bot/web/access/api-tokens.ts';
import { WebDoor } from '../../bot/web/access/door.ts';
import { isLoopback } from '../../bot/web/access/host-key.ts';
import type { Metric } from '../../bot/web/server/metrics.ts';
import { openWebServer, type WebServer } from '../../bot/web/server/web-server.ts';
import { arbitrageSource } from '../../bot/web/views/arbitrage-source.ts';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import { type Config, ConfigError } from '../config.ts';
import { programVersion } from '../version.ts';
import type { Chat } from './chat.ts';
import { TokenFile } from './token-file.ts';

/** Whose pages may show ours in a frame, where a bot of Telegram opens them. */
const TELEGRAM_PAGES = ['https://*.telegram.org'];
/** Where the build puts the pages, seen from this file: as it was built, and from its source. */
const BUILT = ['../../web', '../../../dist/web'];

export interface DashboardOptions {
  readonly config: Pick<Config, 'web' | 'telegram' | 'discord' | 'dataDir'>;
  readonly people: People;
  readonly store: Pick<ChatStore, 'audit'>;
  /** Whether a port that is taken gives way to any other. */
  readonly takesAnyPort?: boolean;
  /** What others count, for `/metrics`. */
  readonly metrics?: () => readonly Metric[];
  readonly report: (error: unknown) => void;
}

/**
 * The pages and their API. That it cannot be served ends nothing: chats and console go on, and the
 * console says why.
 */
export class Dashboard {
  readonly door: WebDoor;
  readonly #options: DashboardOptions;
  #server: WebServer | null = null;
  #problem: string | null = null;

  constructor(options: DashboardOptions) {
    const { config, people, store, report } = options;
    const { host, publicUrl } = config.web;
    this.#options = options;
    this.door = new WebDoor({
      operators: people,
      store,
      tokens: readableTokens(new TokenFile(config.dataDir), report),
      telegramToken: config.telegram.botToken,
      takesHostKey: publicUrl === null && isLoopback(host),
      nowMs: Date.now,
      report,
    });
  }

  /** Serves the pages of this chat's program. Never rejects. */
  async open(chat: Chat): Promise<void> {
    const { port } = this.#options.config.web;
    try {
      this.#server = await this.#openOn(chat, port);
    } catch (error) {
      await this.#openElsewhere(chat, error);
    }
  }

  /** For the header of the console: where it is, and how one gets in. */
  line({ withKey }: { readonly withKey: boolean }): Line {
    if (this.#server === null) return ` web    ! ${this.#problem ?? 'not served'}`;
    const { hostUrl } = this.door;
    if (withKey && hostUrl !== null) return [' web    ', { link: hostUrl, url: hostUrl }];
    return [` web    ${this.#server.url}   `, { code: '/web' }, ' lets you in'];
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }

  async #openElsewhere(chat: Chat, cause: unknown): Promise<void> {
    const { takesAnyPort, config, report } = this.#options;
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (isTaken && takesAnyPort === true) {
      this.#server = await this.#openOn(chat, 0);
      return;
    }
    const { host, port } = config.web;
    this.#problem = isTaken
      ? `port ${port} is taken: set WEB_PORT to another one`
      : `not served at ${host}:${port}, the log says why`;
    report(cause);
  }

  #openOn({ desk, phones }: Chat, port: number): Promise<WebServer> {
    const { config, report, metrics } = this.#options;
    const { host, publicUrl } = config.web;
    const isMiniApp = config.telegram.botToken !== null && publicUrl?.startsWith('https:') === true;
    return openWebServer({
      sources: {
        queries: desk.program.queries,
        names: desk.notices,
        chats: () =>
          phones().map(({ platform, state, name, note }) => ({ platform, state, name, note })),
        arbitrage: arbitrageSource(desk.program.queries, desk.notices),
      },
      dispatcher: desk.dispatcher,
      chats: desk.chats,
      door: this.door,
      version: programVersion(),
      host,
      port,
      publicUrl,
      assets: builtPages(),
      frameAncestors: isMiniApp ? TELEGRAM_PAGES : [],
      ...(metrics === undefined ? {} : { metrics }),
      timing: desk.timing,
      report,
    });
  }
}

/**
 * Off this machine only those come in who can be told from others: by a bot that knows them.
 * @throws ConfigError
 */
export function requireSafeDashboard({
  web,
  telegram,
  discord,
}: Pick<Config, 'web' | 'telegram' | 'discord'>): void {
  if (isLoopback(web.host) || telegram.botToken !== null || discord.botToken !== null) return;
  throw new ConfigError(
    `WEB_HOST=${web.host} opens the dashboard to other machines, and nobody could sign in from there: set TELEGRAM_BOT_TOKEN or DISCORD_BOT_TOKEN, or leave WEB_HOST at 127.0.0.1`,
  );
}

/** Without the tokens no program comes in; everything else goes on. */
function readableTokens(file: TokenFile, report: (error: unknown) => void): TokenStore {
  return {
    load: () => {
      try {
        return file.load();
      } catch (error) {
        report(error);
        return [];
      }
    },
    save: (tokens) => file.save(tokens),
  };
}

/** The folder of the pages; `null` where they were not built. */
function builtPages(): string | null {
  const folders = BUILT.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((folder) => existsSync(`${folder}/index.html`)) ?? null;
}

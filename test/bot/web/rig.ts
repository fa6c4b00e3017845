import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { Chats } from '../../../src/bot/chat/chats.ts';
import { People, type Person } from '../../../src/bot/chat/people.ts';
import { Dispatcher } from '../../../src/bot/dispatch.ts';
import { PreferenceBook } from '../../../src/bot/notice/preference-book.ts';
import { SYSTEM_TIMING } from '../../../src/bot/notice/timing.ts';
import type { CodeVerdict } from '../../../src/bot/second-factor.ts';
import type { KeptToken } from '../../../src/bot/web/access/api-tokens.ts';
import { WebDoor } from '../../../src/bot/web/access/door.ts';
import type { Answer, Reply } from '../../../src/bot/web/contract/command.ts';
import type { SignedIn } from '../../../src/bot/web/contract/session.ts';
import {
  openWebServer,
  type WebServer,
  type WebServerOptions,
} from '../../../src/bot/web/server/web-server.ts';
import type { ArbitrageSource } from '../../../src/bot/web/views/sources.ts';
import type { Prompt } from '../../../src/engine/contract/chat-store.ts';
import { ChatWorld } from '../chat-world.ts';
import { PeopleRows } from '../people-rows.ts';

export const BOT_TOKEN = '123456:AAtest-token-of-a-bot';
export const ADMIN = 'telegram:7';
export const TRADER = 'telegram:8';
export const VIEWER = 'telegram:9';

const PEOPLE: readonly Person[] = (['admin', 'trader', 'viewer'] as const).map((role, index) => ({
  platform: 'telegram',
  userId: String(7 + index),
  role,
  name: role,
  isPermanent: false,
}));

/** The server over plain values, with three people who operate, and requests as a page makes them. */
export class WebRig {
  readonly world = new ChatWorld();
  readonly rows = new PeopleRows();
  readonly prompts = new Map<string, Prompt & { used?: boolean }>();
  readonly codes = new Map<string, CodeVerdict>();
  readonly reports: unknown[] = [];
  readonly chats = new Chats();
  kept: readonly KeptToken[] = [];
  arbitrage: ArbitrageSource | null = null;
  readonly people: People;
  readonly door: WebDoor;
  readonly dispatcher: Dispatcher;
  server: WebServer | null = null;

  constructor({ takesHostKey = true }: { readonly takesHostKey?: boolean } = {}) {
    const nowMs = (): number => this.world.nowMs;
    this.people = new People({ permanent: PEOPLE, store: this.rows, nowMs });
    this.door = new WebDoor({
      operators: this.people,
      store: this.rows,
      tokens: {
        load: () => this.kept,
        save: (tokens) => {
          this.kept = tokens;
        },
      },
      telegramToken: BOT_TOKEN,
      takesHostKey,
      nowMs,
      report: (error) => this.reports.push(error),
    });
    const preferences = new PreferenceBook({
      store: {
        preferences: async () => new Map<string, unknown>(),
        putPreferences: async () => undefined,
        notify: async () => undefined,
      },
      nowMs,
      wake: () => undefined,
      report: (error) => this.reports.push(error),
    });
    this.dispatcher = new Dispatcher({
      queries: this.world.queries,
      actions: this.world.actions,
      people: {
        list: () => this.people.list(),
        execute: (command) => this.people.execute(command),
        openPairing: () => ({ code: '7F3K-92QD', expiresAtMs: nowMs() + 600_000 }),
      },
      preferences: (actor) => preferences.desk(actor),
      secondFactor: {
        has: (actor) => this.codes.has(actor),
        check: (actor) => this.codes.get(actor) ?? 'none',
      },
      prompts: {
        putPrompt: async (prompt) => void this.prompts.set(prompt.id, prompt),
        usePrompt: async (id, { atMs }) => {
          const prompt = this.prompts.get(id);
          if (prompt === undefined || prompt.used === true || atMs >= prompt.expiresAtMs)
            return false;
          prompt.used = true;
          return true;
        },
      },
      web: this.door,
      onLocked: () => undefined,
      run: 'run-1',
      report: (error) => this.reports.push(error),
    });
  }

  async open(more: Partial<WebServerOptions> = {}): Promise<this> {
    const { queries } = this.world;
    this.server = await openWebServer({
      sources: {
        queries,
        names: {
          market: (id) => ({ id, question: queries.market(id)?.question ?? null, url: null }),
          outcome: (marketId, tokenId) => ({
            market: {
              id: marketId,
              question: queries.market(marketId)?.question ?? null,
              url: null,
            },
            tokenId,
            label: 'Yes',
          }),
          wallet: (address) => ({
            address,
            label: queries.wallets().find((one) => one.address === address)?.label ?? null,
          }),
        },
        chats: () => [{ platform: 'telegram', state: 'up', name: '@polymind', note: null }],
        arbitrage: this.arbitrage,
      },
      dispatcher: this.dispatcher,
      chats: this.chats,
      door: this.door,
      version: '0.1.0',
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      assets: null,
      frameAncestors: [],
      timing: SYSTEM_TIMING,
      report: (error) => this.reports.push(error),
      ...more,
    });
    const { server } = this;
    onTestFinished(() => server.close());
    return this;
  }

  get url(): string {
    if (this.server === null) throw new Error('the server is not open');
    return this.server.url;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, init);
  }

  post(path: string, body: unknown, token: string | null = null): Promise<Response> {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const headers = { 'content-type': 'application/json', ...authorization };
    return this.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Signs somebody in by a link of his own. */
  async signIn(actor: string = ADMIN): Promise<string> {
    const link = this.door.link(actor);
    const code = new URL(link?.url ?? 'http://none').hash.replace('#in=', '');
    const answer = await this.post('/api/session', { by: 'link', code });
    if (answer.status !== 200) throw new Error(await answer.text());
    return ((await answer.json()) as SignedIn).token;
  }

  get(path: string, token: string): Promise<Response> {
    return this.fetch(path, { headers: { authorization: `Bearer ${token}` } });
  }

  async say(line: string, token: string): Promise<Reply> {
    return this.answer(await this.post('/api/command', { line }, token));
  }

  async tap(label: string, of: Reply, token: string): Promise<Reply> {
    const button = of.buttons.find((one) => one.label === label);
    if (button === undefined) throw new Error(`no button ${label}`);
    return this.answer(await this.post('/api/tap', { token: button.token }, token));
  }

  async answer(response: Response): Promise<Reply> {
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return ((await response.json()) as Answer).reply;
  }
}

/** The text of an answer without any style. */
export function textOf({ title, blocks }: Pick<Reply, 'title' | 'blocks'>): string {
  const line = (spans: Reply['title']): string =>
    spans.map((span) => (typeof span === 'string' ? span : Object.values(span)[0])).join('');
  const more = blocks.flatMap((block) =>
    block.kind === 'lines' ? block.lines.map(line) : block.rows.map((row) => row.join('  ')),
  );
  return [line(title), ...more].join('\n');
}

/** What Telegram opens a Mini App with, signed as it does. */
export function initDataOf(
  fields: Readonly<Record<string, string>>,
  botToken: string = BOT_TOKEN,
): string {
  const secret = createHmac('sha256', 'WebAppData').update(botToken).digest();
  const text = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
  const hash = createHmac('sha256', secret).update(text).digest('hex');
  return new URLSearchParams({ ...fields, hash }).toString();
}

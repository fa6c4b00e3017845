import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { Chat } from '../../../src/app/chat/chat.ts';
import { loadConfig } from '../../../src/app/config.ts';
import { type Demo, startDemo } from '../../../src/app/demo/demo-run.ts';
import type { Person } from '../../../src/bot/chat/people.ts';
import { WebDoor } from '../../../src/bot/web/access/door.ts';
import { openWebServer, type WebServer } from '../../../src/bot/web/server/web-server.ts';
import { arbitrageSource } from '../../../src/bot/web/views/arbitrage-source.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { BOT_TOKEN } from '../../bot/web/rig.ts';
import { buildPages, launch, openPage, SIZES, type Watched } from '../web-pages/browser.ts';

export const ADMIN = '7';
export const VIEWER = '9';
const PEOPLE: readonly Person[] = (
  [
    [ADMIN, 'ann', 'admin'],
    [VIEWER, 'vic', 'viewer'],
  ] as const
).map(([userId, name, role]) => ({ platform: 'telegram', userId, role, name, isPermanent: true }));

/** The demo's whole program behind the real server, a browser, and a page of Telegram's around it. */
export class RealStage {
  readonly demo: Demo;
  readonly browser: Browser;
  readonly door: WebDoor;
  /** What was reported by anything of it. */
  readonly reports: unknown[];
  readonly #chat: Chat;
  readonly #server: WebServer;
  readonly #telegram: Server;
  readonly #folder: string;

  private constructor(parts: {
    readonly demo: Demo;
    readonly browser: Browser;
    readonly door: WebDoor;
    readonly reports: unknown[];
    readonly chat: Chat;
    readonly server: WebServer;
    readonly telegram: Server;
    readonly folder: string;
  }) {
    this.demo = parts.demo;
    this.browser = parts.browser;
    this.door = parts.door;
    this.reports = parts.reports;
    this.#chat = parts.chat;
    this.#server = parts.server;
    this.#telegram = parts.telegram;
    this.#folder = parts.folder;
  }

  static async set(seed = '7'): Promise<RealStage> {
    const folder = await buildPages();
    const reports: unknown[] = [];
    const report = (error: unknown): void => void reports.push(error);
    const log = createLogger({ level: 'silent', scrubber: new Scrubber() });
    const demo = await startDemo({
      ...{ seed, speed: 20, faults: 'none', settings: {}, people: PEOPLE, log, observers: [] },
      onNotices: () => undefined,
      onFatal: report,
    });
    const { people, store, dataDir, program } = demo;
    const door = new WebDoor({
      ...{ operators: people, store, telegramToken: BOT_TOKEN, takesHostKey: true, report },
      tokens: { load: () => [], save: () => undefined },
      nowMs: Date.now,
    });
    const config = { ...loadConfig({}), dataDir };
    const chat = new Chat({ ...demo, config, log, web: door, report });
    await chat.desk.people.load();
    const telegram = await frameOf(() => door.url ?? '');
    const { desk } = chat;
    const server = await openWebServer({
      sources: {
        ...{ queries: program.queries, names: desk.notices, chats: () => [] },
        arbitrage: arbitrageSource(program.queries, desk.notices),
      },
      ...{ dispatcher: desk.dispatcher, chats: desk.chats, door, version: 'real' },
      ...{ host: '127.0.0.1', port: 0, publicUrl: null, assets: folder },
      frameAncestors: [originOf(telegram)],
      ...{ timing: desk.timing, report },
    });
    const browser = await launch();
    return new RealStage({ demo, browser, door, reports, chat, server, telegram, folder });
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.#server.close();
    await this.#chat.close();
    await this.demo.close();
    this.#telegram.closeAllConnections();
    this.#telegram.close();
    await rm(this.#folder, { recursive: true });
  }

  get url(): string {
    return this.#server.url;
  }

  /** Lets a person in by a link of his own. */
  async enter(
    place: string,
    {
      size = 'phone',
      who = ADMIN,
      scheme = 'dark',
    }: { size?: keyof typeof SIZES; who?: string; scheme?: 'dark' | 'light' } = {},
  ): Promise<Watched> {
    const watched = await openPage(this.browser, { size: SIZES[size], scheme });
    await watched.page.goto(this.door.link(`telegram:${who}`)?.url ?? '');
    await watched.page.getByText('Live', { exact: true }).waitFor();
    await goTo(watched.page, place);
    return watched;
  }

  /** Opens the pages as Telegram's app does. */
  async inTelegram(initData: string) {
    const fragment = new URLSearchParams({ tgWebAppData: initData, tgWebAppVersion: '9.1' });
    const watched = await openPage(this.browser, { size: SIZES.phone });
    const address = `${originOf(this.#telegram)}/?${encodeURIComponent(String(fragment))}`;
    await watched.page.goto(address);
    return { ...watched, frame: watched.page.frameLocator('iframe') };
  }
}

export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
}

function originOf(server: Server): string {
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function frameOf(root: () => string): Promise<Server> {
  const server = createServer((request, response) => {
    const fragment = decodeURIComponent(new URL(request.url ?? '', 'http://x').search.slice(1));
    response.setHeader('content-type', 'text/html');
    response.end(`<iframe width="380" height="800" src="${root()}/#${fragment}"></iframe>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

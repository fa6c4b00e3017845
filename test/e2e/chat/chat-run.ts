import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { Chat, type ChatOptions } from '../../../src/app/chat/chat.ts';
import { loadConfig } from '../../../src/app/config.ts';
import { permanentPeople } from '../../../src/app/host-side/permanent-people.ts';
import { People } from '../../../src/bot/chat/people.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { codeOf, stepAt } from '../../../src/ops/totp/totp.ts';
import { TotpFile } from '../../../src/ops/totp/totp-file.ts';
import type { HeldStore } from '../../app/running/held-store.ts';
import { type Live, startLive } from '../../app/running/live-program.ts';
import { DiscordDouble } from '../../servers/discord/discord-double.ts';
import type { Person as DiscordPerson } from '../../servers/discord/person.ts';
import { TelegramDouble } from '../../servers/telegram/double.ts';
import { ChatTime } from './chat-time.ts';
import { type Lifeline, lifelineOf } from './lifeline.ts';

export const PATIENCE = { timeout: 120_000, interval: 10 };
/** Slow enough for what time brings about. */
const PASSING = { timeout: 120_000, interval: 50 };
/** Who operates, by their numbers on both platforms. */
export const ADA = 7;
export const BOB = 8;
export const VERA = 9;
const NAMES = new Map([
  [ADA, 'Ada'],
  [BOB, 'Bob'],
  [VERA, 'Vera'],
]);
/** The same people's numbers in Discord, which are longer. */
export const discordId = (id: number): string => `20000000000000000${id}`;
/** How long a one-time code is the current one. */
const STEP_MS = 30_000;

export interface ChatRunOptions {
  /** Which bots run; Telegram alone unless said. */
  readonly on?: readonly ('telegram' | 'discord')[];
  /** Nobody is named in the environment. */
  readonly locked?: boolean;
  /** With an account of the simulated venue that could go live at once. */
  readonly trading?: boolean;
  /** Copies leaders' trades; nobody is followed unless said. */
  readonly follows?: boolean;
  readonly store?: HeldStore;
  readonly dataDir?: string;
  readonly telegram?: TelegramDouble;
  readonly discord?: DiscordDouble;
  /** Begins without waiting until every bot hears. */
  readonly waits?: boolean;
  /** What else the program is started with: a world of the test's own, what stands beside it. */
  readonly live?: Parameters<typeof startLive>[0];
  /** Instead of the thread that draws. */
  readonly pictures?: ChatOptions['pictures'];
}

/** The whole program with its bots, against the doubles: what a phone sees of it. */
export class ChatRun {
  readonly live: Live;
  readonly totp: TotpFile;
  readonly dataDir: string;
  readonly telegram: TelegramDouble;
  readonly discord: DiscordDouble;
  /** What the console was told. */
  readonly told: string[] = [];
  readonly reported: unknown[] = [];
  /** What bots logged. */
  readonly warned: string[] = [];
  /** The chats' own: the engine lives by the machine's. */
  readonly time: ChatTime;
  /** Who operates, in Discord; there when that bot runs. */
  readonly #inDiscord = new Map<number, DiscordPerson>();
  readonly #options: ChatRunOptions;
  #chat: Chat;
  #people: People;
  #lifeline: Lifeline;

  private constructor(
    parts: Pick<ChatRun, 'live' | 'dataDir' | 'telegram' | 'discord' | 'time'>,
    options: ChatRunOptions,
  ) {
    this.live = parts.live;
    this.dataDir = parts.dataDir;
    this.telegram = parts.telegram;
    this.discord = parts.discord;
    this.time = parts.time;
    this.totp = new TotpFile(this.dataDir, () => this.time.nowMs());
    this.#options = options;
    [this.#chat, this.#people, this.#lifeline] = this.#newChat();
  }

  get chat(): Chat {
    return this.#chat;
  }

  get people(): People {
    return this.#people;
  }

  #newChat(): [Chat, People, Lifeline] {
    const { program } = this.live;
    const config = loadConfig({ ...this.#env(this.#options), POLYMIND_DATA_DIR: this.dataDir });
    const lifeline = lifelineOf(this.live.store);
    const { store } = lifeline;
    const nowMs = (): number => this.time.nowMs();
    const people = new People({ permanent: permanentPeople(config), store, nowMs });
    const sink = { write: (line: string) => void this.warned.push(line) };
    const { pictures } = this.#options;
    const chat = new Chat({
      program: {
        queries: { ...program.queries, nowMs },
        actions: program.actions,
        names: program.names,
      },
      store,
      people,
      config,
      log: createLogger({ level: 'warn', scrubber: new Scrubber(), sink }),
      timing: this.time,
      ...(pictures === undefined ? {} : { pictures }),
      report: (error) => {
        if (!lifeline.isCut) this.reported.push(error);
      },
    });
    return [chat, people, lifeline];
  }

  static async start(options: ChatRunOptions = {}): Promise<ChatRun> {
    const time = new ChatTime();
    const nowMs = (): number => time.nowMs();
    const telegram = options.telegram ?? (await TelegramDouble.start({ nowMs }));
    const discord = options.discord ?? (await DiscordDouble.start());
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'polymind-chat-'));
    let run: ChatRun | null = null;
    const live = await startLive({
      alone: options.follows !== true,
      trading: options.trading === true,
      // Ten times as much happens in a minute: there is something to see at any time.
      settings: { 'limits.ordersPerMinute': '100' },
      onNotices: () => run?.chat.desk.wake(),
      ...(options.store === undefined ? {} : { store: options.store }),
      ...options.live,
    });
    run = new ChatRun({ live, dataDir, telegram, discord, time }, options);
    const started = run;
    for (const id of [ADA, BOB, VERA]) {
      if (options.on?.includes('discord') !== true) break;
      const may = { mayUseCommands: true };
      started.#inDiscord.set(id, discord.person(discordId(id), `Person ${id}`, may));
    }
    // A fill may be the first thing that is told: then their chats are there.
    if (options.follows === true && (options.on ?? ['telegram']).includes('telegram')) {
      for (const [id, name] of NAMES) telegram.person(id, name).start();
    }
    // Before anybody listens: what is told meanwhile would go to chats that nobody has begun yet.
    if (options.trading === true) await isReadyForLive(live.program);
    started.#hear();
    onTestFinished(async () => {
      await started.close();
      await telegram.stop();
      await discord.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    if (options.waits !== false) await started.isUp();
    return started;
  }

  #hear(): void {
    this.#chat.start({ tell: (_, title) => void this.told.push(JSON.stringify(title)) });
  }

  /** Lets so much time pass again and again until it holds: what waits is tried meanwhile. */
  async passUntil(ms: number, holds: () => boolean): Promise<void> {
    await vi.waitFor(() => {
      if (holds()) return;
      this.time.pass(ms);
      throw new Error(`never came true: ${holds}`);
    }, PASSING);
  }

  /** Another run of the bots over the same program and store, after an orderly end of this one. */
  async restart(): Promise<void> {
    await this.#chat.close();
    await this.#begin();
  }

  /** The same after a death: nothing more is written, confirmed or sent. */
  async die(between: () => void = () => undefined): Promise<void> {
    this.#lifeline.cut();
    await Promise.all([this.telegram.down(), this.discord.goDown()]);
    await this.#chat.close();
    between();
    await Promise.all([this.telegram.up(), this.discord.goUp()]);
    await this.#begin();
  }

  async #begin(): Promise<void> {
    [this.#chat, this.#people, this.#lifeline] = this.#newChat();
    this.#hear();
    await this.isUp();
  }

  /** @throws Error when Discord does not run, or it is nobody who operates */
  inDiscord(id: number): DiscordPerson {
    const person = this.#inDiscord.get(id);
    if (person === undefined) throw new Error(`${id} is not in Discord`);
    return person;
  }

  /** Lets time pass for the chats and for both platforms. */
  pass(ms: number): void {
    this.discord.advance(ms);
    this.time.pass(ms);
  }

  /** Waits until every bot hears. */
  async isUp(): Promise<void> {
    await vi.waitFor(() => {
      for (const line of this.chat.lines) {
        if (JSON.stringify(line).includes('!')) throw new Error(JSON.stringify(line));
      }
    }, PATIENCE);
  }

  async close(): Promise<void> {
    await this.chat.close();
    await this.live.close();
  }

  /** Gives a person a second factor. */
  enrol(actor: string): void {
    const { secret } = this.totp.enrol(actor);
    const step = stepAt(this.time.nowMs()) - 1;
    this.totp.prove(actor, codeOf(secret, step));
    this.#secrets.set(actor, { secret, step });
  }

  readonly #secrets = new Map<string, { readonly secret: string; step: number }>();

  /** A code that was not used yet; when there is none, time passes until there is. */
  code(actor: string): string {
    const known = this.#secrets.get(actor);
    if (known === undefined) throw new Error(`${actor} has no second factor`);
    known.step = Math.max(known.step + 1, stepAt(this.time.nowMs()));
    if (known.step > stepAt(this.time.nowMs()) + 1) this.pass(STEP_MS);
    return codeOf(known.secret, known.step);
  }

  get control() {
    return this.live.program.queries.status().control;
  }

  #env({ on = ['telegram'], locked = false }: ChatRunOptions): Record<string, string> {
    const people = (platform: string, idOf: (id: number) => string): Record<string, string> =>
      locked
        ? {}
        : {
            [`${platform}_ADMIN_IDS`]: idOf(ADA),
            [`${platform}_TRADER_IDS`]: idOf(BOB),
            [`${platform}_VIEWER_IDS`]: idOf(VERA),
          };
    return {
      ...(on.includes('telegram')
        ? {
            TELEGRAM_BOT_TOKEN: this.telegram.token,
            TELEGRAM_API_ROOT: this.telegram.apiRoot,
            ...people('TELEGRAM', String),
          }
        : {}),
      ...(on.includes('discord')
        ? {
            DISCORD_BOT_TOKEN: this.discord.token,
            DISCORD_API_ROOT: this.discord.apiUrl,
            DISCORD_GUILD_ID: this.discord.guildId,
            ...people('DISCORD', discordId),
          }
        : {}),
    };
  }
}

/** How many can be sold one by one: several wallets' shares of a token are sold at once. */
export function tokensHeld({ live }: ChatRun): number {
  const held = live.program.queries.positions();
  return new Set(held.map(({ position }) => `${position.ledger}|${position.tokenId}`)).size;
}

/** Somebody read the warning before, and nothing is missing. */
async function isReadyForLive({ actions, queries }: Live['program']): Promise<void> {
  const command = { id: 'read', actor: 'test', body: { kind: 'acknowledgeLive' } } as const;
  await actions.execute(command);
  await vi.waitFor(() => {
    const { liveMissing } = queries.status();
    if (liveMissing.length > 0) throw new Error(liveMissing.join('; '));
  }, PATIENCE);
}

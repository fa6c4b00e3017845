import type { UserFromGetMe } from 'grammy/types';
import type { Call } from './calls.ts';
import {
  type Failure,
  type FaultScope,
  Faults,
  type FaultyMethod,
  type Hold,
  type SetFault,
} from './faults.ts';
import { TelegramPerson } from './person.ts';
import { Refusal } from './refusal.ts';
import { printed, seen } from './seen.ts';
import { ApiServer } from './server.ts';
import { World } from './world.ts';

const BOT_ID = 7_000_000_001;

export interface TelegramOptions {
  readonly token?: string;
  readonly botName?: string;
  /** In groups the bot sees everything, not only what is meant for it. */
  readonly readsGroups?: boolean;
  readonly nowMs?: () => number;
}

export interface GroupOptions {
  readonly id: number;
  readonly title: string;
  readonly members: readonly TelegramPerson[];
  readonly botIsAdmin?: boolean;
}

/**
 * Telegram with one bot and people, on a loopback port: its Bot API as strict as the real one, the
 * people's side as functions, and faults on demand.
 */
export class TelegramDouble {
  readonly token: string;
  readonly #world: World;
  readonly #faults: Faults;
  readonly #calls: Call[] = [];
  readonly #server: ApiServer;
  #revoked = false;

  private constructor({ token, botName, readsGroups, nowMs = Date.now }: TelegramOptions) {
    this.token = token ?? `${BOT_ID}:AAF-double-of-the-bot-api-000000000`;
    this.#world = new World({
      bot: botNamed(botName ?? 'double_bot', readsGroups === true),
      nowMs,
    });
    this.#faults = new Faults(nowMs);
    this.#server = new ApiServer({
      world: this.#world,
      faults: this.#faults,
      calls: this.#calls,
      isToken: (given) => given === this.token && !this.#revoked,
    });
  }

  static async start(options: TelegramOptions = {}): Promise<TelegramDouble> {
    const double = new TelegramDouble(options);
    await double.#server.up();
    return double;
  }

  /** What a client takes as the root of the API. */
  get apiRoot(): string {
    return this.#server.root;
  }

  get bot(): UserFromGetMe {
    return this.#world.bot;
  }

  /** Every call in the order in which it came in. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** Calls of one method. */
  callsOf(method: string): readonly Call[] {
    return this.#calls.filter((call) => call.method === method);
  }

  /** Updates that the bot has not confirmed. */
  get pendingUpdates(): number {
    return this.#world.updates.pending;
  }

  /** Whether a poll waits for updates right now. */
  get isPolled(): boolean {
    return this.#world.updates.polled;
  }

  /** An account, made when it is new; the bot can write to it only when it has written first. */
  person(userId: number, name: string): TelegramPerson {
    const { rooms } = this.#world;
    const user = { id: userId, is_bot: false, first_name: name, language_code: 'en' };
    return new TelegramPerson(this.#world, rooms.account(userId) ?? rooms.addAccount(user));
  }

  /** Creates a group with the bot in it. Its id. */
  group({ id, title, members, botIsAdmin = false }: GroupOptions): number {
    const type = String(id).startsWith('-100') ? 'supergroup' : 'group';
    const ids = members.map((member) => member.id);
    this.#world.rooms.addRoom({ id, type, title }, ids, botIsAdmin);
    return id;
  }

  /** Throws the bot out of a group. */
  kickFrom(chatId: number): void {
    const room = this.#world.rooms.room(chatId);
    if (room === null) throw new Error(`there is no chat ${chatId}`);
    room.botIsIn = false;
  }

  /** Delivers the newest updates once more, as after a death before they were confirmed. */
  redeliver(count: number): void {
    this.#world.updates.redeliver(count);
  }

  /** Refuses calls. */
  fail(method: FaultyMethod, failure: Failure): SetFault {
    return this.#faults.fail(method, failure);
  }

  /** Cuts the connection of calls before they count. */
  drop(method: FaultyMethod, scope: FaultScope = {}): SetFault {
    return this.#faults.drop(method, scope);
  }

  /** Cuts the connection of calls that were carried out, before the reply. */
  loseReply(method: FaultyMethod, scope: FaultScope = {}): SetFault {
    return this.#faults.loseReply(method, scope);
  }

  /** Refuses every call about a chat with 429 for so long, or until it is ended. */
  stuckChat(chatId: number, seconds: number): SetFault {
    return this.#faults.stuckChat(chatId, seconds);
  }

  /** Carries calls out and keeps their replies until released. */
  hold(method: FaultyMethod, scope: { readonly chatId?: number } = {}): Hold {
    return this.#faults.hold(method, scope);
  }

  /** Makes the token worthless: 401 from now on, the poll that waits included. */
  revoke(): void {
    this.#revoked = true;
    this.#world.updates.end(new Refusal(401, 'Unauthorized'));
  }

  /** Takes {@link revoke} back. */
  restore(): void {
    this.#revoked = false;
  }

  /** Cuts every connection and refuses new ones. */
  down(): Promise<void> {
    return this.#server.down();
  }

  /** Listens again, on the same port. */
  up(): Promise<void> {
    return this.#server.up();
  }

  /** Waits until something holds; looks whenever anything happens. @throws Error after a while. */
  until<T>(find: () => T | null | undefined | false, waitMsMax?: number): Promise<T> {
    return this.#world.changes.until(find, () => this.toString(), waitMsMax);
  }

  /** Every chat as lines. */
  toString(): string {
    const chats = this.#world.rooms.all.map(({ chat, posts }) => {
      const messages = [...posts.values()].map((post) => seen(post, this.bot.id));
      return `chat ${chat.id}\n${printed(messages)}`;
    });
    return [...chats, `${this.#calls.length} calls`].join('\n');
  }

  /** @throws Error when the double itself failed. */
  async stop(): Promise<void> {
    this.#faults.releaseAll();
    await this.#server.stop();
  }
}

function botNamed(username: string, readsGroups: boolean): UserFromGetMe {
  return {
    id: BOT_ID,
    is_bot: true,
    first_name: 'Double',
    username,
    can_join_groups: true,
    can_read_all_group_messages: readsGroups,
    can_manage_bots: false,
    supports_guest_queries: false,
    supports_join_request_queries: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
  };
}

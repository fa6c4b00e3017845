import type { CallbackQuery, Chat, Message, User, UserFromGetMe } from 'grammy/types';
import { Changes } from './changes.ts';
import { Files } from './files.ts';
import { Menus } from './menus.ts';
import type { Content, Post, Sending } from './posts.ts';
import { badRequest } from './refusal.ts';
import { type Room, Rooms } from './rooms.ts';
import { Updates } from './updates.ts';

const ANSWER_CHARACTERS_MAX = 200;

/** What the bot said to a tap. */
export interface TapAnswer {
  readonly text: string;
  /** Shown as a window to close instead of a line that passes. */
  readonly alert: boolean;
}

/** A tapped button; its spinner turns until it is answered. */
export interface TapState {
  readonly id: string;
  readonly data: string;
  readonly by: number;
  readonly chatId: number;
  readonly messageId: number;
  answer: TapAnswer | null;
  expired: boolean;
}

export interface WorldOptions {
  readonly bot: UserFromGetMe;
  readonly nowMs: () => number;
}

/** Everything that is on Telegram's side: people, chats, files, menus, and what waits for the bot. */
export class World {
  readonly bot: UserFromGetMe;
  readonly nowMs: () => number;
  readonly changes = new Changes();
  readonly rooms = new Rooms();
  readonly files = new Files();
  readonly menus = new Menus(this.rooms);
  readonly updates = new Updates(() => this.changes.changed());
  readonly taps: TapState[] = [];

  constructor({ bot, nowMs }: WorldOptions) {
    this.bot = bot;
    this.nowMs = nowMs;
  }

  userById(id: number): User | null {
    return id === this.bot.id ? botUser(this.bot) : (this.rooms.account(id)?.user ?? null);
  }

  /** Puts a message of the bot into a chat. */
  post(room: Room, content: Content & Omit<Sending, 'from' | 'sentAtMs'>): Post {
    return this.rooms.add(room, { ...content, from: botUser(this.bot), sentAtMs: this.nowMs() });
  }

  /** Puts a message of a person into a chat and tells the bot, if it may see it. */
  receive(room: Room, content: Content & Sending): Post {
    const post = this.rooms.add(room, content);
    if (this.#isToldOf(post)) this.updates.add('message', incoming(post));
    this.changes.changed();
    return post;
  }

  /** Tells the bot that a person changed a message. */
  edited(post: Post): void {
    if (this.#isToldOf(post)) {
      this.updates.add('edited_message', {
        ...incoming(post),
        edit_date: post.wire().edit_date ?? 0,
      });
    }
    this.changes.changed();
  }

  tap(by: User, post: Post, data: string): TapState {
    const tap: TapState = {
      id: String(4_382_000_000_000_001n + BigInt(this.taps.length)),
      data,
      by: by.id,
      chatId: post.chat.id,
      messageId: post.id,
      answer: null,
      expired: false,
    };
    this.taps.push(tap);
    const message: CallbackQuery['message'] = post.deleted
      ? { chat: post.chat, message_id: post.id, date: 0 }
      : post.wire();
    const chatInstance = String(-(BigInt(Math.abs(post.chat.id)) + 7_000_000_000n));
    this.updates.add('callback_query', {
      id: tap.id,
      from: by,
      message,
      chat_instance: chatInstance,
      data,
    });
    this.changes.changed();
    return tap;
  }

  /** @throws Refusal when the tap is unknown, too old or answered. */
  answerTap(id: string, answer: TapAnswer): void {
    const tap = this.taps.find((one) => one.id === id);
    if (tap === undefined || tap.expired || tap.answer !== null) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    if (answer.text.length > ANSWER_CHARACTERS_MAX) throw badRequest('MESSAGE_TOO_LONG');
    tap.answer = answer;
  }

  /** In groups a bot sees commands, mentions of it and replies to it, unless it reads everything. */
  #isToldOf(post: Post): boolean {
    const room = this.rooms.room(post.chat.id);
    if (room === null || !room.botIsIn) return false;
    if (post.chat.type === 'private' || this.bot.can_read_all_group_messages || room.botIsAdmin) {
      return true;
    }
    const { text, entities } = post.content.formatted;
    if (post.sending.replyTo?.sending.from.id === this.bot.id) return true;
    return entities.some(({ type, offset, length }) => {
      const [word = '', addressee] = text.slice(offset, offset + length).split('@');
      const me = addressee?.toLowerCase() === this.bot.username.toLowerCase();
      return type === 'bot_command'
        ? word !== '' && (addressee === undefined || me)
        : type === 'mention' && me;
    });
  }
}

type Incoming = Message & { chat: Exclude<Chat, Chat.ChannelChat>; from: User };

function incoming(post: Post): Incoming {
  return { ...post.wire(), chat: post.chat as Incoming['chat'], from: post.sending.from };
}

/** The bot as it stands in messages, without what only itself is told. */
export function botUser({ id, first_name, username }: UserFromGetMe): User {
  return { id, is_bot: true, first_name, username };
}

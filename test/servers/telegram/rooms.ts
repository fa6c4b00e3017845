import type { Chat, User } from 'grammy/types';
import { type Content, Post, type Sending } from './posts.ts';
import { badRequest, forbidden } from './refusal.ts';

/** Somebody with an account. */
export interface Account {
  readonly user: User;
  /** Has written to the bot, which opens their private chat. */
  started: boolean;
  blocked: boolean;
}

/** A chat with everything in it. */
export interface Room {
  readonly chat: Chat;
  readonly members: Set<number>;
  /** In groups: admins delete what others wrote. */
  botIsAdmin: boolean;
  botIsIn: boolean;
  readonly posts: Map<number, Post>;
}

/** Everybody and every chat. */
export class Rooms {
  readonly #accounts = new Map<number, Account>();
  readonly #rooms = new Map<number, Room>();
  /** Private chats and small groups count their messages together, as an account of Telegram does. */
  #lastPostId = 0;

  /** @throws Error when the id is taken. */
  addAccount(user: User): Account {
    if (this.#accounts.has(user.id)) throw new Error(`there is a person ${user.id} already`);
    const account: Account = { user, started: false, blocked: false };
    this.#accounts.set(user.id, account);
    return account;
  }

  account(id: number): Account | null {
    return this.#accounts.get(id) ?? null;
  }

  /** @throws Error when the id is taken. */
  addRoom(chat: Chat, members: readonly number[], botIsAdmin = false): Room {
    if (this.#rooms.has(chat.id)) throw new Error(`there is a chat ${chat.id} already`);
    const room = { chat, members: new Set(members), botIsAdmin, botIsIn: true, posts: new Map() };
    this.#rooms.set(chat.id, room);
    return room;
  }

  /** The chat, opened by a person or never: for looking, not for sending. */
  room(chatId: number): Room | null {
    return this.#rooms.get(chatId) ?? null;
  }

  get all(): readonly Room[] {
    return [...this.#rooms.values()];
  }

  /** The chat that a bot may send to. @throws Refusal */
  reachable(chatId: string | null): Room {
    if (chatId === null || chatId === '') throw badRequest('chat_id is empty');
    const id = /^-?\d{1,15}$/.test(chatId) ? Number(chatId) : 0;
    const account = this.#accounts.get(id);
    if (account !== undefined && !account.started) {
      throw forbidden("bot can't initiate conversation with a user");
    }
    if (account?.blocked === true) throw forbidden('bot was blocked by the user');
    const room = this.#rooms.get(id);
    if (room === undefined) throw badRequest('chat not found');
    if (!room.botIsIn) throw forbidden(`bot was kicked from the ${room.chat.type} chat`);
    return room;
  }

  add(room: Room, of: Content & Sending): Post {
    this.#lastPostId += 1;
    const own = room.chat.type === 'supergroup';
    const id = own ? Math.max(0, ...room.posts.keys()) + 1 : this.#lastPostId;
    const post = new Post(id, room.chat, of);
    room.posts.set(id, post);
    return post;
  }

  /** A message that is there and not deleted. */
  post(room: Room, postId: number): Post | null {
    const post = room.posts.get(postId);
    return post === undefined || post.deleted ? null : post;
  }
}

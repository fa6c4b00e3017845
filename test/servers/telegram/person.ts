import type { BotCommand, Chat, MessageOrigin, ReplyKeyboardMarkup, User } from 'grammy/types';
import { arrange, cleaned } from './formatted-text.ts';
import type { Post, Sending } from './posts.ts';
import { seconds } from './posts.ts';
import type { Account, Room } from './rooms.ts';
import { printed, type SeenMessage, seen } from './seen.ts';
import { botUser, type TapAnswer, type TapState, type World } from './world.ts';

/** As Telegram names who writes for a whole group. */
const ANONYMOUS_ADMIN: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

/** Where and when something is said. */
export interface Saying {
  /** A group; the private chat with the bot when not said. */
  readonly chatId?: number;
  /** Now when not said. */
  readonly sentAtMs?: number;
  readonly replyTo?: number;
}

/** Which button is meant: of this message, or the newest of the bot with such a button. */
export interface Tapping {
  readonly chatId?: number;
  readonly messageId?: number;
}

export interface Waiting {
  readonly chatId?: number;
  /** Only messages newer than this one. */
  readonly after?: number;
  readonly waitMsMax?: number;
}

/** A tapped button. */
export interface Tap extends Readonly<TapState> {
  /** What the bot answers, once it does. */
  answered(): Promise<TapAnswer>;
  /** From now on Telegram takes no answer to it. */
  expire(): void;
}

/** A person with a phone: says, taps and sees what a person can. */
export class TelegramPerson {
  readonly #world: World;
  readonly #account: Account;

  constructor(world: World, account: Account) {
    this.#world = world;
    this.#account = account;
  }

  /** Also the id of the private chat with the bot. */
  get id(): number {
    return this.#account.user.id;
  }

  /** Presses Start, which opens the private chat. The id of the message. */
  start(payload = ''): number {
    return this.say(payload === '' ? '/start' : `/start ${payload}`);
  }

  /** Writes a message. Its id. */
  say(text: string, { chatId, sentAtMs, replyTo }: Saying = {}): number {
    const room = this.#room(chatId);
    const target = replyTo === undefined ? undefined : room.posts.get(replyTo);
    return this.#send(room, text, {
      ...(sentAtMs === undefined ? {} : { sentAtMs }),
      ...(target === undefined ? {} : { replyTo: target }),
    });
  }

  /** Passes on what somebody else wrote. */
  forward(
    text: string,
    { from, chatId }: { readonly from: User; readonly chatId?: number },
  ): number {
    const date = seconds(this.#world.nowMs());
    const origin: MessageOrigin = { type: 'user', sender_user: from, date };
    return this.#send(this.#room(chatId), text, { origin });
  }

  /** Writes in a group as the group itself, as anonymous admins do. */
  sayAsGroup(text: string, chatId: number): number {
    const room = this.#room(chatId);
    return this.#send(room, text, { from: ANONYMOUS_ADMIN, senderChat: room.chat });
  }

  sayPhoto(bytes: Uint8Array, { caption = '', chatId }: PhotoSaying = {}): number {
    const photo = this.#world.files.received(bytes);
    const formatted = arrange({ text: cleaned(caption), entities: [] });
    return this.#world.receive(this.#room(chatId), {
      formatted,
      photo,
      markup: null,
      ...this.#now(),
    }).id;
  }

  /** Changes a message of one's own. @throws Error when it is not one's own. */
  edit(messageId: number, text: string, chatId?: number): void {
    const post = this.#post(this.#room(chatId), messageId);
    if (post.sending.from.id !== this.id) throw new Error(`message ${messageId} is not theirs`);
    const formatted = arrange({ text: cleaned(text), entities: [] });
    post.edit({ ...post.content, formatted }, this.#world.nowMs());
    this.#world.edited(post);
  }

  /** Deletes a message for everyone, of which the bot is not told. */
  erase(messageId: number, chatId?: number): void {
    this.#post(this.#room(chatId), messageId).deleted = true;
    this.#world.changes.changed();
  }

  /** Presses a button of the reply keyboard, which says its label. */
  press(label: string, chatId?: number): number {
    const labels = this.keyboard(chatId)?.keyboard.flat().map(buttonLabel) ?? [];
    if (!labels.includes(label))
      throw new Error(`no key [${label}], there is: ${labels.join(', ')}`);
    return this.say(label, chatId === undefined ? {} : { chatId });
  }

  /** Taps a button under a message. @throws Error when there is none that does something. */
  tap(label: string, { chatId, messageId }: Tapping = {}): Tap {
    const room = this.#room(chatId);
    const messages = this.sees(room.chat.id).filter(
      (one) => one.byBot && !one.deleted && (messageId === undefined || one.id === messageId),
    );
    const message = messages.findLast((one) => one.labels.includes(label));
    const button = message?.buttons.flat().find((one) => one.text === label);
    if (message === undefined || button === undefined) {
      throw new Error(`no button [${label}]\n${printed(this.sees(room.chat.id))}`);
    }
    if (!('callback_data' in button)) throw new Error(`[${label}] calls nothing back`);
    return this.#tapped(this.#post(room, message.id), button.callback_data);
  }

  /**
   * Sends button data of their own making, as changed clients can, or as a client does that still
   * shows an older keyboard or a message that is gone.
   */
  forge(data: string, { chatId, messageId }: Tapping & { readonly messageId: number }): Tap {
    const post = this.#room(chatId).posts.get(messageId);
    if (post === undefined) throw new Error(`there was never a message ${messageId}`);
    return this.#tapped(post, data);
  }

  block(): void {
    this.#setBlocked(true);
  }

  unblock(): void {
    this.#setBlocked(false);
  }

  /** Every message of a chat in order, the deleted ones marked. */
  sees(chatId: number = this.id): readonly SeenMessage[] {
    const room = this.#world.rooms.room(chatId);
    if (room === null) return [];
    if (!room.members.has(this.id)) throw new Error(`${this.id} is not in chat ${chatId}`);
    return [...room.posts.values()].map((post) => seen(post, this.#world.bot.id));
  }

  /** The newest message of the bot that is still there. @throws Error when there is none. */
  last(chatId?: number): SeenMessage {
    const last = this.sees(chatId).findLast((message) => message.byBot && !message.deleted);
    if (last === undefined) throw new Error('the bot has said nothing here');
    return last;
  }

  /** Waits for a message of the bot, the newest that is as wanted. @throws Error after a while. */
  until(
    wanted: (message: SeenMessage) => boolean,
    { chatId, after = 0, waitMsMax }: Waiting = {},
  ): Promise<SeenMessage> {
    const ofBot = (message: SeenMessage): boolean =>
      message.byBot && !message.deleted && message.id > after;
    return this.#world.changes.until(
      () => this.sees(chatId).findLast((message) => ofBot(message) && wanted(message)),
      () => printed(this.sees(chatId)),
      waitMsMax,
    );
  }

  /** The reply keyboard that the chat shows now. */
  keyboard(chatId?: number): ReplyKeyboardMarkup | null {
    const deciding = this.sees(chatId).findLast(
      (message) => message.removesKeyboard || message.replyKeyboard !== null,
    );
    return deciding?.replyKeyboard ?? null;
  }

  /** The commands behind the menu button of a chat. */
  menu(chatId?: number): readonly BotCommand[] {
    return this.#world.menus.shown(this.#room(chatId));
  }

  #tapped(post: Post, data: string): Tap {
    const state = this.#world.tap(this.#account.user, post, data);
    const { changes } = this.#world;
    return Object.assign(Object.create(state) as TapState, {
      answered: () =>
        changes.until(
          () => state.answer,
          () => `the tap on ${data} is not answered`,
        ),
      expire: () => {
        state.expired = true;
      },
    });
  }

  #now(): Pick<Sending, 'from' | 'sentAtMs'> {
    return { from: this.#account.user, sentAtMs: this.#world.nowMs() };
  }

  #send(room: Room, text: string, how: Partial<Sending>): number {
    const formatted = arrange({ text: cleaned(text), entities: [] });
    if (formatted.text === '') throw new Error('nobody can send nothing');
    return this.#world.receive(room, {
      formatted,
      photo: null,
      markup: null,
      ...this.#now(),
      ...how,
    }).id;
  }

  /** A chat this person is in; the private one is opened by the first use. */
  #room(chatId: number = this.id): Room {
    const { rooms } = this.#world;
    if (chatId === this.id) {
      if (this.#account.blocked) throw new Error('they have blocked the bot');
      this.#account.started = true;
      return rooms.room(chatId) ?? rooms.addRoom(privateChat(this.#account.user), [this.id]);
    }
    const room = rooms.room(chatId);
    if (room?.members.has(this.id) !== true) throw new Error(`${this.id} is not in chat ${chatId}`);
    return room;
  }

  #post(room: Room, messageId: number): Post {
    const post = this.#world.rooms.post(room, messageId);
    if (post === null) throw new Error(`there is no message ${messageId}`);
    return post;
  }

  #setBlocked(blocked: boolean): void {
    const { user } = this.#account;
    this.#account.blocked = false;
    this.#room();
    this.#account.blocked = blocked;
    const bot = botUser(this.#world.bot);
    const banned = { status: 'kicked', user: bot, until_date: 0 } as const;
    const member = { status: 'member', user: bot } as const;
    this.#world.updates.add('my_chat_member', {
      chat: privateChat(user),
      from: user,
      date: seconds(this.#world.nowMs()),
      old_chat_member: blocked ? member : banned,
      new_chat_member: blocked ? banned : member,
    });
    this.#world.changes.changed();
  }
}

interface PhotoSaying {
  readonly caption?: string;
  readonly chatId?: number;
}

function privateChat({ id, first_name, username }: User): Chat.PrivateChat {
  return { id, type: 'private', first_name, ...(username === undefined ? {} : { username }) };
}

function buttonLabel(button: string | { readonly text: string }): string {
  return typeof button === 'string' ? button : button.text;
}

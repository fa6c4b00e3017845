import { InputFile } from 'grammy';
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'grammy/types';
import type { Pictures } from '../charts/chart.ts';
import type { Address } from '../chat/address.ts';
import {
  type ChatPort,
  OfflineError,
  type Outgoing,
  RefusedError,
  type Sent,
} from '../chat/chat-port.ts';
import type { TelegramClient } from './client.ts';
import { type Failure, failureOf, portError, TelegramError } from './failure.ts';
import { inlineRows } from './keyboard.ts';
import { CAPTION_LENGTH_MAX, type Rendered, renderReply, renderTitle } from './render.ts';
import { sendFiles } from './send-files.ts';
import { readSent, sentOf } from './sent.ts';

/** Messages that stand somewhere else than their first number says. */
const MOVED_MAX = 1_000;

const UNPARSED = /can't parse entities/i;
const NOT_MODIFIED = /message is not modified/i;
const GONE = /message to edit not found|message can't be edited|message_id_invalid/i;
const NO_TEXT = /there is no text in the message to edit/i;

export interface TelegramPortOptions {
  readonly client: TelegramClient;
  readonly pictures: Pictures;
  /** The keyboard under the input line, where this message is to bring it. */
  readonly keyboardFor: (to: Address, message: Outgoing) => ReplyKeyboardMarkup | null;
  readonly keyboardShown: (to: Address) => void;
  readonly report: (error: unknown) => void;
}

/** A message made ready for its chat. */
interface Ready {
  readonly chat: number;
  readonly message: Outgoing;
  readonly text: Rendered;
  readonly picture: Uint8Array | null;
}

/** A message that is to change. */
interface Old {
  /** What it is remembered by: the chat and the number under which it was first sent. */
  readonly key: string;
  readonly number: number;
  readonly isPhoto: boolean;
}

/** How a text is sent: with its markup, or as it reads without. */
type Formatted = { readonly text: string; readonly parse_mode?: 'HTML' };

/** Sends and edits messages; each call tries once. */
export class TelegramPort implements ChatPort {
  readonly #options: TelegramPortOptions;
  readonly #moved = new Map<string, Sent>();
  readonly #calls = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: TelegramPortOptions) {
    this.#options = options;
  }

  async send(to: Address, message: Outgoing): Promise<Sent> {
    return this.#guarded(async () => {
      const ready = await this.#ready(to, message);
      return this.#send(to, ready);
    });
  }

  async edit(to: Address, sent: Sent, message: Outgoing): Promise<void> {
    await this.#guarded(async () => {
      const ready = await this.#ready(to, message);
      // A text cannot become one with files: those come as messages of their own.
      await sendFiles(this.#options.client, ready.chat, message.reply.files ?? []);
      const { files: _, ...reply } = message.reply;
      await this.#edit(to, { ...ready, message: { ...message, reply } }, sent);
    });
  }

  /** Takes nothing more; resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#calls);
  }

  async #guarded<T>(act: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new OfflineError('the surface has been stopped');
    const call = act();
    this.#calls.add(call);
    try {
      return await call;
    } catch (error) {
      throw error instanceof RefusedError ? error : portError(failureOf(error));
    } finally {
      this.#calls.delete(call);
    }
  }

  async #ready({ id }: Address, message: Outgoing): Promise<Ready> {
    const chat = Number(id);
    if (!Number.isSafeInteger(chat)) throw new RefusedError(`no chat has the id ${id}`);
    const { picture } = message.reply;
    const drawn = picture === undefined ? null : await this.#options.pictures.draw(picture);
    return { chat, message, text: renderReply(message.reply), picture: drawn };
  }

  async #send(to: Address, ready: Ready): Promise<Sent> {
    await sendFiles(this.#options.client, ready.chat, ready.message.reply.files ?? []);
    if (ready.picture === null) return this.#sendText(to, ready);
    if (ready.text.plain.length > CAPTION_LENGTH_MAX) {
      const sent = await this.#sendText(to, ready);
      await this.#sendPicture(ready, ready.picture);
      return sent;
    }
    try {
      return await this.#sendPhoto(ready, ready.picture);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== 'refused') throw error;
      this.#report('sendPhoto', failure);
      return this.#sendText(to, ready);
    }
  }

  async #sendText(to: Address, { chat, message, text }: Ready): Promise<Sent> {
    const { calls } = this.#options.client;
    const inline = inlineOf(message);
    const keyboard = inline === null ? this.#options.keyboardFor(to, message) : null;
    const markup = inline ?? keyboard;
    const sent = await formatted(text, ({ text: words, ...mode }) =>
      calls.sendMessage(chat, words, {
        ...mode,
        disable_notification: message.silent,
        link_preview_options: { is_disabled: true },
        ...(markup === null ? {} : { reply_markup: markup }),
      }),
    );
    if (keyboard !== null) this.#options.keyboardShown(to);
    return sentOf(sent.message_id, false);
  }

  async #sendPhoto({ chat, message, text }: Ready, picture: Uint8Array): Promise<Sent> {
    const { calls } = this.#options.client;
    const markup = inlineOf(message);
    const sent = await formatted(text, ({ text: caption, ...mode }) =>
      calls.sendPhoto(chat, fileOf(picture), {
        ...mode,
        caption,
        disable_notification: message.silent,
        ...(markup === null ? {} : { reply_markup: markup }),
      }),
    );
    return sentOf(sent.message_id, true);
  }

  /**
   * A text that is too long for a caption goes first and whole, with its buttons; its picture
   * follows under the title. So a failure between the two costs the picture only, and never makes a
   * text come twice.
   */
  async #sendPicture({ chat, message }: Ready, picture: Uint8Array): Promise<void> {
    const { calls } = this.#options.client;
    try {
      await formatted(renderTitle(message.reply), ({ text: caption, ...mode }) =>
        calls.sendPhoto(chat, fileOf(picture), { ...mode, caption, disable_notification: true }),
      );
    } catch (error) {
      this.#report('sendPhoto', failureOf(error));
    }
  }

  async #edit(to: Address, ready: Ready, given: Sent): Promise<void> {
    const key = `${ready.chat}/${readSent(given).number}`;
    const old: Old = { key, ...readSent(this.#moved.get(key) ?? given) };
    try {
      await this.#change(to, ready, old);
    } catch (error) {
      const failure = failureOf(error);
      if (NOT_MODIFIED.test(failure.words)) return;
      if (NO_TEXT.test(failure.words)) await this.#replace(to, ready, old);
      else if (GONE.test(failure.words)) this.#moveTo(key, await this.#send(to, ready));
      else if (ready.picture !== null && failure.kind === 'refused') {
        this.#report('editMessageMedia', failure);
        await this.#edit(to, { ...ready, picture: null }, given);
      } else throw error;
    }
  }

  async #change(to: Address, ready: Ready, { key, number, isPhoto }: Old): Promise<void> {
    const { picture, text } = ready;
    if (picture !== null && text.plain.length <= CAPTION_LENGTH_MAX) {
      await this.#editPhoto(ready, { number, picture });
      this.#moveTo(key, sentOf(number, true));
    } else if (isPhoto) await this.#replace(to, ready, { key, number });
    else await this.#editText(ready, number);
  }

  async #editText({ chat, message, text }: Ready, number: number): Promise<void> {
    const { calls } = this.#options.client;
    const markup = inlineOf(message);
    await formatted(text, ({ text: words, ...mode }) =>
      calls.editMessageText(chat, number, words, {
        ...mode,
        link_preview_options: { is_disabled: true },
        ...(markup === null ? {} : { reply_markup: markup }),
      }),
    );
  }

  async #editPhoto(
    { chat, message, text }: Ready,
    { number, picture }: { readonly number: number; readonly picture: Uint8Array },
  ): Promise<void> {
    const { calls } = this.#options.client;
    const markup = inlineOf(message);
    await formatted(text, ({ text: caption, ...mode }) =>
      calls.editMessageMedia(
        chat,
        number,
        { type: 'photo', media: fileOf(picture), caption, ...mode },
        markup === null ? {} : { reply_markup: markup },
      ),
    );
  }

  /** A picture cannot be taken out of a message: a new one comes, and the old one goes. */
  async #replace(
    to: Address,
    ready: Ready,
    { key, number }: Pick<Old, 'key' | 'number'>,
  ): Promise<void> {
    this.#moveTo(key, await this.#send(to, ready));
    try {
      await this.#options.client.calls.deleteMessage(ready.chat, number);
    } catch (error) {
      this.#report('deleteMessage', failureOf(error));
    }
  }

  #moveTo(key: string, sent: Sent): void {
    this.#moved.delete(key);
    this.#moved.set(key, sent);
    const [oldest] = this.#moved.keys();
    if (this.#moved.size > MOVED_MAX && oldest !== undefined) this.#moved.delete(oldest);
  }

  #report(method: string, { words }: Failure): void {
    this.#options.report(new TelegramError(`${method}: ${words}`));
  }
}

/** With its markup; without any when Telegram cannot read it, so that what it says arrives. */
async function formatted<T>(
  text: Rendered,
  call: (formatted: Formatted) => Promise<T>,
): Promise<T> {
  try {
    return await call({ text: text.html, parse_mode: 'HTML' });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'refused' || !UNPARSED.test(failure.words)) throw error;
    return await call({ text: text.plain });
  }
}

function inlineOf({ reply, taps }: Outgoing): InlineKeyboardMarkup | null {
  const rows = inlineRows(reply.buttons, taps);
  return rows.length === 0 ? null : { inline_keyboard: rows };
}

function fileOf(picture: Uint8Array): InputFile {
  return new InputFile(picture, 'chart.png');
}

import type { Chat, Message, MessageEntity, MessageOrigin, User } from 'grammy/types';
import type { Photo, SentDocument } from './files.ts';
import type { FormattedText } from './html.ts';
import type { Markup } from './keyboards.ts';

/** What a message says and shows. */
export interface Content {
  readonly formatted: FormattedText;
  readonly photo: Photo | null;
  readonly document?: SentDocument | null;
  readonly markup: Markup | null;
}

/** Who sent a message, when and how. */
export interface Sending {
  readonly from: User;
  readonly sentAtMs: number;
  readonly senderChat?: Chat;
  readonly origin?: MessageOrigin;
  readonly replyTo?: Post;
  readonly silent?: boolean;
  readonly protected?: boolean;
}

/** A message in a chat, with what became of it. */
export class Post {
  readonly id: number;
  readonly chat: Chat;
  readonly sending: Sending;
  #content: Content;
  #editedAtMs: number | null = null;
  /** What it said at first and after each edit. */
  readonly versions: string[];
  deleted = false;

  constructor(id: number, chat: Chat, of: Content & Sending) {
    const { formatted, photo, document = null, markup, ...sending } = of;
    this.id = id;
    this.chat = chat;
    this.sending = sending;
    this.#content = { formatted, photo, document, markup };
    this.versions = [formatted.text];
  }

  get content(): Content {
    return this.#content;
  }

  /** Whether `content` would change nothing that can be seen. */
  isSame(content: Content): boolean {
    return fingerprint(this.#content) === fingerprint(content);
  }

  edit(content: Content, atMs: number): void {
    this.#content = content;
    this.#editedAtMs = atMs;
    this.versions.push(content.formatted.text);
  }

  /** The message as updates and answers carry it. */
  wire(): Message {
    const { from, senderChat, origin, replyTo, sentAtMs } = this.sending;
    const { markup } = this.#content;
    return {
      message_id: this.id,
      from,
      ...(senderChat === undefined ? {} : { sender_chat: senderChat }),
      chat: this.chat,
      date: seconds(sentAtMs),
      ...(origin === undefined ? {} : { forward_origin: origin }),
      ...(replyTo === undefined ? {} : { reply_to_message: replied(replyTo) }),
      ...(this.#editedAtMs === null ? {} : { edit_date: seconds(this.#editedAtMs) }),
      ...(this.sending.protected === true ? { has_protected_content: true as const } : {}),
      ...this.#said(),
      ...(markup !== null && 'inline_keyboard' in markup ? { reply_markup: markup } : {}),
    };
  }

  #said(): Partial<Message> {
    const { formatted, photo, document = null } = this.#content;
    const entities: MessageEntity[] = [...formatted.entities];
    const some = entities.length > 0;
    if (photo === null && document === null)
      return { text: formatted.text, ...(some ? { entities } : {}) };
    return {
      ...(photo === null ? {} : { photo: [photo.size] }),
      ...(document === null ? {} : { document: document.wire }),
      ...(formatted.text === '' ? {} : { caption: formatted.text }),
      ...(some ? { caption_entities: entities } : {}),
    };
  }
}

/** A message inside another, which carries no third. */
function replied(post: Post): NonNullable<Message['reply_to_message']> {
  const { reply_to_message: _, ...message } = post.wire();
  return message as NonNullable<Message['reply_to_message']>;
}

function fingerprint({ formatted, photo, document, markup }: Content): string {
  const file = photo?.size.file_id ?? document?.wire.file_id;
  return JSON.stringify([formatted.text, formatted.entities, file, markup]);
}

/** Dates of the Bot API count seconds. */
export function seconds(atMs: number): number {
  return Math.floor(atMs / 1000);
}

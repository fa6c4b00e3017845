import type { InlineKeyboardButton, MessageEntity, ReplyKeyboardMarkup } from 'grammy/types';
import type { Post } from './posts.ts';

/** A message as a person sees it in a chat. */
export interface SeenMessage {
  readonly id: number;
  readonly chatId: number;
  /** Who wrote it, by user id. */
  readonly from: number;
  readonly byBot: boolean;
  /** Text or caption, as it is read: without markup. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly photo: Uint8Array | null;
  readonly document: { readonly name: string; readonly bytes: Uint8Array } | null;
  /** Buttons under the message, in rows. */
  readonly buttons: readonly (readonly InlineKeyboardButton[])[];
  /** Their labels in one row. */
  readonly labels: readonly string[];
  readonly replyKeyboard: ReplyKeyboardMarkup | null;
  readonly removesKeyboard: boolean;
  /** Made no sound. */
  readonly silent: boolean;
  readonly deleted: boolean;
  readonly edits: number;
  /** What it said at first and after each edit. */
  readonly versions: readonly string[];
  readonly replyTo: number | null;
  readonly sentAtMs: number;
}

export function seen(post: Post, botId: number): SeenMessage {
  const { formatted, photo, document, markup } = post.content;
  const buttons = markup !== null && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  return {
    id: post.id,
    chatId: post.chat.id,
    from: post.sending.from.id,
    byBot: post.sending.from.id === botId,
    text: formatted.text,
    entities: formatted.entities,
    photo: photo?.bytes ?? null,
    document: document ?? null,
    buttons,
    labels: buttons.flat().map((button) => button.text),
    replyKeyboard: markup !== null && 'keyboard' in markup ? markup : null,
    removesKeyboard: markup !== null && 'remove_keyboard' in markup,
    silent: post.sending.silent === true,
    deleted: post.deleted,
    edits: post.versions.length - 1,
    versions: [...post.versions],
    replyTo: post.sending.replyTo?.id ?? null,
    sentAtMs: post.sending.sentAtMs,
  };
}

/** The part of the text that an entity covers. */
export function covered(message: SeenMessage, entity: MessageEntity): string {
  return message.text.slice(entity.offset, entity.offset + entity.length);
}

/** A chat as lines, for what a test says when it does not find what it waits for. */
export function printed(messages: readonly SeenMessage[]): string {
  if (messages.length === 0) return '(an empty chat)';
  return messages.map(line).join('\n');
}

function line(message: SeenMessage): string {
  const who = message.byBot ? 'bot' : String(message.from);
  const marks = [
    message.deleted ? 'deleted' : '',
    message.edits > 0 ? `edited ${message.edits} times` : '',
    message.document === null
      ? ''
      : `${message.document.name} of ${message.document.bytes.length} bytes`,
    message.photo === null ? '' : `photo of ${message.photo.length} bytes`,
    message.silent ? 'silent' : '',
  ].filter((mark) => mark !== '');
  const note = marks.length > 0 ? ` (${marks.join(', ')})` : '';
  const buttons = message.labels.map((label) => ` [${label}]`).join('');
  return `#${message.id} ${who}${note}: ${message.text}${buttons}`;
}

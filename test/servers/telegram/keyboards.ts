import type {
  ForceReply,
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  KeyboardButton,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from 'grammy/types';
import { checkLink } from './links.ts';
import { badRequest } from './refusal.ts';

export type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply;
export type ChatKind = 'private' | 'group';

const CALLBACK_DATA_BYTES_MAX = 64;
const COPY_TEXT_CHARACTERS_MAX = 256;
const INLINE_BUTTONS_MAX = 100;
const BOOLEANS = ['resize_keyboard', 'one_time_keyboard', 'selective', 'is_persistent'];
const STYLES = ['danger', 'success', 'primary'];
const PRIVATE_ONLY = ['request_users', 'request_chat', 'request_contact', 'request_location'];

type Fields = Readonly<Record<string, unknown>>;

/** The `reply_markup` of a call; `null` when there is none. @throws Refusal */
export function readMarkup(given: unknown, chat: ChatKind): Markup | null {
  if (given === undefined) return null;
  const markup = fields(given);
  if (markup === null) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in markup) return inline(markup, chat);
  if ('keyboard' in markup) return replyKeyboard(markup, chat);
  for (const name of ['remove_keyboard', 'force_reply'] as const) {
    if (name in markup) booleans(markup, [name, 'selective']);
  }
  if (markup['remove_keyboard'] === true) return { remove_keyboard: true };
  if (markup['force_reply'] === true) return { force_reply: true };
  return null;
}

function inline(markup: Fields, chat: ChatKind): InlineKeyboardMarkup | null {
  const keyboard = rows(markup, 'inline_keyboard')
    .map((row) => row.map((button) => inlineButton(button, chat)))
    .filter((row) => row.length > 0);
  const count = keyboard.flat().length;
  if (count > INLINE_BUTTONS_MAX) throw badRequest('REPLY_MARKUP_TOO_LONG');
  return count === 0 ? null : { inline_keyboard: keyboard };
}

function inlineButton(given: unknown, chat: ChatKind): InlineKeyboardButton {
  const button = fields(given);
  if (button === null) throw unreadable('inline keyboard button', 'Expected an Object');
  const look = buttonLook(button, 'inline keyboard button');
  if (typeof button['url'] === 'string') {
    return { ...look, url: link(button['url'], 'inline keyboard button URL') };
  }
  const data = button['callback_data'];
  if (typeof data === 'string' && data !== '') {
    if (Buffer.byteLength(data) > CALLBACK_DATA_BYTES_MAX) throw badRequest('BUTTON_DATA_INVALID');
    return { ...look, callback_data: data };
  }
  return appButton(button, look, chat) ?? copyButton(button, look) ?? rareButton(button, look);
}

function appButton(button: Fields, look: Look, chat: ChatKind): InlineKeyboardButton | null {
  const app = fields(button['web_app']);
  if (app === null) return null;
  const url = link(String(app['url'] ?? ''), 'inline keyboard button Web App URL', 'https');
  if (chat !== 'private') throw badRequest('BUTTON_TYPE_INVALID');
  return { ...look, web_app: { url } };
}

function copyButton(button: Fields, look: Look): InlineKeyboardButton | null {
  const copied = fields(button['copy_text']);
  if (copied === null) return null;
  const text = String(copied['text'] ?? '');
  const fits = text !== '' && text.length <= COPY_TEXT_CHARACTERS_MAX;
  if (!fits) throw badRequest('BUTTON_COPY_TEXT_INVALID');
  return { ...look, copy_text: { text } };
}

type Look = Pick<InlineKeyboardButton, 'text' | 'style'>;

function rareButton(button: Fields, look: Look): InlineKeyboardButton {
  if (fields(button['disabled']) !== null) return { ...look, disabled: {} };
  const query = button['switch_inline_query'];
  if (typeof query === 'string') return { ...look, switch_inline_query: query };
  const here = button['switch_inline_query_current_chat'];
  if (typeof here === 'string') return { ...look, switch_inline_query_current_chat: here };
  if ('pay' in button || 'callback_game' in button) throw badRequest('BUTTON_TYPE_INVALID');
  throw unreadable('inline keyboard button', 'Text buttons are unallowed in the inline keyboard');
}

function replyKeyboard(markup: Fields, chat: ChatKind): ReplyKeyboardMarkup {
  booleans(markup, BOOLEANS);
  const keyboard = rows(markup, 'keyboard').map((row) => row.map((one) => keyButton(one, chat)));
  if (keyboard.flat().length === 0) throw badRequest('keyboard must be non-empty');
  const placeholder = markup['input_field_placeholder'];
  return {
    keyboard,
    ...Object.fromEntries(
      BOOLEANS.flatMap((name) => (markup[name] === true ? [[name, true]] : [])),
    ),
    ...(typeof placeholder === 'string' ? { input_field_placeholder: placeholder } : {}),
  };
}

function keyButton(given: unknown, chat: ChatKind): KeyboardButton {
  const button = typeof given === 'string' ? { text: given } : fields(given);
  if (button === null) throw unreadable('keyboard button', 'Expected an Object');
  const look = buttonLook(button, 'keyboard button');
  const app = fields((button as Fields)['web_app']);
  if (app !== null) {
    const url = link(String(app['url'] ?? ''), 'keyboard button Web App URL', 'https');
    return { ...look, web_app: { url } };
  }
  if (chat !== 'private' && PRIVATE_ONLY.some((name) => name in button)) {
    throw badRequest('BUTTON_TYPE_INVALID');
  }
  return look;
}

function buttonLook(button: Fields, what: string): Look {
  const { text, style } = button;
  if (typeof text !== 'string') throw unreadable(what, 'Can\'t find field "text"');
  if (text.trim() === '') throw badRequest(`${what} text must be non-empty`);
  if (style === undefined) return { text };
  if (!isStyle(style)) throw unreadable(what, 'Unsupported style specified');
  return { text, style };
}

function isStyle(style: unknown): style is NonNullable<Look['style']> {
  return STYLES.some((known) => known === style);
}

function link(url: string, what: string, protocol: 'any' | 'https' = 'any'): string {
  const checked = checkLink(url, protocol);
  if (checked.kind === 'wrong') throw badRequest(`${what} '${url}' is invalid: ${checked.why}`);
  return checked.url;
}

function rows(markup: Fields, name: string): unknown[][] {
  const given = markup[name];
  if (!Array.isArray(given)) throw badRequest(`field "${name}" must be of type Array`);
  return given.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`field "${name}" must be an Array of Arrays`);
    return row;
  });
}

function booleans(markup: Fields, names: readonly string[]): void {
  for (const name of names) {
    if (name in markup && typeof markup[name] !== 'boolean') {
      throw badRequest(`field "${name}" must be of type Boolean`);
    }
  }
}

function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function unreadable(what: string, why: string): Error {
  return badRequest(`can't parse ${what}: ${why}`);
}

import type { CallbackQuery, Message, Update, User, UserFromGetMe } from 'grammy/types';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Address } from '../chat/address.ts';
import type { Sent } from '../chat/chat-port.ts';
import type { From } from '../chat/from.ts';
import { sentOf } from './sent.ts';

const SECOND_MS = 1_000;
const NAME_LENGTH_MAX = 80;

/** Something a person sent to the bot. */
export type Heard =
  | {
      readonly kind: 'text';
      readonly from: From;
      readonly text: string;
      readonly messageId: number;
    }
  | {
      readonly kind: 'tap';
      readonly from: From;
      readonly data: string;
      readonly queryId: string;
      /** The message whose button it was; `null` when Telegram does not show it any more. */
      readonly tapped: Sent | null;
    };

/** What is needed to read an update. */
export interface Hearing {
  readonly me: Pick<UserFromGetMe, 'username'>;
  readonly nowMs: AtMs;
}

/**
 * What a person said or tapped, if it is for us: not what was edited or forwarded, nor what a bot,
 * a channel or an anonymous admin sent, for then nobody vouches for who it was.
 */
export function heardIn(update: Update, { me, nowMs }: Hearing): Heard | null {
  const updateId = `telegram/${update.update_id}`;
  if (update.message !== undefined) return heardText(update.message, { me, updateId });
  if (update.callback_query === undefined) return null;
  return heardTap(update.callback_query, { updateId, nowMs });
}

function heardText(
  message: Message,
  { me, updateId }: { readonly me: Hearing['me']; readonly updateId: string },
): Heard | null {
  const { from, chat, text, message_id: messageId } = message;
  if (from === undefined || text === undefined || from.is_bot) return null;
  const strange =
    message.sender_chat ?? message.forward_origin ?? message.via_bot ?? message.edit_date;
  if (strange !== undefined || chat.type === 'channel') return null;
  const isPrivate = chat.type === 'private';
  const meant = isPrivate ? text : commandIn(text, me.username);
  if (meant === null) return null;
  const sentAtMs = message.date * SECOND_MS;
  return {
    kind: 'text',
    from: { ...person(from), chatId: String(chat.id), isPrivate, updateId, sentAtMs },
    text: meant,
    messageId,
  };
}

/** A group's text as a command for this bot; `null` when it is talk, or for another bot. */
function commandIn(text: string, username: string): string | null {
  const match = /^\/\w+(?:@(\w+))?(?=\s|$)/.exec(text);
  if (match === null) return null;
  const [start, addressee] = match;
  if (addressee === undefined) return text;
  if (addressee.toLowerCase() !== username.toLowerCase()) return null;
  return start.slice(0, -addressee.length - 1) + text.slice(start.length);
}

function heardTap(
  { id, from, data, message }: CallbackQuery,
  { updateId, nowMs }: { readonly updateId: string; readonly nowMs: AtMs },
): Heard | null {
  if (data === undefined || message === undefined || from.is_bot) return null;
  const { chat } = message;
  if (chat.type === 'channel') return null;
  return {
    kind: 'tap',
    from: {
      ...person(from),
      chatId: String(chat.id),
      isPrivate: chat.type === 'private',
      updateId,
      // Telegram tells when the message was sent, not when it was tapped.
      sentAtMs: nowMs,
    },
    data,
    queryId: id,
    // A message that is out of reach has the date 0.
    tapped: message.date === 0 ? null : sentOf(message.message_id, 'photo' in message),
  };
}

function person(of: User): Pick<From, 'platform' | 'userId' | 'name'> {
  const handle = of.username === undefined ? '' : `@${of.username}`;
  const name = [of.first_name, of.last_name ?? '', handle].filter((part) => part !== '').join(' ');
  return { platform: 'telegram', userId: String(of.id), name: name.slice(0, NAME_LENGTH_MAX) };
}

/** Where the answer goes: a private chat has the id of its person. */
export function addressOf({ isPrivate, chatId }: From): Address {
  return { platform: 'telegram', kind: isPrivate ? 'person' : 'chat', id: chatId };
}

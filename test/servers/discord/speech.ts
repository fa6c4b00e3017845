import type { Platform } from './api.ts';
import type { Draft } from './draft.ts';
import { type Field, Form } from './form.ts';
import type { Json } from './json.ts';
import { NONCE_LIFE_MS } from './limits.ts';
import { messageJson } from './payloads.ts';
import { INTENT } from './permissions.ts';
import {
  cannotSendToUser,
  missingAccess,
  missingPermissions,
  unknownChannel,
  unknownMessage,
} from './refusal.ts';
import type { StoredChannel, StoredMessage } from './world.ts';

/** The id in a path, or the refusal that Discord gives to something else. */
export function snowflakeIn(name: string, value: string): string {
  const form = new Form();
  const field: Field = form.field({ [name]: value });
  field.get(name).snowflake();
  form.check();
  return value;
}

/** The channel, when the bot may know of it. @throws Refusal */
export function channelFor({ world }: Platform, id: string): StoredChannel {
  const channel = world.channels.get(snowflakeIn('channel_id', id));
  if (channel === undefined) throw unknownChannel();
  if (channel.kind !== 'dm' && !world.botMay(channel, 'viewChannel')) throw missingAccess();
  return channel;
}

/** A message that everybody in the channel sees: one for a single person is not found this way. */
export function messageFor({ world }: Platform, channel: StoredChannel, id: string): StoredMessage {
  const message = world.find(channel.id, snowflakeIn('message_id', id));
  if (message === null || message.onlyFor !== null) throw unknownMessage();
  return message;
}

/** Whether the bot may say this here. @throws Refusal */
export function checkMaySend({ world }: Platform, channel: StoredChannel, draft: Draft): void {
  if (channel.kind === 'dm') {
    const person = world.user(channel.userId ?? '');
    if (!person.takesDms || !person.member) throw cannotSendToUser();
    return;
  }
  const speak = channel.kind === 'thread' ? 'sendInThreads' : 'sendMessages';
  if (!world.botMay(channel, speak)) throw missingPermissions();
  if (draft.embeds.length > 0 && !world.botMay(channel, 'embedLinks')) throw missingPermissions();
  if (draft.files.length > 0 && !world.botMay(channel, 'attachFiles')) throw missingPermissions();
}

/** The message that an enforced nonce already made. */
export function alreadySaid(
  { world, clock }: Platform,
  channel: StoredChannel,
  draft: Draft,
): StoredMessage | null {
  if (!draft.enforceNonce || draft.nonce === null) return null;
  const since = clock.nowMs() - NONCE_LIFE_MS;
  const found = world.messages.find(
    (message) =>
      message.channelId === channel.id &&
      message.authorId === world.bot.id &&
      message.draft.nonce === draft.nonce &&
      message.atMs >= since,
  );
  return found ?? null;
}

/** A message as REST tells it to the bot. */
export function toldMessage(platform: Platform, message: StoredMessage): Json {
  return messageJson(message, { world: platform.world, filesUrl: platform.filesUrl() });
}

/** Tells the gateway of a message; what only one person sees is told to nobody. */
export function announce(
  platform: Platform,
  type: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE',
  message: StoredMessage,
): boolean {
  if (message.onlyFor !== null) return false;
  const { world, gateway } = platform;
  const isDm = world.channel(message.channelId).kind === 'dm';
  return gateway.dispatch(type, (intents) => {
    if ((intents & (isDm ? INTENT.directMessages : INTENT.guildMessages)) === 0) return null;
    const where = isDm ? { channel_type: 1 } : { guild_id: world.guildId, channel_type: 0 };
    if (type === 'MESSAGE_DELETE') {
      return { id: message.id, channel_id: message.channelId, ...where };
    }
    const readable = isReadable(platform, message, intents) || isDm;
    const view = { world, filesUrl: platform.filesUrl(), readable };
    return { ...messageJson(message, view), ...where };
  });
}

function isReadable({ world }: Platform, message: StoredMessage, intents: number): boolean {
  return (
    (intents & INTENT.messageContent) !== 0 ||
    message.authorId === world.bot.id ||
    message.pings.users.includes(world.bot.id)
  );
}

import { type Answer, found, NOTHING, type Platform, type Request, type Route } from './api.ts';
import { type Draft, readDraft } from './draft.ts';
import { Form } from './form.ts';
import { objectOf } from './json.ts';
import { FLAG, LIMIT } from './limits.ts';
import { channelJson } from './payloads.ts';
import {
  cannotActOnDm,
  missingPermissions,
  notTheAuthor,
  threadExists,
  wrongChannelType,
} from './refusal.ts';
import {
  alreadySaid,
  announce,
  channelFor,
  checkMaySend,
  messageFor,
  snowflakeIn,
  toldMessage,
} from './speech.ts';
import type { StoredChannel } from './world.ts';

const POST_FLAGS = FLAG.suppressEmbeds | FLAG.suppressNotifications | FLAG.componentsV2;
const EDIT_FLAGS = FLAG.suppressEmbeds | FLAG.componentsV2;
const ARCHIVE_MINUTES = [60, 1_440, 4_320, 10_080];
const PAGE_MESSAGES = 50;

/** Messages and threads of channels. */
export function messageRoutes(platform: Platform): readonly Route[] {
  const at = (
    route: string,
    answer: (request: Request, channel: StoredChannel) => Answer,
  ): Route => ({
    route,
    needsBot: true,
    answer: (request) => answer(request, channelFor(platform, request.param('channel'))),
  });
  return [
    at('GET /channels/:channel', (_request, channel) =>
      found(channelJson(platform.world, channel)),
    ),
    at('PATCH /channels/:channel', (request, channel) => patchThread(platform, request, channel)),
    at('POST /channels/:channel/typing', () => NOTHING),
    at('GET /channels/:channel/messages', (_request, channel) => page(platform, channel)),
    at('POST /channels/:channel/messages', (request, channel) => post(platform, request, channel)),
    at('GET /channels/:channel/messages/:message', (request, channel) => {
      const message = messageFor(platform, channel, request.param('message'));
      return found(toldMessage(platform, message));
    }),
    at('PATCH /channels/:channel/messages/:message', (request, channel) =>
      patch(platform, request, channel),
    ),
    at('DELETE /channels/:channel/messages/:message', (request, channel) =>
      remove(platform, request, channel),
    ),
    at('POST /channels/:channel/messages/:message/threads', (request, channel) =>
      startThread(platform, request, channel),
    ),
    at('POST /channels/:channel/threads', (request, channel) =>
      startThread(platform, request, channel),
    ),
  ];
}

function page(platform: Platform, channel: StoredChannel): Answer {
  const { world } = platform;
  if (channel.kind !== 'dm' && !world.botMay(channel, 'readHistory')) return found([]);
  const shown = world.messages.filter(
    ({ channelId, deleted, onlyFor }) => channelId === channel.id && !deleted && onlyFor === null,
  );
  const newest = shown.slice(-PAGE_MESSAGES).reverse();
  return found(newest.map((message) => toldMessage(platform, message)));
}

function post(platform: Platform, request: Request, channel: StoredChannel): Answer {
  const { world } = platform;
  const draft = readDraft({
    body: objectOf(request.body),
    uploads: request.uploads,
    flagsAllowed: POST_FLAGS,
    newId: () => world.newId(),
  });
  checkMaySend(platform, channel, draft);
  const replying = checkReply(platform, channel, { draft, body: request.body });
  const known = alreadySaid(platform, channel, draft);
  if (known !== null) return found(toldMessage(platform, known));
  const message = world.post({ channelId: channel.id, authorId: world.bot.id, draft: replying });
  announce(platform, 'MESSAGE_CREATE', message);
  return found(toldMessage(platform, message));
}

/** A reply to a message that is not there is refused, or sent as a plain message where that was asked. */
function checkReply(
  { world }: Platform,
  channel: StoredChannel,
  { draft, body }: { readonly draft: Draft; readonly body: unknown },
): Draft {
  if (draft.replyTo === null || world.find(channel.id, draft.replyTo) !== null) return draft;
  const reference = objectOf(objectOf(body)['message_reference']);
  if (reference['fail_if_not_exists'] === false) return { ...draft, replyTo: null };
  const form = new Form();
  form.field(body).get('message_reference').refuse('REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  form.check();
  return draft;
}

function patch(platform: Platform, request: Request, channel: StoredChannel): Answer {
  const { world } = platform;
  const message = messageFor(platform, channel, request.param('message'));
  if (message.authorId !== world.bot.id) throw notTheAuthor();
  const draft = readDraft({
    body: objectOf(request.body),
    uploads: request.uploads,
    flagsAllowed: EDIT_FLAGS,
    before: message.draft,
    newId: () => world.newId(),
  });
  checkMaySend(platform, channel, draft);
  world.edit(message, draft);
  announce(platform, 'MESSAGE_UPDATE', message);
  return found(toldMessage(platform, message));
}

function remove(platform: Platform, request: Request, channel: StoredChannel): Answer {
  const { world } = platform;
  const message = messageFor(platform, channel, request.param('message'));
  if (message.authorId !== world.bot.id) {
    // Nobody takes back another's words in a direct channel.
    if (channel.kind === 'dm') throw cannotActOnDm();
    if (!world.botMay(channel, 'manageMessages')) throw missingPermissions();
  }
  world.delete(message);
  announce(platform, 'MESSAGE_DELETE', message);
  return NOTHING;
}

function startThread(platform: Platform, request: Request, channel: StoredChannel): Answer {
  const { world } = platform;
  if (channel.kind !== 'text') throw wrongChannelType();
  const onMessage =
    request.call.path.endsWith('/threads') && request.call.path.includes('/messages/');
  const message = onMessage ? messageFor(platform, channel, request.param('message')) : null;
  if (!world.botMay(channel, 'createThreads')) throw missingPermissions();
  const form = new Form();
  const field = form.field(request.body);
  const name = field.get('name').text({ min: 1, max: LIMIT.threadNameCharacters, required: true });
  const minutes = field.get('auto_archive_duration').oneOf(ARCHIVE_MINUTES, false);
  form.check();
  if (message?.hasThread === true) throw threadExists();
  const id = message?.id ?? world.newId();
  const thread = world.addThread({ id, name: name ?? '', parentId: channel.id });
  thread.autoArchiveMinutes = minutes ?? thread.autoArchiveMinutes;
  if (message !== null) message.hasThread = true;
  const told = channelJson(world, thread);
  platform.gateway.dispatch('THREAD_CREATE', () => ({ ...told, newly_created: true }));
  return { status: 201, body: told };
}

function patchThread(platform: Platform, request: Request, channel: StoredChannel): Answer {
  const { world } = platform;
  if (channel.kind !== 'thread') throw wrongChannelType();
  if (!world.botMay(channel, 'manageThreads')) throw missingPermissions();
  const form = new Form();
  const field = form.field(request.body);
  const name = field.get('name').text({ min: 1, max: LIMIT.threadNameCharacters });
  const archived = field.get('archived').flag();
  const minutes = field.get('auto_archive_duration').oneOf(ARCHIVE_MINUTES, false);
  form.check();
  channel.name = name ?? channel.name;
  channel.archived = archived ?? channel.archived;
  channel.autoArchiveMinutes = minutes ?? channel.autoArchiveMinutes;
  world.changes.notify();
  const told = channelJson(world, channel);
  platform.gateway.dispatch('THREAD_UPDATE', () => told);
  return found(told);
}

/** The direct channel with somebody; the bot may open it though it may not be let in. */
export function openDm({ world }: Platform, request: Request): Answer {
  const form = new Form();
  const field = form.field(request.body).get('recipient_id');
  if (!field.given) field.refuse('BASE_TYPE_REQUIRED', 'This field is required');
  const id = field.snowflake();
  form.check();
  const person = world.users.get(snowflakeIn('recipient_id', id ?? ''));
  if (person === undefined || person.isBot) {
    field.refuse('INVALID_RECIPIENT', 'Invalid Recipient(s)');
    form.check();
    return NOTHING;
  }
  return found(channelJson(world, world.dmWith(person.id)));
}

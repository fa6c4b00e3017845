import type { Message } from 'grammy/types';
import type { Ask, Method } from './ask.ts';
import { readCaption, readText } from './formatted-text.ts';
import { type Markup, readMarkup } from './keyboards.ts';
import type { Parameters } from './parameters.ts';
import type { Post } from './posts.ts';
import { badRequest } from './refusal.ts';
import type { Room } from './rooms.ts';

export const sendMethods: Readonly<Record<string, Method>> = {
  sendMessage: (ask) => sendMessage(ask),
  sendPhoto: (ask) => sendPhoto(ask),
  sendDocument: (ask) => sendDocument(ask),
};

function sendMessage({ world, parameters }: Ask): Message {
  const formatted = readText(parameters, (id) => world.userById(id));
  readPreview(parameters);
  const room = world.rooms.reachable(parameters.text('chat_id'));
  const content = { formatted, photo: null, markup: markupOf(parameters, room) };
  return world.post(room, { ...content, ...manner(parameters, room) }).wire();
}

function sendPhoto({ world, parameters }: Ask): Message {
  const photo = world.files.photo(parameters, parameters.text('photo'), 'photo');
  const formatted = readCaption(parameters, (id) => world.userById(id));
  const room = world.rooms.reachable(parameters.text('chat_id'));
  const content = { formatted, photo, markup: markupOf(parameters, room) };
  return world.post(room, { ...content, ...manner(parameters, room) }).wire();
}

function sendDocument({ world, parameters }: Ask): Message {
  const document = world.files.document(parameters, parameters.text('document'));
  const formatted = readCaption(parameters, (id) => world.userById(id));
  const room = world.rooms.reachable(parameters.text('chat_id'));
  const content = { formatted, photo: null, document, markup: markupOf(parameters, room) };
  return world.post(room, { ...content, ...manner(parameters, room) }).wire();
}

/** @throws Refusal */
export function markupOf(parameters: Parameters, room: Room): Markup | null {
  const kind = room.chat.type === 'private' ? 'private' : 'group';
  return readMarkup(parameters.json('reply_markup'), kind);
}

interface Manner {
  readonly silent: boolean;
  readonly protected: boolean;
  readonly replyTo?: Post;
}

function manner(parameters: Parameters, room: Room): Manner {
  // No chat here has topics.
  if (parameters.integer('message_thread_id', { standard: 0 }) !== 0) {
    throw badRequest('message thread not found');
  }
  const replyTo = repliedPost(parameters, room);
  return {
    silent: parameters.flag('disable_notification'),
    protected: parameters.flag('protect_content'),
    ...(replyTo === null ? {} : { replyTo }),
  };
}

function repliedPost(parameters: Parameters, room: Room): Post | null {
  const given = parameters.json('reply_parameters');
  if (typeof given !== 'object' || given === null) return null;
  const reply = given as Readonly<Record<string, unknown>>;
  const id = Number(reply['message_id']);
  if (!Number.isInteger(id)) throw badRequest('can\'t find field "message_id"');
  const post = room.posts.get(id);
  if (post !== undefined && !post.deleted) return post;
  if (reply['allow_sending_without_reply'] === true) return null;
  throw badRequest('message to be replied not found');
}

/** @throws Refusal */
export function readPreview(parameters: Parameters): void {
  const given = parameters.json('link_preview_options');
  if (typeof given !== 'object' || given === null) return;
  for (const [name, value] of Object.entries(given)) {
    if (name !== 'url' && typeof value !== 'boolean') {
      throw badRequest(`field "${name}" must be of type Boolean`);
    }
  }
}

import type { Message } from 'grammy/types';
import type { Ask, Method } from './ask.ts';
import { readCaption, readText } from './formatted-text.ts';
import { markupOf, readPreview } from './methods-send.ts';
import { Parameters } from './parameters.ts';
import type { Content, Post } from './posts.ts';
import { badRequest } from './refusal.ts';
import type { Room } from './rooms.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
const DELETABLE_MS = 48 * 3_600_000;

export const changeMethods: Readonly<Record<string, Method>> = {
  editMessageText: (ask) => {
    const { world, parameters } = ask;
    const formatted = readText(parameters, (id) => world.userById(id));
    readPreview(parameters);
    return change(ask, (post, markup) => {
      if (post.content.photo !== null) throw badRequest('there is no text in the message to edit');
      return { formatted, photo: null, markup };
    });
  },
  editMessageCaption: (ask) => {
    const { world, parameters } = ask;
    const formatted = readCaption(parameters, (id) => world.userById(id));
    return change(ask, (post, markup) => {
      const { photo } = post.content;
      if (photo === null) throw badRequest('there is no caption in the message to edit');
      return { formatted, photo, markup };
    });
  },
  editMessageReplyMarkup: (ask) => change(ask, (post, markup) => ({ ...post.content, markup })),
  editMessageMedia: (ask) => {
    const { formatted, photo } = readMedia(ask);
    return change(ask, (_, markup) => ({ formatted, photo, markup }));
  },
  deleteMessage: (ask) => deleteMessage(ask),
};

/** Changes a message of the bot and tells how it is now. */
function change(
  { world, parameters }: Ask,
  changed: (post: Post, markup: Content['markup']) => Content,
): Message {
  const room = world.rooms.reachable(parameters.text('chat_id'));
  const markup = markupOf(parameters, room);
  if (markup !== null && !('inline_keyboard' in markup))
    throw badRequest('inline keyboard expected');
  const post = targetOf(parameters, room, 'edit');
  if (post.sending.from.id !== world.bot.id || !hasEditableMarkup(post)) {
    throw badRequest("message can't be edited");
  }
  const content = changed(post, markup);
  if (post.isSame(content)) throw badRequest(NOT_MODIFIED);
  post.edit(content, world.nowMs());
  return post.wire();
}

/** A message that brought, or took away, a reply keyboard stays as it is. */
function hasEditableMarkup({ content }: Post): boolean {
  return content.markup === null || 'inline_keyboard' in content.markup;
}

function targetOf(parameters: Parameters, room: Room, verb: 'edit' | 'delete'): Post {
  const id = parameters.integer('message_id', { standard: 0 });
  if (id === 0) throw badRequest('message identifier is not specified');
  const post = room.posts.get(id);
  if (post === undefined || post.deleted) throw badRequest(`message to ${verb} not found`);
  return post;
}

function readMedia({ world, parameters }: Ask): Pick<Content, 'formatted' | 'photo'> {
  const given = parameters.json('media');
  if (typeof given !== 'object' || given === null) {
    throw badRequest("can't parse InputMedia: media is empty");
  }
  const media = given as Readonly<Record<string, unknown>>;
  if (media['type'] !== 'photo') {
    throw badRequest("can't parse InputMedia: type is unsupported here, only photos are known");
  }
  const fields = Object.entries(media).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const photo = world.files.photo(parameters, String(media['media'] ?? ''), 'media');
  const caption = new Parameters(new Map(fields));
  return { photo, formatted: readCaption(caption, (id) => world.userById(id)) };
}

/** In private chats also what a person wrote; in groups only as an admin. */
function deleteMessage({ world, parameters }: Ask): true {
  const room = world.rooms.reachable(parameters.text('chat_id'));
  const post = targetOf(parameters, room, 'delete');
  const own = post.sending.from.id === world.bot.id;
  if (!own && room.chat.type !== 'private' && !room.botIsAdmin) {
    throw badRequest("message can't be deleted");
  }
  if (world.nowMs() - post.sending.sentAtMs > DELETABLE_MS) {
    throw badRequest("message can't be deleted for everyone");
  }
  post.deleted = true;
  return true;
}

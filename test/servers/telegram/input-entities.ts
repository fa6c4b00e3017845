import type { MessageEntity } from 'grammy/types';
import { checkLink } from './links.ts';
import { badRequest } from './refusal.ts';

const LOOKS = new Map<string, MessageEntity.CommonMessageEntity['type']>(
  (
    [
      'bold',
      'italic',
      'underline',
      'strikethrough',
      'spoiler',
      'code',
      'blockquote',
      'expandable_blockquote',
    ] as const
  ).map((type) => [type, type]),
);
/** Found by the server itself, whatever is given. */
const FOUND_ANYWAY = new Set(
  'mention hashtag cashtag bot_command url email phone_number'.split(' '),
);

/**
 * Entities given beside a text instead of a parse mode: looks, code, blocks and links; the rest is
 * refused. @throws Refusal
 */
export function readEntities(given: unknown, text: string): MessageEntity[] {
  if (!Array.isArray(given)) throw badRequest("can't parse entities JSON object");
  return given.flatMap((one: unknown) => readEntity(one, text));
}

function readEntity(one: unknown, text: string): MessageEntity[] {
  if (typeof one !== 'object' || one === null) {
    throw badRequest("can't parse MessageEntity: Expected an Object");
  }
  const entity = one as Readonly<Record<string, unknown>>;
  const range = readRange(entity, text);
  const type = String(entity['type']);
  if (FOUND_ANYWAY.has(type)) return [];
  const look = LOOKS.get(type);
  if (look !== undefined) return [{ type: look, ...range }];
  if (type === 'pre') {
    const language = entity['language'];
    return [{ type, ...range, ...(typeof language === 'string' ? { language } : {}) }];
  }
  if (type !== 'text_link') {
    throw badRequest("can't parse MessageEntity: Unsupported type specified");
  }
  const url = entity['url'];
  if (typeof url !== 'string')
    throw badRequest('can\'t parse MessageEntity: Can\'t find field "url"');
  const link = checkLink(url);
  if (link.kind === 'wrong') throw badRequest(`entity URL '${url}' is invalid: ${link.why}`);
  return [{ type, ...range, url: link.url }];
}

function readRange(
  entity: Readonly<Record<string, unknown>>,
  text: string,
): { offset: number; length: number } {
  const offset = Number(entity['offset']);
  const length = Number(entity['length']);
  if (!Number.isInteger(offset) || offset < 0) {
    throw badRequest(`receive an entity with incorrect offset ${String(entity['offset'])}`);
  }
  if (!Number.isInteger(length) || length < 0) {
    throw badRequest(`receive an entity with incorrect length ${String(entity['length'])}`);
  }
  if (offset > text.length) {
    throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  }
  if (offset + length > text.length) {
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${offset + length}`,
    );
  }
  return { offset, length };
}

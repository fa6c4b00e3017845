import type { MessageEntity, User } from 'grammy/types';
import { arrangeEntities, findEntities } from './entities.ts';
import { type FormattedText, parseHtml } from './html.ts';
import { readEntities } from './input-entities.ts';
import type { Parameters } from './parameters.ts';
import { badRequest } from './refusal.ts';

export const TEXT_LENGTH_MAX = 4096;
export const CAPTION_LENGTH_MAX = 1024;

/** What Telegram makes of any string it gets: no control characters, no direction overrides. */
export function cleaned(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw badRequest('strings must be encoded in UTF-8');
  return [...text]
    .filter((character) => !REMOVED.test(character))
    .map((character) => (character < ' ' && character !== '\n' ? ' ' : character))
    .join('');
}

const REMOVED = /^(?:\r|[\u2028-\u202e]|\u0333|\u033f|\u030a)$/;

/** Which fields of a call carry a text and how it is bounded. */
interface TextField {
  readonly name: 'text' | 'caption';
  readonly entities: 'entities' | 'caption_entities';
  readonly lengthMax: number;
  readonly tooLong: string;
}

const TEXT: TextField = {
  name: 'text',
  entities: 'entities',
  lengthMax: TEXT_LENGTH_MAX,
  tooLong: 'message is too long',
};
const CAPTION: TextField = {
  name: 'caption',
  entities: 'caption_entities',
  lengthMax: CAPTION_LENGTH_MAX,
  tooLong: 'message caption is too long',
};

type UserById = (id: number) => User | null;

/** @throws Refusal */
export function readText(parameters: Parameters, userById: UserById): FormattedText {
  if ((parameters.text('text') ?? '') === '') throw badRequest('message text is empty');
  const formatted = read(parameters, TEXT, userById);
  if (formatted.text === '') throw badRequest('text must be non-empty');
  return formatted;
}

/** @throws Refusal */
export function readCaption(parameters: Parameters, userById: UserById): FormattedText {
  return read(parameters, CAPTION, userById);
}

function read(parameters: Parameters, field: TextField, userById: UserById): FormattedText {
  const source = cleaned(parameters.text(field.name) ?? '');
  const mode = (parameters.text('parse_mode') ?? '').toLowerCase();
  const formatted = arrange(
    mode === 'html'
      ? parseHtml(source, userById)
      : { text: source, entities: plainEntities(parameters, { mode, field, source }) },
  );
  if (formatted.text.length > field.lengthMax) throw badRequest(field.tooLong);
  return formatted;
}

/** Only HTML is spoken here: the Markdown modes are refused as any unknown one. */
function plainEntities(
  parameters: Parameters,
  of: { readonly mode: string; readonly field: TextField; readonly source: string },
): MessageEntity[] {
  if (of.mode !== '' && of.mode !== 'none') throw badRequest('unsupported parse_mode');
  const given = parameters.json(of.field.entities);
  return given === undefined ? [] : readEntities(given, of.source);
}

/** What a text becomes in a chat: trimmed, its entities in order, commands and links found. */
export function arrange({ text, entities }: FormattedText): FormattedText {
  const firstEntity = Math.min(text.length, ...entities.map((entity) => entity.offset));
  const leading = /^[ \n]*/.exec(text.slice(0, firstEntity))?.[0].length ?? 0;
  const trimmed = text.slice(leading).replace(/[ \n]+$/, '');
  const moved = entities.map((entity) => ({ ...entity, offset: entity.offset - leading }));
  const given = arrangeEntities(trimmed, moved);
  return {
    text: trimmed,
    entities: arrangeEntities(trimmed, [...given, ...findEntities(trimmed, given)]),
  };
}

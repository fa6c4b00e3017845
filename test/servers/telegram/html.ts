import type { MessageEntity, User } from 'grammy/types';
import { type HtmlTag, type Read, readCharacter, readEndTag, readStartTag } from './html-syntax.ts';
import { checkLink, mentionedUser } from './links.ts';
import { badRequest } from './refusal.ts';

/** A text and what its parts look like; offsets and lengths in UTF-16 code units. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

interface OpenTag extends HtmlTag {
  readonly offset: number;
}

type PlainType = MessageEntity.CommonMessageEntity['type'];

const PLAIN_TYPES: Readonly<Record<string, PlainType>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
};
const CUSTOM_EMOJI_ID_MAX = 2n ** 63n - 1n;
const DATE_TIME_FORMAT = /^(?:r|w?[dD]?[tT]?)$/;

/**
 * The HTML mode of the Bot API. An unknown named reference such as `&nbsp;` stays as it is, a link
 * the server does not accept loses its entity; everything else that is wrong is refused.
 * @throws Refusal
 */
export function parseHtml(
  source: string,
  userById: (id: number) => User | null = () => null,
): FormattedText {
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  const languages = new Map<MessageEntity, string>();
  let text = '';
  let at = 0;
  while (at < source.length) {
    if (source[at] !== '<') {
      const character = readText(source, at);
      text += character.value;
      at = character.end;
    } else if (source[at + 1] === '/') {
      at = readEndTag(source, at, open.at(-1)?.name ?? null);
      const tag = open.pop();
      if (tag !== undefined) closeTag({ tag, text, entities, languages, userById });
    } else {
      const start = readStartTag(source, at);
      open.push({ ...start.value, offset: text.length });
      at = start.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    throw unparsed(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  }
  return { text, entities };
}

/** One character, or what a reference stands for. */
function readText(source: string, at: number): Read<string> {
  const character = source[at] ?? '';
  const reference = character === '&' ? readCharacter(source, at) : null;
  if (reference === null) return { value: character, end: at + 1 };
  if (!/\p{Surrogate}/u.test(reference.value)) return reference;
  throw unparsed(
    'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
  );
}

interface Closing {
  readonly tag: OpenTag;
  readonly text: string;
  readonly entities: MessageEntity[];
  /** Languages named by `code` tags, which count only inside `pre`. */
  readonly languages: Map<MessageEntity, string>;
  readonly userById: (id: number) => User | null;
}

function closeTag(closing: Closing): void {
  const { tag, text, entities } = closing;
  const range = { offset: tag.offset, length: text.length - tag.offset };
  if (range.length === 0) return;
  const plain = PLAIN_TYPES[tag.name];
  if (plain !== undefined) entities.push({ type: plain, ...range });
  else if (tag.name === 'blockquote') {
    entities.push({ type: tag.expandable ? 'expandable_blockquote' : 'blockquote', ...range });
  } else if (tag.name === 'a') closeLink(closing, range);
  else if (tag.name === 'pre' || tag.name === 'code') closeCode(closing, range);
  else if (tag.name === 'tg-emoji') {
    const id = /^\d+$/.test(tag.argument) ? BigInt(tag.argument) : 0n;
    if (id === 0n || id > CUSTOM_EMOJI_ID_MAX) {
      throw unparsed('Invalid custom emoji identifier specified');
    }
    entities.push({ type: 'custom_emoji', ...range, custom_emoji_id: tag.argument });
  } else entities.push({ ...dateTime(tag), ...range });
}

type Range = Pick<MessageEntity, 'offset' | 'length'>;

function closeLink({ tag, text, entities, userById }: Closing, range: Range): void {
  const href = tag.argument === '' ? text.slice(range.offset) : tag.argument;
  const userId = mentionedUser(href);
  if (userId !== null) {
    const user = userById(userId);
    if (user !== null) entities.push({ type: 'text_mention', ...range, user });
    return;
  }
  const link = checkLink(href);
  if (link.kind === 'link') entities.push({ type: 'text_link', ...range, url: link.url });
}

/** `pre` with `code` of the same range inside it, in either order, is one block with a language. */
function closeCode({ tag, entities, languages }: Closing, range: Range): void {
  const last = entities.at(-1);
  const same = last?.offset === range.offset && last.length === range.length ? last : null;
  if (tag.name === 'code') {
    if (same?.type === 'pre' && tag.argument !== '') same.language = tag.argument;
    else {
      const code: MessageEntity = { type: 'code', ...range };
      if (tag.argument !== '') languages.set(code, tag.argument);
      entities.push(code);
    }
    return;
  }
  const language = same?.type === 'code' ? languages.get(same) : undefined;
  if (language === undefined) entities.push({ type: 'pre', ...range });
  else entities.splice(-1, 1, { type: 'pre', ...range, language });
}

function dateTime(tag: HtmlTag): {
  type: 'date_time';
  unix_time: number;
  date_time_format: MessageEntity.DateTimeMessageEntity['date_time_format'];
} {
  const { format } = tag;
  if (!/^\d{1,10}$/.test(tag.argument) || Number(tag.argument) === 0) {
    throw unparsed('Invalid Unix time specified');
  }
  if (!isDateTimeFormat(format)) throw unparsed('Invalid date-time format specified');
  return { type: 'date_time', unix_time: Number(tag.argument), date_time_format: format };
}

function isDateTimeFormat(
  format: string,
): format is MessageEntity.DateTimeMessageEntity['date_time_format'] {
  return DATE_TIME_FORMAT.test(format);
}

function unparsed(why: string): Error {
  return badRequest(`can't parse entities: ${why}`);
}

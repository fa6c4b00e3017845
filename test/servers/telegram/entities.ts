import type { MessageEntity } from 'grammy/types';

/** Which of two entities of one range is the outer one. */
const RANK: Readonly<Record<MessageEntity['type'], number>> = {
  blockquote: 0,
  expandable_blockquote: 0,
  pre: 11,
  code: 20,
  text_link: 49,
  text_mention: 49,
  mention: 50,
  hashtag: 50,
  cashtag: 50,
  bot_command: 50,
  url: 50,
  email: 50,
  phone_number: 50,
  date_time: 50,
  bold: 90,
  italic: 91,
  underline: 92,
  strikethrough: 93,
  spoiler: 94,
  custom_emoji: 99,
};
/** Looks that may be cut in parts, overlap each other and join. */
const LOOKS = new Set<MessageEntity['type']>([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
]);
const QUOTES = new Set<MessageEntity['type']>(['blockquote', 'expandable_blockquote']);
/** No look reaches into these. */
const CODES = new Set<MessageEntity['type']>(['code', 'pre']);

const end = (entity: MessageEntity): number => entity.offset + entity.length;
const overlap = (a: MessageEntity, b: MessageEntity): boolean =>
  a.offset < end(b) && b.offset < end(a);

/**
 * Entities as a message carries them: inside the text, sorted, nothing inside code, no link in a
 * link, no quote in a quote, touching looks of one kind joined, none of white space alone.
 */
export function arrangeEntities(
  text: string,
  given: readonly MessageEntity[],
): readonly MessageEntity[] {
  const inside = given
    .map((entity) => ({ ...entity, length: Math.min(end(entity), text.length) - entity.offset }))
    .filter((entity) => entity.length > 0 && text.slice(entity.offset, end(entity)).trim() !== '');
  const quotes = outermost(inside.filter((entity) => QUOTES.has(entity.type)));
  const whole = outermost(
    inside.filter((entity) => !QUOTES.has(entity.type) && !LOOKS.has(entity.type)),
  );
  const codes = whole.filter((entity) => CODES.has(entity.type));
  const looks = [...LOOKS].flatMap((type) =>
    joined(inside.filter((entity) => entity.type === type)).flatMap((look) => without(look, codes)),
  );
  return sorted([...quotes, ...whole, ...looks]);
}

function sorted(entities: readonly MessageEntity[]): MessageEntity[] {
  return [...entities].sort(
    (a, b) => a.offset - b.offset || b.length - a.length || RANK[a.type] - RANK[b.type],
  );
}

function outermost(entities: readonly MessageEntity[]): MessageEntity[] {
  const kept: MessageEntity[] = [];
  for (const entity of sorted(entities)) {
    if (!kept.some((other) => overlap(other, entity))) kept.push(entity);
  }
  return kept;
}

function joined(looks: readonly MessageEntity[]): MessageEntity[] {
  const kept: MessageEntity[] = [];
  for (const look of sorted(looks)) {
    const last = kept.at(-1);
    if (last === undefined || end(last) < look.offset) kept.push({ ...look });
    else last.length = Math.max(end(last), end(look)) - last.offset;
  }
  return kept;
}

/** The parts of a look that lie outside code. */
function without(look: MessageEntity, codes: readonly MessageEntity[]): MessageEntity[] {
  const parts: MessageEntity[] = [];
  let offset = look.offset;
  for (const code of codes.filter((other) => overlap(other, look))) {
    if (code.offset > offset) parts.push({ ...look, offset, length: code.offset - offset });
    offset = Math.max(offset, end(code));
  }
  if (end(look) > offset) parts.push({ ...look, offset, length: end(look) - offset });
  return parts;
}

const FOUND: readonly {
  readonly type: 'bot_command' | 'mention' | 'url';
  readonly pattern: RegExp;
}[] = [
  { type: 'url', pattern: /\bhttps?:\/\/[^\s<>"]*[^\s<>".,;:!?)'\]]/g },
  {
    type: 'bot_command',
    pattern: /(?<![\w/.<>@-])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/])/gi,
  },
  { type: 'mention', pattern: /(?<![\w/.@])@[a-z0-9_]{4,32}(?!\w)/gi },
];

/** Commands, mentions and links that clients see in plain text; other kinds are left out. */
export function findEntities(text: string, given: readonly MessageEntity[]): MessageEntity[] {
  const taken = given.filter((entity) => !LOOKS.has(entity.type) && !QUOTES.has(entity.type));
  const found = FOUND.flatMap(({ type, pattern }) =>
    [...text.matchAll(pattern)].map(
      (match): MessageEntity => ({ type, offset: match.index, length: match[0].length }),
    ),
  );
  return outermost(found).filter((entity) => !taken.some((other) => overlap(other, entity)));
}

import { badRequest } from './refusal.ts';

/** A start tag with the one or two attributes that mean something in it. */
export interface HtmlTag {
  readonly name: string;
  /** `href`, language, emoji id or Unix time; empty when there is none. */
  readonly argument: string;
  /** How a `tg-time` is shown. */
  readonly format: string;
  /** Whether a `blockquote` is cut at first. */
  readonly expandable: boolean;
}

export interface Read<T> {
  readonly value: T;
  /** Where the next character stands. */
  readonly end: number;
}

const TAGS = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(
    ' ',
  ),
);
const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);
/** References of this length and longer, with `&#`, stay text. */
const REFERENCE_CHARACTERS_MAX = 10;
const CODE_POINT_MAX = 0x10ffff;

/** A character reference at `at`; `null` when it is none that Telegram knows, which is just text. */
export function readCharacter(source: string, at: number): Read<string> | null {
  const [match, hexadecimal, decimal, name] =
    /^&(?:#x([0-9a-fA-F]*)|#(\d*)|([a-zA-Z]*))/.exec(source.slice(at, at + 64)) ?? [];
  if (match === undefined) return null;
  const next = at + match.length;
  const end = source[next] === ';' ? next + 1 : next;
  if (name !== undefined) {
    const value = NAMED.get(name);
    return value === undefined ? null : { value, end };
  }
  const code =
    hexadecimal === undefined
      ? Number.parseInt(decimal ?? '', 10)
      : Number.parseInt(hexadecimal, 16);
  const known = code > 0 && code < CODE_POINT_MAX && match.length < REFERENCE_CHARACTERS_MAX;
  return known ? { value: String.fromCodePoint(code), end } : null;
}

/** @throws Refusal */
export function readStartTag(source: string, begin: number): Read<HtmlTag> {
  let at = wordEnd(source, begin + 1, '>');
  if (at >= source.length) throw unparsed(`Unclosed start tag${offset(source, begin)}`);
  const name = source.slice(begin + 1, at).toLowerCase();
  if (!TAGS.has(name)) throw unparsed(`Unsupported start tag "${name}"${offset(source, begin)}`);
  let tag: HtmlTag = { name, argument: '', format: '', expandable: false };
  for (;;) {
    at = skipSpace(source, at);
    if (source[at] === '>') break;
    const attribute = readAttribute(source, at, { name, begin });
    at = attribute.end;
    tag = withAttribute(tag, attribute.value);
  }
  if (name === 'span' && tag.argument !== 'spoiler') {
    throw unparsed(`Tag "span" must have class "tg-spoiler"${offset(source, begin)}`);
  }
  return { value: tag, end: at + 1 };
}

/** The position behind an end tag. `expected` is the tag that is open. @throws Refusal */
export function readEndTag(source: string, begin: number, expected: string | null): number {
  if (expected === null) throw unparsed(`Unexpected end tag${offset(source, begin)}`);
  const nameEnd = wordEnd(source, begin + 2, '>');
  const name = source.slice(begin + 2, nameEnd).toLowerCase();
  const at = skipSpace(source, nameEnd);
  if (source[at] !== '>') throw unparsed(`Unclosed end tag${offset(source, begin)}`);
  if (name !== '' && name !== expected) {
    throw unparsed(
      `Unmatched end tag${offset(source, begin)}, expected "</${expected}>", found "</${name}>"`,
    );
  }
  return at + 1;
}

interface Attribute {
  readonly name: string;
  /** `null` when it stands alone. */
  readonly value: string | null;
}

function readAttribute(
  source: string,
  begin: number,
  tag: { readonly name: string; readonly begin: number },
): Read<Attribute> {
  const nameEnd = wordEnd(source, begin, '=>');
  const name = source.slice(begin, nameEnd).toLowerCase();
  const where = `the tag "${tag.name}"${offset(source, tag.begin)}`;
  if (nameEnd >= source.length) {
    throw unparsed(`Unclosed start tag "${tag.name}"${offset(source, tag.begin)}`);
  }
  if (name === '') throw unparsed(`Empty attribute name in ${where}`);
  const sign = skipSpace(source, nameEnd);
  if (source[sign] !== '=') {
    if (tag.name === 'blockquote' && name === 'expandable') {
      return { value: { name, value: null }, end: nameEnd };
    }
    throw unparsed(`Expected equal sign in declaration of an attribute of ${where}`);
  }
  const at = skipSpace(source, sign + 1);
  if (at >= source.length) {
    throw unparsed(`Unclosed start tag "${tag.name}"${offset(source, tag.begin)}`);
  }
  const value = readValue(source, at);
  if (value.end >= source.length) throw unparsed(`Unclosed start tag${offset(source, tag.begin)}`);
  return { value: { name, value: value.value }, end: value.end };
}

function readValue(source: string, begin: number): Read<string> {
  const quote = source[begin];
  if (quote !== '"' && quote !== "'") {
    const token = /^[a-z0-9.-]*/i.exec(source.slice(begin))?.[0] ?? '';
    const end = begin + token.length;
    if (end < source.length && !/[\s>]/.test(source[end] ?? '')) {
      throw unparsed(`Unexpected end of name token${offset(source, begin)}`);
    }
    return { value: token.toLowerCase(), end };
  }
  let value = '';
  let at = begin + 1;
  while (at < source.length && source[at] !== quote) {
    const reference = source[at] === '&' ? readCharacter(source, at) : null;
    value += reference?.value ?? source[at] ?? '';
    at = reference?.end ?? at + 1;
  }
  return { value, end: at + 1 };
}

function withAttribute(tag: HtmlTag, { name, value }: Attribute): HtmlTag {
  if (tag.name === 'blockquote' && name === 'expandable') return { ...tag, expandable: true };
  if (value === null) return tag;
  switch (`${tag.name} ${name}`) {
    case 'a href':
    case 'tg-emoji emoji-id':
    case 'tg-time unix':
      return { ...tag, argument: value };
    case 'tg-time format':
      return { ...tag, format: value };
    case 'code class':
      return value.startsWith('language-') ? { ...tag, argument: value.slice(9) } : tag;
    case 'span class':
      return value.startsWith('tg-') ? { ...tag, argument: value.slice(3) } : tag;
    default:
      return tag;
  }
}

function wordEnd(source: string, from: number, stops: string): number {
  let at = from;
  while (at < source.length && !isSpace(source, at) && !stops.includes(source[at] ?? '')) at += 1;
  return at;
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (at < source.length && isSpace(source, at)) at += 1;
  return at;
}

function isSpace(source: string, at: number): boolean {
  return /[ \t\r\n\0\v]/.test(source[at] ?? '');
}

/** Offsets in errors count bytes. */
function offset(source: string, at: number): string {
  return ` at byte offset ${Buffer.byteLength(source.slice(0, at))}`;
}

function unparsed(why: string): Error {
  return badRequest(`can't parse entities: ${why}`);
}

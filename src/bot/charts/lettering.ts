import type { Typeface } from './typeface.ts';

export type Weight = 'regular' | 'bold';

/** The two weights that pictures are written in. */
export type Lettering = Readonly<Record<Weight, Typeface>>;

export interface TextStyle {
  readonly sizePx: number;
  readonly weight: Weight;
}

/** Characters of a text that are looked at. */
const READ_MAX = 400;
/** Marks, between words, what stood in a script that the font does not have. */
const FOREIGN = '·';
/** Stands for each of them until runs are joined. */
const FOREIGN_LETTER = '\ufffd';
const FOREIGN_RUN = /\ufffd+(?: *\ufffd+)*/g;
/** A mark at the beginning or the end says nothing. */
const OUTER = /^[ ·]+|[ ·]+$/g;
const SPACES = /[\s\p{Zs}\p{Zl}\p{Zp}\p{Cc}]+/gu;
/** Direction marks, joiners, lone surrogates, private and unassigned characters, stacked accents. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{M}]/gu;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Text that came from anywhere as the font can draw it, in one line: emoji and marks go, a run in
 * another script becomes `·` between words; `otherwise` when nothing readable remains. The message beside the
 * picture has the text as it is.
 */
export function readable(text: string, lettering: Lettering, otherwise: string): string {
  const plain = text
    .slice(0, READ_MAX)
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ');
  const drawn = Array.from(plain, (one) => drawable(one, lettering)).join('');
  const whole = drawn.replace(FOREIGN_RUN, FOREIGN).replace(/ +/g, ' ').replace(OUTER, '');
  return LETTER.test(whole) ? whole : otherwise;
}

/** A character, its plain form (`𝐀` is `A`), a marker for a letter, or nothing. */
function drawable(character: string, { regular, bold }: Lettering): string {
  const has = (text: string): boolean =>
    Array.from(text, (one) => one.codePointAt(0) ?? 0).every(
      (code) => regular.has(code) && bold.has(code),
    );
  if (has(character)) return character;
  const plain = character.normalize('NFKC').replace(INVISIBLE, '');
  if (plain !== '' && has(plain)) return plain;
  return LETTER.test(character) ? FOREIGN_LETTER : '';
}

/** What is written with figures only: `−$1,240.50`, `14:00`, `+3.4 %`, `$10M`. */
const FIGURES = /^[+−]?\$?\d[\d.,:]*(?:[kMBT]|¢| ?%)?$/;
const DIGITS = '0123456789';
/** In larger text a number is a word among words, and its figures keep their own widths. */
const TABULAR_SIZE_MAX_PX = 16;

/**
 * How wide each character of a text is drawn, without kerning. Numbers stand in columns: their
 * figures all have the width of the widest.
 */
export function characterWidthsPx(
  text: string,
  { sizePx, weight }: TextStyle,
  lettering: Lettering,
): readonly number[] {
  const advance = (one: string): number =>
    lettering[weight].advance(one.codePointAt(0) ?? 0) * sizePx;
  if (!isTabular(text, sizePx)) return Array.from(text, advance);
  const cell = Math.max(...Array.from(DIGITS, advance));
  return Array.from(text, (one) => (DIGITS.includes(one) ? cell : advance(one)));
}

/** Whether the text is a number whose figures stand in columns. */
export function isTabular(text: string, sizePx: number): boolean {
  return sizePx <= TABULAR_SIZE_MAX_PX && FIGURES.test(text);
}

/** How wide a text is drawn at most. */
export function textWidthPx(text: string, style: TextStyle, lettering: Lettering): number {
  return characterWidthsPx(text, style, lettering).reduce((sum, width) => sum + width, 0);
}

interface Room extends TextStyle {
  readonly widthPx: number;
}

/** The text, or its beginning and `…`, cut at a word where one ends in the later half. */
export function fitted(text: string, room: Room, lettering: Lettering): string {
  const fits = (part: string): boolean => textWidthPx(part, room, lettering) <= room.widthPx;
  if (fits(text)) return text;
  const kept = longest(text, (part) => fits(`${part}…`));
  const space = text[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  const cut = space > kept.length / 2 ? kept.slice(0, space) : kept;
  return `${cut.trimEnd().replace(/[,:;]$/, '')}…`;
}

/** At most `most` lines, broken between words, or within one that is longer than a line. */
export function wrapped(
  text: string,
  room: Room & { readonly linesMax: number },
  lettering: Lettering,
): readonly string[] {
  const fits = (part: string): boolean => textWidthPx(part, room, lettering) <= room.widthPx;
  const lines: string[] = [];
  let rest = text;
  while (rest !== '' && lines.length < room.linesMax - 1 && !fits(rest)) {
    const kept = longest(rest, fits);
    const space = rest[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
    const end = space > 0 ? space : kept.length;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? lines : [...lines, fitted(rest, room, lettering)];
}

/** The longest beginning that fits, at least one character, never half of one. */
function longest(text: string, fits: (part: string) => boolean): string {
  let kept = '';
  for (const character of text) {
    if (kept !== '' && !fits(kept + character)) break;
    kept += character;
  }
  return kept;
}

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};
const ODD_LETTER = /[øłđðþßæœı]/g;
const QUOTES = /[\u2018\u2019\u02bc`´]/g;
const DOUBLE_QUOTES = /[\u201c\u201d«»]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const ASCII = /^[\x20-\x7e]*$/;

/**
 * A text in one spelling: lower case, no diacritics, plain quotes and dashes, one space at a time.
 * Digits, signs and other punctuation stay: patterns of titles are written against this.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(ODD_LETTER, (letter) => LETTERS[letter] ?? letter)
    .replace(QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(DASHES, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A name in one spelling: folded, without punctuation, `O'Neill-Smith Jr.` is `oneill smith jr`. */
export function foldName(name: string): string {
  return foldText(name)
    .replace(/['.]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text, folded. */
export function tokens(text: string): string[] {
  const name = foldName(text);
  return name === '' ? [] : name.split(' ');
}

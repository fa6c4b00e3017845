/**
 * What filters and searches see of a text: its words in one case, without accents and punctuation,
 * one space apart. Empty when there is no word in it; such a rule would match nothing.
 */
export function foldWords(text: string): string {
  // Upper case: unlike lower case it does not depend on the neighbours of a letter.
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Words that questions are full of: they are looked for only when nothing else was typed. */
const FILLING = new Set(
  'A AN AND ARE AS AT BE BY DO DOES FOR FROM HAS IN IS IT OF ON OR S T THAT THE THERE THIS TO WILL WITH'.split(
    ' ',
  ),
);
/** From so many words on, one of them may be of another market. */
const WORDS_FOR_ONE_MISS = 4;
/** Words looked for; what else was typed says little more. */
const WORDS_MAX = 12;
/** The beginning of a word that stands for it: `dec` for December. */
const BEGINNING_MIN = 3;
/** One slip in a shorter word makes another word of it: `cut`, `cat`. */
const SLIP_LENGTH_MIN = 4;

/** One venue writes the name of a coin, the other its code. */
const COINS: ReadonlyMap<string, string> = new Map(
  ['BTC BITCOIN', 'ETH ETHEREUM ETHER', 'SOL SOLANA', 'DOGE DOGECOIN', 'HYPE HYPERLIQUID'].flatMap(
    (names) => names.split(' ').map((name, _at, all) => [name, all.join()] as const),
  ),
);

/** How much a word that is met counts. */
const WORTH = { same: 1, coin: 0.95, plural: 0.95, beginning: 0.8, slip: 0.7 } as const;
/** A word of the slug, the event or a tag, against one of the question itself. */
export const BESIDE_WORTH = 0.8;

/** Typed words as they are looked for; empty when there is no letter or digit in them. */
export function wordsSought(typed: string): readonly string[] {
  const words = wordList(typed);
  const telling = words.filter((word) => !FILLING.has(word));
  return (telling.length > 0 ? telling : words).slice(0, WORDS_MAX);
}

/** Words that may be missing: of many, one may be of another market. */
export function missesAllowed(sought: readonly string[]): number {
  return sought.length >= WORDS_FOR_ONE_MISS ? 1 : 0;
}

/** How much a word of a text counts for one that was typed, 0 (nothing) to 1 (the same). */
export function wordWorth(word: string, other: string): number {
  if (word === other) return WORTH.same;
  const coin = COINS.get(word);
  if (coin !== undefined && coin === COINS.get(other)) return WORTH.coin;
  // A number with a slip is another number.
  if (/\d/.test(word)) return 0;
  if (isPlural(word, other) || isPlural(other, word)) return WORTH.plural;
  if (word.length >= BEGINNING_MIN && other.startsWith(word)) return WORTH.beginning;
  return word.length >= SLIP_LENGTH_MIN && isOneSlip(word, other) ? WORTH.slip : 0;
}

function isPlural(one: string, many: string): boolean {
  if (many.length <= one.length || one.length < 2) return false;
  if (many === `${one}S` || many === `${one}ES`) return true;
  return one.endsWith('Y') && many === `${one.slice(0, -1)}IES`;
}

/** One letter more, less or another one, or two neighbours swapped; in one pass. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (a.length < b.length) return a.slice(at) === b.slice(at + 1);
  if (a.length > b.length) return a.slice(at + 1) === b.slice(at);
  if (a.slice(at + 1) === b.slice(at + 1)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** The words of a text, folded. */
export function wordList(text: string): readonly string[] {
  return foldWords(text)
    .split(' ')
    .filter((word) => word !== '');
}

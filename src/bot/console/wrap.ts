import type { Piece } from './looks.ts';
import { clusters, textWidth } from './text-width.ts';

/** A run of spaces, or a word, which may consist of pieces of several looks. */
interface Word {
  readonly space: boolean;
  readonly pieces: Piece[];
  width: number;
}

function wordsOf(pieces: readonly Piece[]): readonly Word[] {
  const words: Word[] = [];
  for (const { text, look } of pieces) {
    for (const [run] of text.matchAll(/ +|[^ ]+/g)) {
      const space = run.startsWith(' ');
      const last = words.at(-1);
      if (last?.space === space) {
        last.pieces.push({ text: run, look });
        last.width += textWidth(run);
      } else {
        words.push({ space, pieces: [{ text: run, look }], width: textWidth(run) });
      }
    }
  }
  return words;
}

/** Rows under construction. */
class Rows {
  readonly rows: Piece[][] = [[]];
  readonly #columns: number;
  readonly #hang: number;
  #used = 0;

  constructor(columns: number, hang: number) {
    this.#columns = columns;
    this.#hang = hang;
  }

  get left(): number {
    return this.#columns - this.#used;
  }

  add(word: Pick<Word, 'pieces' | 'width'>): void {
    this.rows.at(-1)?.push(...word.pieces);
    this.#used += word.width;
  }

  next(): void {
    this.rows.push(this.#hang === 0 ? [] : [{ text: ' '.repeat(this.#hang), look: 'plain' }]);
    this.#used = this.#hang;
  }

  /** Puts a word behind the gap before it, or on the next row. */
  place(word: Word, gap: Word | null): void {
    const gapWidth = gap?.width ?? 0;
    if (gapWidth + word.width > this.left && word.width <= this.#columns - this.#hang) {
      this.next();
      this.add(word);
      return;
    }
    if (gap !== null && gapWidth < this.left) this.add(gap);
    if (word.width <= this.left) this.add(word);
    else this.#addBroken(word);
  }

  /** A word longer than a row is broken where the row ends. */
  #addBroken(word: Word): void {
    for (const { text, look } of word.pieces) {
      for (const { text: cluster } of clusters(text)) {
        const width = textWidth(cluster);
        if (width > this.left) this.next();
        this.add({ pieces: [{ text: cluster, look }], width });
      }
    }
  }
}

/**
 * Breaks pieces at spaces into rows of at most `columns`; rows after the first begin with `hang`
 * spaces. Spaces at a break go, all others stay.
 */
export function wrap(
  pieces: readonly Piece[],
  { columns, hang }: { readonly columns: number; readonly hang: number },
): readonly (readonly Piece[])[] {
  // A hanging indent that would leave less than half of the row is none.
  const out = new Rows(columns, hang * 2 > columns ? 0 : hang);
  let gap: Word | null = null;
  for (const word of wordsOf(pieces)) {
    if (word.space) {
      gap = word;
    } else {
      out.place(word, gap);
      gap = null;
    }
  }
  return out.rows;
}

const ROW_BITS = 12;
const CHUNK_ROWS = 1 << ROW_BITS;
const ROW_MASK = CHUNK_ROWS - 1;

/** Stands for no row in a link. */
export const NO_ROW = -1;

/** How many fields of each kind a row has. */
export interface RowWidth {
  readonly floats: number;
  /** Floats of seven digits, whose fields are numbered behind the others. */
  readonly singles: number;
  readonly links: number;
}

/**
 * Rows of floats and links in typed arrays, by number: a million of them cost what their fields
 * cost, where objects would cost several times as much. Freed rows are used again.
 */
export class Rows {
  readonly #floatWidth: number;
  readonly #singleWidth: number;
  readonly #linkWidth: number;
  readonly #floats: Float64Array[] = [];
  readonly #singles: Float32Array[] = [];
  readonly #links: Int32Array[] = [];
  readonly #free: number[] = [];
  #used = 0;

  constructor({ floats, singles, links }: RowWidth) {
    this.#floatWidth = floats;
    this.#singleWidth = singles;
    this.#linkWidth = links;
  }

  /** Rows in use. */
  get size(): number {
    return this.#used - this.#free.length;
  }

  /** A row with floats of 0 and links to nothing. */
  take(): number {
    const row = this.#free.pop() ?? this.#grow();
    const chunk = row >> ROW_BITS;
    const at = row & ROW_MASK;
    this.#floats[chunk]?.fill(0, at * this.#floatWidth, (at + 1) * this.#floatWidth);
    this.#singles[chunk]?.fill(0, at * this.#singleWidth, (at + 1) * this.#singleWidth);
    this.#links[chunk]?.fill(NO_ROW, at * this.#linkWidth, (at + 1) * this.#linkWidth);
    return row;
  }

  release(row: number): void {
    this.#free.push(row);
  }

  copy(from: number, to: number): void {
    for (let field = 0; field < this.#floatWidth + this.#singleWidth; field += 1) {
      this.set(to, field, this.get(from, field));
    }
    for (let field = 0; field < this.#linkWidth; field += 1) {
      this.setLink(to, field, this.link(from, field));
    }
  }

  get(row: number, field: number): number {
    const at = row & ROW_MASK;
    const behind = field - this.#floatWidth;
    return behind < 0
      ? (this.#floats[row >> ROW_BITS]?.[at * this.#floatWidth + field] ?? 0)
      : (this.#singles[row >> ROW_BITS]?.[at * this.#singleWidth + behind] ?? 0);
  }

  set(row: number, field: number, value: number): void {
    const at = row & ROW_MASK;
    const behind = field - this.#floatWidth;
    if (behind < 0) {
      const chunk = this.#floats[row >> ROW_BITS];
      if (chunk !== undefined) chunk[at * this.#floatWidth + field] = value;
      return;
    }
    const chunk = this.#singles[row >> ROW_BITS];
    if (chunk !== undefined) chunk[at * this.#singleWidth + behind] = value;
  }

  add(row: number, field: number, value: number): void {
    this.set(row, field, this.get(row, field) + value);
  }

  raise(row: number, field: number, value: number): void {
    if (value > this.get(row, field)) this.set(row, field, value);
  }

  link(row: number, field: number): number {
    const at = (row & ROW_MASK) * this.#linkWidth + field;
    return this.#links[row >> ROW_BITS]?.[at] ?? NO_ROW;
  }

  setLink(row: number, field: number, value: number): void {
    const chunk = this.#links[row >> ROW_BITS];
    if (chunk !== undefined) chunk[(row & ROW_MASK) * this.#linkWidth + field] = value;
  }

  #grow(): number {
    if (this.#used >> ROW_BITS >= this.#floats.length) {
      this.#floats.push(new Float64Array(CHUNK_ROWS * this.#floatWidth));
      this.#singles.push(new Float32Array(CHUNK_ROWS * this.#singleWidth));
      this.#links.push(new Int32Array(CHUNK_ROWS * this.#linkWidth));
    }
    this.#used += 1;
    return this.#used - 1;
  }
}

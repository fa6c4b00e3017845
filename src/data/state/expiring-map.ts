/** Entries looked at for expiry on each write. */
const SWEEP_PER_WRITE = 4;

/** Linked in order of last use. */
interface Node<Value> {
  readonly key: string;
  readonly value: Value;
  readonly expiresAtMs: number;
  readonly weight: number;
  older: Node<Value> | null;
  newer: Node<Value> | null;
}

export interface ExpiringMapOptions<Value> {
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly keysMax: number;
  readonly weightMax: number;
  readonly weigh: (key: string, value: Value) => number;
}

/**
 * A map whose entries expire and whose size is bounded: beyond `keysMax` or `weightMax` the entry
 * that was used least recently goes. Has no timer: an expired entry is dropped when it is met, and
 * each write meets a few more.
 */
export class ExpiringMap<Value> {
  readonly #options: ExpiringMapOptions<Value>;
  readonly #nodes = new Map<string, Node<Value>>();
  #oldest: Node<Value> | null = null;
  #newest: Node<Value> | null = null;
  #sweepAt: Node<Value> | null = null;
  #weight = 0;

  constructor(options: ExpiringMapOptions<Value>) {
    this.#options = options;
  }

  /** Entries held, expired ones that nobody met included. */
  get size(): number {
    return this.#nodes.size;
  }

  get(key: string): Value | undefined {
    const node = this.#alive(this.#nodes.get(key) ?? null);
    if (node === null) return undefined;
    this.#unlink(node);
    this.#linkNewest(node);
    return node.value;
  }

  /** When the entry ends, or `undefined` when there is none. Is not a use. */
  expiresAtMs(key: string): number | undefined {
    return this.#alive(this.#nodes.get(key) ?? null)?.expiresAtMs;
  }

  set(key: string, value: Value, expiresAtMs: number): void {
    this.delete(key);
    const weight = this.#options.weigh(key, value);
    const node = { key, value, expiresAtMs, weight, older: null, newer: null };
    this.#nodes.set(key, node);
    this.#weight += weight;
    this.#linkNewest(node);
    this.#sweepSome();
    while (this.#nodes.size > this.#options.keysMax || this.#weight > this.#options.weightMax) {
      if (this.#oldest === null) return;
      this.delete(this.#oldest.key);
    }
  }

  delete(key: string): void {
    const node = this.#nodes.get(key);
    if (node === undefined) return;
    this.#nodes.delete(key);
    this.#weight -= node.weight;
    this.#unlink(node);
  }

  #alive(node: Node<Value> | null): Node<Value> | null {
    if (node === null || node.expiresAtMs > this.#options.nowMs()) return node;
    this.delete(node.key);
    return null;
  }

  #sweepSome(): void {
    for (let count = 0; count < SWEEP_PER_WRITE; count += 1) {
      const node = this.#sweepAt ?? this.#oldest;
      if (node === null) return;
      this.#sweepAt = node.newer;
      this.#alive(node);
    }
  }

  #linkNewest(node: Node<Value>): void {
    node.older = this.#newest;
    node.newer = null;
    if (this.#newest === null) this.#oldest = node;
    else this.#newest.newer = node;
    this.#newest = node;
  }

  #unlink(node: Node<Value>): void {
    if (this.#sweepAt === node) this.#sweepAt = node.newer;
    if (node.older === null) this.#oldest = node.newer;
    else node.older.newer = node.newer;
    if (node.newer === null) this.#newest = node.older;
    else node.newer.older = node.older;
  }
}

import type { JournalFile, JournalFs } from '../../../src/data/journal/journal-fs.ts';

/** What a file holds, and what of it survives the loss of power. */
interface Node {
  content: Buffer;
  synced: Buffer;
}

/** Bytes that the platter takes whole or not at all. */
const SECTOR_BYTES = 16;

/** Numbers from 0 to below `below`, the same for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}

export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/**
 * A disk that remembers what was synced. Without power it keeps that, a part of the length that was
 * written since, and in it some sectors and zeros for the others; a rename that no directory sync
 * followed happened or did not.
 */
export class SimulatedDisk implements JournalFs {
  /** Every call of the file system so far. */
  calls = 0;
  syncs = 0;
  /** The call at which the power goes; nothing works from there on. */
  cutAtCall = Number.POSITIVE_INFINITY;
  /** Throws instead of doing what it is asked, once it is set. */
  failWith: ((call: 'append' | 'sync' | 'rename') => Error | null) | null = null;
  #names = new Map<string, Node>();
  #durableNames = new Map<string, Node>();

  /** As if it had been there all along. */
  put(path: string, content: Buffer): void {
    const node = { content, synced: content };
    this.#names.set(path, node);
    this.#durableNames.set(path, node);
  }

  content(path: string): Buffer | null {
    return this.#names.get(path)?.content ?? null;
  }

  paths(): string[] {
    return [...this.#names.keys()];
  }

  /** What is found when the power comes back. */
  afterPowerCut(random: (below: number) => number): SimulatedDisk {
    const disk = new SimulatedDisk();
    const names = random(2) === 0 ? this.#names : this.#durableNames;
    for (const [path, node] of names) disk.put(path, surviving(node, random));
    return disk;
  }

  async read(path: string): Promise<Buffer | null> {
    await this.#call(null);
    return this.content(path);
  }

  async open(path: string, how: 'append' | 'empty'): Promise<JournalFile> {
    await this.#call(null);
    const node = this.#names.get(path) ?? { content: Buffer.alloc(0), synced: Buffer.alloc(0) };
    if (how === 'empty') node.content = Buffer.alloc(0);
    this.#names.set(path, node);
    return {
      append: async (bytes) => {
        // A cut in the middle of a write: some of it may be on its way already.
        node.content = Buffer.concat([node.content, bytes]);
        await this.#call('append');
      },
      truncate: async (length) => {
        await this.#call(null);
        node.content = node.content.subarray(0, length);
        node.synced = node.synced.subarray(0, length);
      },
      sync: async () => {
        const { content } = node;
        await this.#call('sync');
        this.syncs += 1;
        node.synced = content;
      },
      close: async () => undefined,
    };
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#call('rename');
    const node = this.#names.get(from);
    if (node === undefined) throw new Error(`no file ${from}`);
    this.#names = new Map(this.#names).set(to, node);
    this.#names.delete(from);
  }

  async remove(path: string): Promise<void> {
    await this.#call(null);
    this.#names = new Map(this.#names);
    this.#names.delete(path);
  }

  async syncDirectory(): Promise<void> {
    await this.#call(null);
    this.#durableNames = new Map(this.#names);
  }

  async #call(what: 'append' | 'sync' | 'rename' | null): Promise<void> {
    this.calls += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.calls >= this.cutAtCall) throw new PowerCut('the power is gone');
    const failure = what === null ? null : (this.failWith?.(what) ?? null);
    if (failure !== null) throw failure;
  }
}

function surviving({ content, synced }: Node, random: (below: number) => number): Buffer {
  const unsynced = content.subarray(synced.length);
  const kept = Buffer.from(unsynced.subarray(0, random(unsynced.length + 1)));
  if (random(2) === 0) return Buffer.concat([synced, kept]);
  for (let at = 0; at < kept.length; at += SECTOR_BYTES) {
    if (random(2) === 0) kept.fill(0, at, Math.min(kept.length, at + SECTOR_BYTES));
  }
  return Buffer.concat([synced, kept]);
}

import { join } from 'node:path';
import type { IntentId } from '../../engine/domain/ids.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { Journal } from '../../engine/ports.ts';
import { JournalError } from './journal-error.ts';
import { type JournalFile, type JournalFs, NODE_JOURNAL_FS } from './journal-fs.ts';
import { apply, contentOf, type JournalEntry, lineOf } from './journal-line.ts';

export const JOURNAL_FILE = 'intent.log';
/** Of a file that is being written to take the journal's place. */
const NEXT = '.new';
/** From here on a file that is mostly forgotten is written anew. */
export const COMPACT_ABOVE_BYTES = 1_048_576;
/** Orders underway are bounded far below it: a longer file is a mistake, not a journal. */
export const JOURNAL_BYTES_MAX = 67_108_864;
/** Entries that are written and synced together. */
const GROUP_ENTRIES_MAX = 256;

export interface FileJournalOptions {
  readonly dataDir: string;
  readonly fs?: JournalFs;
  /** What was found wrong when it was opened. */
  report(problem: JournalError): void;
  readonly compactAboveBytes?: number;
  readonly bytesMax?: number;
}

interface Waiting {
  readonly entry: JournalEntry;
  readonly done: () => void;
  readonly fail: (error: JournalError) => void;
}

/**
 * The journal as one append-only file (see `journal-line.ts`). Entries that come while the disk is
 * busy are written and synced together. After a write or a sync that failed nothing is known of what
 * the disk holds, and a later sync may claim success for lost pages: the journal stays refused until
 * the program starts anew. The caller holds the data directory for itself.
 */
export class FileJournal implements Journal {
  readonly #directory: string;
  readonly #path: string;
  readonly #fs: JournalFs;
  readonly #compactAboveBytes: number;
  readonly #bytesMax: number;
  /** What is synced. */
  readonly #orders: Map<IntentId, Order>;
  readonly #waiting: Waiting[] = [];
  #file: JournalFile;
  #bytes: number;
  #refusal: JournalError | null = null;
  #writing: Promise<void> | null = null;

  private constructor(
    options: FileJournalOptions,
    fs: JournalFs,
    opened: {
      readonly file: JournalFile;
      readonly orders: Map<IntentId, Order>;
      readonly bytes: number;
      readonly refusal: JournalError | null;
    },
  ) {
    this.#directory = options.dataDir;
    this.#path = join(options.dataDir, JOURNAL_FILE);
    this.#fs = fs;
    this.#compactAboveBytes = options.compactAboveBytes ?? COMPACT_ABOVE_BYTES;
    this.#bytesMax = options.bytesMax ?? JOURNAL_BYTES_MAX;
    this.#orders = opened.orders;
    this.#file = opened.file;
    this.#bytes = opened.bytes;
    this.#refusal = opened.refusal;
  }

  /** @throws JournalError when the file cannot be read or made durable. */
  static async open(options: FileJournalOptions): Promise<FileJournal> {
    const { dataDir, report, fs = NODE_JOURNAL_FS } = options;
    const path = join(dataDir, JOURNAL_FILE);
    try {
      await fs.remove(`${path}${NEXT}`);
      const bytes = (await fs.read(path)) ?? Buffer.alloc(0);
      const { orders, soundBytes, rest } = contentOf(bytes);
      const file = await fs.open(path, 'append');
      if (rest === 'torn') {
        await file.truncate(soundBytes);
        report(tornAt(soundBytes, bytes.length - soundBytes));
      }
      // What an earlier run wrote and did not live to sync was read, so it has to stay.
      await file.sync();
      await fs.syncDirectory(dataDir);
      const refusal = rest === 'damaged' ? damagedAt(path, soundBytes) : null;
      if (refusal !== null) report(refusal);
      const length = rest === 'damaged' ? bytes.length : soundBytes;
      return new FileJournal(options, fs, { file, orders, bytes: length, refusal });
    } catch (cause) {
      throw new JournalError('failed', `The journal ${path} cannot be opened`, { cause });
    }
  }

  /** Why it takes nothing, `null` while it does. */
  get refusal(): JournalError | null {
    return this.#refusal;
  }

  async append(order: Order): Promise<void> {
    const known = this.#orders.get(order.intent.id);
    // The same bytes go again: that they may have left is written down.
    if (known?.externalId === order.externalId && known.body === order.body) {
      if (this.#refusal !== null) throw this.#refusal;
      return;
    }
    await this.#write({ order });
  }

  async read(): Promise<readonly Order[]> {
    return [...this.#orders.values()];
  }

  async forget(intentIds: readonly IntentId[]): Promise<void> {
    const forgotten = intentIds.filter((id) => this.#orders.has(id));
    if (forgotten.length > 0) await this.#write({ forgotten });
  }

  /** Waits for what was asked before; nothing is taken any more. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#refusal?.kind === 'closed') return;
    this.#refusal = new JournalError('closed', 'The journal is closed');
    await this.#file.close();
  }

  #write(entry: JournalEntry): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ entry, done, fail });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = null;
      });
    });
  }

  /** Never throws: whoever waits is told. */
  async #writeAll(): Promise<void> {
    // Whoever comes in the same turn goes with the first.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, GROUP_ENTRIES_MAX);
      const refusal = this.#refusal ?? (await this.#writeGroup(group.map(({ entry }) => entry)));
      if (refusal === null) for (const { done } of group) done();
      else for (const { fail } of group) fail(refusal);
    }
  }

  async #writeGroup(entries: readonly JournalEntry[]): Promise<JournalError | null> {
    const line = lineOf(entries);
    if (this.#bytes + line.length > this.#bytesMax) {
      return new JournalError('full', `The journal ${this.#path} is as long as it may get`);
    }
    try {
      await this.#file.append(line);
      await this.#file.sync();
      this.#bytes += line.length;
      for (const entry of entries) apply(this.#orders, entry);
      if (this.#isMostlyForgotten(entries)) await this.#compact();
      return null;
    } catch (cause) {
      this.#refusal = new JournalError(
        'failed',
        `The journal ${this.#path} could not be written (${codeOf(cause)}): a restart is needed`,
        { offset: this.#bytes, cause },
      );
      return this.#refusal;
    }
  }

  #isMostlyForgotten(entries: readonly JournalEntry[]): boolean {
    if (this.#bytes <= this.#compactAboveBytes) return false;
    if (!entries.some((entry) => 'forgotten' in entry)) return false;
    return this.#sizeOfOrders() * 2 <= this.#bytes;
  }

  #sizeOfOrders(): number {
    return this.#lines().reduce((bytes, line) => bytes + line.length, 0);
  }

  #lines(): Buffer[] {
    return Array.from(this.#orders.values(), (order) => lineOf([{ order }]));
  }

  /** Written beside and made durable, then named: a crash finds the old file or the new one, whole. */
  async #compact(): Promise<void> {
    const next = `${this.#path}${NEXT}`;
    const content = Buffer.concat(this.#lines());
    const file = await this.#fs.open(next, 'empty');
    await file.append(content);
    await file.sync();
    await this.#fs.rename(next, this.#path);
    await this.#fs.syncDirectory(this.#directory);
    const old = this.#file;
    this.#file = file;
    this.#bytes = content.length;
    await old.close();
  }
}

function tornAt(offset: number, bytes: number): JournalError {
  const message = `The last write to the journal was cut short: ${bytes} bytes from ${offset} on were removed`;
  return new JournalError('torn', message, { offset });
}

function damagedAt(path: string, offset: number): JournalError {
  const message = `The journal ${path} is damaged at byte ${offset}: orders behind it are not known, and no live order is sent`;
  return new JournalError('damaged', message, { offset });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { BackupError } from './backup-error.ts';

/** Of the file's own shape; what its rows mean is told by its migrations. */
export const FORMAT_VERSION = 1;
const FORMAT = 'polymind.backup';

const tableSchema = z.strictObject({
  name: z.string().min(1),
  columns: z.array(z.string().min(1)).min(1),
  rows: z.number().int().nonnegative(),
});

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.number().int().positive(),
  /** Version of the program that wrote it. */
  program: z.string(),
  takenAtMs: z.number().int().nonnegative(),
  /** All that the database had, oldest first: the last one is its schema's version. */
  migrations: z
    .array(z.strictObject({ name: z.string().min(1), sha256: z.string().length(64) }))
    .min(1),
  /** In the order in which their rows follow. */
  tables: z.array(tableSchema),
});

const endSchema = z.strictObject({
  end: z.literal(FORMAT),
  /** By table: see {@link RowSum}. */
  checksums: z.record(z.string(), z.string().length(64)),
  /** Of everything before this line. */
  sha256: z.string().length(64),
});

/** The first line of a back-up. */
export type BackupHeader = z.infer<typeof headerSchema>;
/** The last line: a file without it was cut short. */
export type BackupEnd = z.infer<typeof endSchema>;

export function headerOf(of: Omit<BackupHeader, 'format' | 'formatVersion'>): BackupHeader {
  return { format: FORMAT, formatVersion: FORMAT_VERSION, ...of };
}

export function endOf(of: Omit<BackupEnd, 'end'>): BackupEnd {
  return { end: FORMAT, ...of };
}

/** @throws BackupError when it is none of ours, or of a later format */
export function readHeader(line: string): BackupHeader {
  const read = headerSchema.safeParse(jsonOf(line));
  if (!read.success) throw new BackupError('this is not a back-up of PolyMind');
  if (read.data.formatVersion > FORMAT_VERSION) {
    throw new BackupError('the back-up has a later format: restore it with a newer PolyMind');
  }
  return read.data;
}

/** @throws BackupError when the file ends otherwise */
export function readEnd(line: string): BackupEnd {
  const read = endSchema.safeParse(jsonOf(line));
  if (!read.success) throw new BackupError('the back-up is damaged: its last line is wrong');
  return read.data;
}

const SUM_BITS = 256;

/**
 * The checksum of a table's rows in any order: the sum of their SHA-256, so that no database has to
 * sort what it gives.
 */
export class RowSum {
  #sum = 0n;
  #rows = 0;

  add(line: string): void {
    const digest = createHash('sha256').update(line).digest('hex');
    this.#sum = BigInt.asUintN(SUM_BITS, this.#sum + BigInt(`0x${digest}`));
    this.#rows += 1;
  }

  get rows(): number {
    return this.#rows;
  }

  get hex(): string {
    return this.#sum.toString(16).padStart(SUM_BITS / 4, '0');
  }
}

/** The checksum of the lines before the last. */
export class LineHash {
  readonly #hash: Hash = createHash('sha256');

  add(line: string): void {
    this.#hash.update(line).update('\n');
  }

  close(): string {
    return this.#hash.digest('hex');
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

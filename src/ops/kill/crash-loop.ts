import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivateDirectory, replaceDurably } from '../private-file.ts';

/** Starts of programs that have not ended by themselves. */
const FILE = 'starts.json';
/** So many starts within the window, none of which ended well, are a loop. */
export const STARTS_MAX = 5;
export const WINDOW_MS = 10 * 60_000;

const startsSchema = z.array(z.int().nonnegative()).max(1_000);

/** Counts starts that did not end well, so that a program that crashes again and again stops trading. */
export class CrashLoop {
  readonly #path: string;
  /** How many of the starts before this one crashed within the window. */
  readonly crashes: number;

  /** Writes this start down. An unreadable file counts as none: it only ever adds a stop. */
  constructor(dataDir: string, atMs: number) {
    makePrivateDirectory(dataDir);
    this.#path = join(dataDir, FILE);
    const recent = this.#read().filter((at) => at > atMs - WINDOW_MS && at <= atMs);
    this.crashes = recent.length;
    this.#write([...recent.slice(-STARTS_MAX), atMs]);
  }

  /** Why the program has to start killed, `null` when it need not. */
  get reason(): string | null {
    if (this.crashes < STARTS_MAX) return null;
    return `it crashed ${this.crashes} times within ${WINDOW_MS / 60_000} minutes`;
  }

  /** The program ends as it should: this start, and what came before, counts no more. */
  endedWell(): void {
    this.#write([]);
  }

  #read(): readonly number[] {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const parsed = startsSchema.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : [];
  }

  #write(starts: readonly number[]): void {
    replaceDurably(this.#path, JSON.stringify(starts));
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

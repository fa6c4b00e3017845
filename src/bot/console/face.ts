import type { Line } from '../reply.ts';
import type { Complete } from './completion.ts';
import type { Style } from './render.ts';
import type { ConsoleInput, ConsoleOutput } from './streams.ts';

/** Something shown, which can be laid out again for another width. */
export interface Entry {
  rows(style: Style): readonly string[];
}

/** Rows that stay in place, each one line, cut where it does not fit. */
export type Rows = (columns: number) => readonly Line[];

/** How the console looks and is typed into: a screen, or plain lines. */
export interface Face {
  start(): void;
  show(entry: Entry): void;
  /** Takes an entry away where that is possible. */
  hide(entry: Entry): void;
  /** Whether nothing was shown after it. */
  isLast(entry: Entry): boolean;
  /** Gives the streams back as they were. */
  close(): void;
}

export interface FaceOptions {
  readonly input: ConsoleInput;
  readonly output: ConsoleOutput;
  readonly colour: boolean;
  readonly header: Rows;
  readonly footer: Rows;
  readonly complete: Complete;
  /** Lines typed in earlier runs, oldest first. */
  readonly history: readonly string[];
  /** Takes a typed line; resolves when it was answered. */
  readonly takeLine: (line: string) => Promise<void>;
  /** The person wants to leave, or nobody is there any more. */
  readonly quit: () => void;
}

/** What the console needs of standard input. `process.stdin` is one. */
export interface ConsoleInput {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'data', listener: (chunk: Buffer) => void): unknown;
  off(event: 'end', listener: () => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

type Happening = 'resize' | 'drain';

/** What the console needs of standard output. `process.stdout` is one. */
export interface ConsoleOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Whether it asked to wait before more is written. */
  readonly writableNeedDrain: boolean;
  write(text: string): boolean;
  on(event: Happening, listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: Happening, listener: () => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

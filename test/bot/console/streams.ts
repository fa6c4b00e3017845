import { EventEmitter } from 'node:events';
import { Terminal } from './terminal.ts';

/** Standard output of a terminal, or of a pipe. */
export class FakeOutput extends EventEmitter {
  readonly isTTY: boolean;
  readonly terminal: Terminal;
  /** Everything that was written. */
  written = '';
  writableNeedDrain = false;

  constructor({ tty, columns, rows }: { tty: boolean; columns: number; rows: number }) {
    super();
    this.isTTY = tty;
    this.terminal = new Terminal(columns, rows);
  }

  get columns(): number {
    return this.terminal.columns;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  write(text: string): boolean {
    this.written += text;
    if (this.isTTY) this.terminal.write(text);
    return !this.writableNeedDrain;
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.emit('resize');
  }

  drain(): void {
    this.writableNeedDrain = false;
    this.emit('drain');
  }
}

/** Standard input of a terminal, or of a pipe. */
export class FakeInput extends EventEmitter {
  readonly isTTY: boolean;
  raw = false;
  flowing = false;

  constructor(tty: boolean) {
    super();
    this.isTTY = tty;
  }

  setRawMode(on: boolean): this {
    this.raw = on;
    return this;
  }

  pause(): this {
    this.flowing = false;
    return this;
  }

  resume(): this {
    this.flowing = true;
    return this;
  }

  type(text: string): void {
    this.emit('data', Buffer.from(text));
  }
}

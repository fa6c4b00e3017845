import type { Block, Button, Line, Reply } from '../reply.ts';

/** The symbol that begins a message. */
export type Sign = NonNullable<Reply['symbol']>;

const SECOND_MS = 1_000;
/** Buttons that only show something are good for an hour. */
export const SHOW_VALID_MS = 3_600 * SECOND_MS;
/** A line that was probably meant may be sent by a tap for five minutes. */
export const MEANT_VALID_MS = 300 * SECOND_MS;
/** Undo, and every question before a change. Product: confirm by effect. */
export const CHANGE_VALID_MS = 60 * SECOND_MS;

/** A button that types a command which shows something. */
export function show(label: string, text: string): Button {
  return { label, tap: { kind: 'command', text }, style: 'plain', validMs: SHOW_VALID_MS };
}

/** Types a line that was probably meant. */
export function doIt(text: string): Button {
  return {
    label: 'Do it',
    tap: { kind: 'command', text },
    style: 'plain',
    validMs: MEANT_VALID_MS,
  };
}

export function lines(...all: readonly Line[]): Block {
  return { kind: 'lines', lines: all };
}

interface Parts {
  readonly symbol?: Sign;
  readonly blocks?: readonly Block[];
  readonly buttons?: readonly Button[];
}

/** A reply of which only the title is needed. */
export function reply(title: Line, { symbol, blocks, buttons }: Parts = {}): Reply {
  return { symbol: symbol ?? null, title, blocks: blocks ?? [], buttons: buttons ?? [] };
}

/** The text of a line, as it reads without any style. */
export function plainText(line: Line): string {
  if (typeof line === 'string') return line;
  return line
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('code' in span) return span.code;
      if ('link' in span) return span.link;
      if ('muted' in span) return span.muted;
      return 'gain' in span ? span.gain : span.loss;
    })
    .join('');
}

/** A line as spans, so that it can be put behind others. */
export function spans(line: Line): Exclude<Line, string> {
  return typeof line === 'string' ? [line] : line;
}

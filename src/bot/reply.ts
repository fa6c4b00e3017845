import type { CommandBody } from '../engine/domain/command.ts';

/** The one symbol that begins a message of its kind. */
export type Symbol = '●' | '◐' | '○' | '✕' | '⇄' | '⏱' | '◆' | '‖' | '■' | '!';

/** A piece of a line. Only renderers know what bold, code or a link is on their platform. */
export type Span =
  | string
  | { readonly bold: string }
  /** Something to type, exactly as it stands. */
  | { readonly code: string }
  | { readonly link: string; readonly url: string }
  | { readonly muted: string }
  /** A signed amount whose sign may be coloured; the sign is in the text. */
  | { readonly gain: string }
  | { readonly loss: string };

export type Line = string | readonly Span[];

export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  /** Columns are at most 32 characters wide together; numbers align right. */
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly align: readonly ('left' | 'right')[];
      readonly rows: readonly (readonly string[])[];
    };

/** What a tap, or on a console a word, does. */
export type Tap =
  /** Types a command. */
  | { readonly kind: 'command'; readonly text: string }
  /** Carries out what was prepared, while it is valid. */
  | {
      readonly kind: 'action';
      readonly body: CommandBody;
      /** More to carry out with it, in this order. */
      readonly also?: readonly CommandBody[];
      /** Fingerprint of what it changes, as it was shown: it does nothing to another state. */
      readonly preparedOn?: string;
    };

export interface Button {
  /** Short, a verb: `Undo`, `Follow on paper`. On a console it is typed. */
  readonly label: string;
  readonly tap: Tap;
  readonly style: 'safe' | 'plain' | 'danger';
  /** How long it may be used. */
  readonly validMs: number;
}

/** What a command says, as data. Line 1 carries the point. */
export interface Reply {
  readonly symbol: Symbol | null;
  readonly title: Line;
  readonly blocks: readonly Block[];
  /** The safe one first. */
  readonly buttons: readonly Button[];
}

import type { ActionBody } from './action-body.ts';
import type { Chart } from './charts/chart.ts';
import type { PhraseQuestion } from './prompts.ts';

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
  /** Types a command; `inPlace` shows its answer in the message that was tapped. */
  | { readonly kind: 'command'; readonly text: string; readonly inPlace?: boolean }
  /**
   * Asks for something that is typed: a form where the platform has one, else the person types it
   * into the chat. Either way it arrives as a line.
   */
  | {
      readonly kind: 'form';
      readonly title: string;
      readonly field: string;
      readonly example: string;
    }
  /** Carries out what was prepared, while it is valid. */
  | {
      readonly kind: 'action';
      readonly body: ActionBody;
      /** More to carry out with it, in this order. */
      readonly also?: readonly ActionBody[];
      /** Fingerprint of what it changes, as it was shown: it does nothing to another state. */
      readonly preparedOn?: string;
      /** Raises risk: used up in the database before it acts. */
      readonly isPrompt?: boolean;
    };

export interface Button {
  /** Short, a verb: `Undo`, `Follow on paper`. On a console it is typed. */
  readonly label: string;
  readonly tap: Tap;
  readonly style: 'safe' | 'plain' | 'danger';
  /** How long it may be used. */
  readonly validMs: number;
}

/** A file that goes with an answer. */
export interface ReplyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Its media type. */
  readonly type: string;
}

/** What a command says, as data. Line 1 carries the point. */
export interface Reply {
  readonly symbol: Symbol | null;
  readonly title: Line;
  readonly blocks: readonly Block[];
  /** The safe one first. */
  readonly buttons: readonly Button[];
  /** Shown above the text where the surface shows pictures; the text says it all without. */
  readonly picture?: Chart;
  /** Sent with the text in a chat; a console writes them down and tells where. */
  readonly files?: readonly ReplyFile[];
  /** What may be typed next to confirm it. */
  readonly asks?: PhraseQuestion;
}

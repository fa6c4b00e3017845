import type { Queries } from '../../../engine/contract/queries.ts';
import type { ActionBody } from '../../action-body.ts';
import type { Danger } from '../../command.ts';
import type { Sign } from '../../format/compose.ts';
import type { Button, Line } from '../../reply.ts';

/** What has to be asked before a change that takes a tap. */
export interface Question {
  readonly title: Line;
  readonly lines: readonly Line[];
  /** The label of the safe button. */
  readonly keep: string;
  /** The label of the button that does it. */
  readonly go: string;
  /** What the safe button shows. */
  readonly keepShows: string;
  /** What is typed where real money is at risk: a word, and a number from the card. */
  readonly phrase: { readonly words: string; readonly needsCode: boolean } | null;
  /** How long a tap may take, where there is more to read than usual. */
  readonly validMs?: number;
}

/** What a change means, told from the state before it. */
export interface Effect {
  /** It would change nothing; the title says what is. */
  readonly same: boolean;
  readonly danger: Danger;
  readonly symbol: Sign | null;
  /** What is, once it is done: from → to, in dollars. */
  readonly title: Line;
  readonly lines: readonly Line[];
  /** What is asked first; danger `limits` always asks. */
  readonly question: Question | null;
  /** What takes it back; `null` when nothing can. */
  readonly undo: ActionBody | null;
  /** What can be done next. */
  readonly next?: readonly Button[];
  /** Looks at the state afterwards; a text where the title would not be true. */
  readonly instead: ((queries: Queries) => string | null) | null;
  /** Looks at the state afterwards; a line whose answer is shown in place of its own. */
  readonly leadsTo?: (queries: Queries) => string | null;
}

export type Bodies = readonly [ActionBody, ...ActionBody[]];

/** An effect of which only what differs from the usual is given. */
export function effect(
  title: Line,
  parts: Partial<Omit<Effect, 'title'>> & Pick<Effect, 'danger'>,
): Effect {
  return {
    same: false,
    symbol: null,
    lines: [],
    question: null,
    undo: null,
    instead: null,
    ...parts,
    title,
  };
}

/** An effect that is none: `title` says that it is so already. */
export function unchanged(title: Line): Effect {
  return effect(title, { danger: 'none', same: true });
}

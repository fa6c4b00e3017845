import type { z } from 'zod';
import type { MarketEvent } from '../engine/domain/market-event.ts';

/** Longest text of one frame, in characters; a first dump of 500 books is about 2 MB. */
export const FRAME_LENGTH_MAX = 8 * 1024 * 1024;
/** Most rows of an array frame or a page. */
export const ROWS_MAX = 2_000;
/** Most levels of one side: every price of the finest tick. */
export const LEVELS_MAX = 10_000;
/** Most changes of one `price_change` frame. */
export const CHANGES_MAX = 2_000;
/** Longest title, question or slug, in characters. */
export const TEXT_LENGTH_MAX = 4_096;
/** Most problems that one frame reports; the rest are alike. */
export const PROBLEMS_MAX = 100;

export type ProblemReason =
  /** No parser reads this source. */
  | 'unknownSource'
  | 'notJson'
  | 'tooLarge'
  | 'tooMany'
  /** The venue sent a kind of message that is not in the fact sheet. */
  | 'unknownKind'
  /** Known, and of no use to us. */
  | 'ignored'
  | 'malformed';

/** Why a frame, or one row of it, became no event. Counted by reason, source and field. */
export interface Problem {
  readonly reason: ProblemReason;
  readonly source: string;
  readonly field: string;
  readonly expected: string;
}

/** What a frame said. Parsers never throw: what they cannot read is a problem. */
export interface ParsedFrame {
  readonly events: readonly MarketEvent[];
  readonly problems: readonly Problem[];
}

export const NO_PROBLEMS: readonly Problem[] = [];

/** Collects what one frame says; is itself the result. */
export class FrameReader implements ParsedFrame {
  readonly events: MarketEvent[] = [];
  problems: readonly Problem[] = NO_PROBLEMS;
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** Notes a value that is not what it has to be. Always `null`, so that a parser can return it. */
  refuse(field: string, expected: string): null {
    return this.note('malformed', field, expected);
  }

  note(reason: ProblemReason, field: string, expected: string): null {
    if (this.problems.length < PROBLEMS_MAX) {
      this.problems = [...this.problems, { reason, source: this.source, field, expected }];
    }
    return null;
  }

  /** The value if it fits the schema; its first flaw is noted otherwise. */
  read<T>(schema: z.ZodType<T>, value: unknown): T | null {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const flaw = parsed.error.issues[0];
    return this.refuse(flaw?.path.join('.') || 'frame', flaw?.message ?? 'another shape');
  }

  /** The rows of an array, an object standing for itself; `null` when there are too many. */
  rows(frame: unknown): readonly unknown[] | null {
    if (!Array.isArray(frame)) return [frame];
    if (frame.length <= ROWS_MAX) return frame;
    return this.note('tooMany', 'rows', `at most ${ROWS_MAX}`);
  }
}

export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

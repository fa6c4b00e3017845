import type { CommandBody } from '../../../../src/engine/domain/command.ts';
import type { Leg } from '../../../../src/engine/domain/order.ts';

/** Moments in an order's life at which the process can stop for ever, waiting for its end. */
export type Moment =
  | 'signal before its commit'
  | 'signal committed'
  | 'before signing'
  | 'signed'
  | 'bytes before their commit'
  /** The store does not answer, and the process goes on: told when it has done many steps since. */
  | 'bytes never committed'
  | 'before the journal'
  | 'after the journal'
  | 'answered'
  | 'answer before its commit'
  | 'fill before its commit'
  | 'between two fills'
  | 'end before its commit'
  | 'mined before its commit'
  | 'doubt committed'
  | 'before the lookup'
  | 'looked up'
  | 'before cancel-all'
  | 'canceled all'
  | 'before a cancel'
  | 'kill before its commit'
  | 'snapshot read'
  | 'journal read'
  | 'notice enqueued'
  | 'before the journal forgets';

/** Why a person kills; any other reason is the program's own. */
export const PERSON_KILLS = 'a person';

/** Where to stop: at the first such moment of an order of this leg. */
export interface Hold {
  readonly moment: Moment;
  readonly leg: Leg;
}

export interface ChildOptions {
  readonly dataDir: string;
  readonly accountSeed: string;
  /** Of the venue, by the names of `PolymarketUrls`. */
  readonly urls: Readonly<
    Record<'gammaUrl' | 'clobUrl' | 'dataUrl' | 'wsUrl' | 'rtdsUrl' | 'geoblockUrl', string>
  >;
  readonly leaders: readonly { readonly address: string; readonly name: string }[];
  readonly hasJournal: boolean;
  /** For a moment that the start itself passes. */
  readonly hold: Hold | null;
}

/** What the test asks of the process. */
export type Ask =
  | { readonly kind: 'hold'; readonly hold: Hold }
  | { readonly kind: 'act'; readonly body: CommandBody }
  /** Answered when an order is in doubt. */
  | { readonly kind: 'doubt' }
  /** Dumps the database when an order of this life is over and written. */
  | { readonly kind: 'dump' }
  | { readonly kind: 'sql'; readonly sql: string }
  /** Answered when nothing is under way any more, or the program has killed itself. */
  | { readonly kind: 'settled' }
  /** What stands in the way of it now. */
  | { readonly kind: 'facts' };

export interface Facts {
  /** What is still under way, in words. */
  readonly underway: readonly string[];
  /** Of the live ledger, in micro-dollars. */
  readonly cash: number;
  readonly reserved: number;
  readonly held: Readonly<Record<string, number>>;
  readonly killed: string | null;
  readonly broken: readonly string[];
}

export interface Asked {
  readonly id: number;
  readonly ask: Ask;
}

/** What the process tells. */
export type Told =
  | { readonly kind: 'started' }
  | { readonly kind: 'held'; readonly moment: Moment }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: string };

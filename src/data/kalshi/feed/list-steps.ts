import type { AtMs } from '../../../engine/domain/time.ts';

/** Where one is in a list of pages. */
export interface Pages {
  /** `null` before the first. */
  readonly cursor: string | null;
  /** Cursors that were followed: one that comes again would never end. */
  readonly followed: ReadonlySet<string>;
}

export const FIRST_PAGE: Pages = { cursor: null, followed: new Set() };

/**
 * What the list of all markets does next. A walk reads the open events, the series of their
 * categories, and the open markets; between two walks it asks what changed.
 */
export type ListStep =
  | { readonly kind: 'events'; readonly pages: Pages }
  | { readonly kind: 'series'; readonly categories: readonly string[] }
  | { readonly kind: 'markets'; readonly pages: Pages }
  | { readonly kind: 'rest' }
  | { readonly kind: 'changedEvents'; readonly pages: Pages; readonly startedAtMs: AtMs }
  | { readonly kind: 'changedMarkets'; readonly pages: Pages; readonly startedAtMs: AtMs };

/** The step from its first page on: what it had read of a list that went wrong is read anew. */
export function begunAnew(step: ListStep): ListStep {
  return 'pages' in step ? { ...step, pages: FIRST_PAGE } : step;
}

/** The step behind one that cannot be done: what it would have told is told by the next walk. */
export function skipped(step: ListStep, categories: readonly string[]): ListStep {
  switch (step.kind) {
    case 'events':
      return { kind: 'series', categories };
    case 'series':
      return step.categories.length > 1
        ? { kind: 'series', categories: step.categories.slice(1) }
        : { kind: 'markets', pages: FIRST_PAGE };
    case 'changedEvents':
      return { ...step, kind: 'changedMarkets', pages: FIRST_PAGE };
    default:
      return { kind: 'rest' };
  }
}

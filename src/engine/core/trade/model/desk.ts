import type { ModelQuestion, ModelSilence, ModelTerms } from '../../../domain/model.ts';
import type { AtMs } from '../../../domain/time.ts';
import { type Money, ZERO_MONEY } from '../../../domain/values/money.ts';
import { RecentMap } from '../../recent-map.ts';

/** Proposals kept for the same question. */
const KEPT_MAX = 2_000;
/** Reasons of silence kept for entries that wait for their book. */
const SILENCES_MAX = 200;

/** A question that is being answered, and the entries that wait for it. */
export interface Asked {
  readonly question: ModelQuestion;
  readonly askedAtMs: AtMs;
  readonly waiting: Set<string>;
}

/** The text of a proposal, when it was made, and in which consultation. */
export interface Kept {
  readonly text: string;
  readonly consultation: string;
  readonly atMs: AtMs;
}

/** What the core remembers of the model that it may ask. */
export interface ModelDesk {
  /** `null` while none is configured. */
  terms: ModelTerms | null;
  /** By what is asked. */
  readonly asked: Map<string, Asked>;
  readonly kept: RecentMap<string, Kept>;
  /** Entries for which there is no answer, and why. */
  readonly silent: RecentMap<string, { readonly silence: ModelSilence; readonly atMs: AtMs }>;
  used: { readonly day: string; readonly tokens: number; readonly cost: Money };
  /** Failures in a row, and until when nothing is asked. */
  failures: number;
  restsUntilMs: AtMs;
}

export function createModelDesk(): ModelDesk {
  return {
    terms: null,
    asked: new Map(),
    kept: new RecentMap(KEPT_MAX),
    silent: new RecentMap(SILENCES_MAX),
    used: { day: '', tokens: 0, cost: ZERO_MONEY },
    failures: 0,
    restsUntilMs: 0,
  };
}

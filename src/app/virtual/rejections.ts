import { qualityOf, qualityWeights } from '../../engine/brain/market-quality.ts';
import type { Engine } from '../../engine/core/engine.ts';
import type { Decision, Gate } from '../../engine/domain/decision.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import {
  QUALITY_PARTS,
  type QualityPart,
  type QualityParts,
} from '../../engine/domain/market-analysis.ts';
import type { MarketEvent } from '../../engine/domain/market-event.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';

/** A market is looked at with its own book events, at most once in so long. */
export const LOOK_EVERY_MS = MINUTE_MS;
/** Gates at which a list of the user keeps a copy out. */
export const FILTER_GATES = ['marketFilter', 'walletCategory'] as const satisfies readonly Gate[];

/** What one part of quality did among those that were rejected. */
export interface PartTally {
  /** They would have passed, were this part 1. */
  alone: number;
  /** The part is 0: bad, or not known. */
  zero: number;
  /** No other part is lower; equals count each. */
  lowest: number;
}

/** How many were judged by quality, and what rejected them. */
export interface QualityTally {
  judged: number;
  /** Under the least quality. */
  rejected: number;
  readonly byPart: Readonly<Record<QualityPart, PartTally>>;
}

/** What kept markets and copies out. */
export interface RejectionSummary {
  readonly markets: {
    /** That had a book which was looked at. */
    readonly withBook: number;
    /** Under the least quality at some look, and at every look. */
    readonly sometimesRejected: number;
    readonly alwaysRejected: number;
    readonly looks: QualityTally;
  };
  /** Copies that were decided: each once, by its newest decision in each ledger. */
  readonly entries: {
    readonly decided: number;
    readonly accepted: number;
    /** By the first gate that stopped them. */
    readonly denied: {
      readonly quality: number;
      readonly filters: number;
      readonly others: number;
      readonly byGate: Readonly<Record<string, number>>;
    };
    /** Those that came as far as to be judged by quality. */
    readonly quality: QualityTally;
    /** Made smaller by how the market moves, and by doubts about its payout. */
    readonly shrunk: { readonly volatility: number; readonly resolutionRisk: number };
  };
}

interface Look {
  nextAtMs: AtMs;
  looks: number;
  rejected: number;
}

/** Counts what keeps markets and copies out of a run. */
export class Rejections {
  readonly #looks = new Map<MarketId, Look>();
  readonly #markets = newTally();
  readonly #decisions = new Map<string, Decision>();
  readonly #parts = new Map<string, QualityParts>();
  readonly #entries = newTally();

  /** Looks at the market whose book the event was about, once it was stepped. */
  look(engine: Engine, event: MarketEvent, atMs: AtMs): void {
    if (event.kind !== 'bookSnapshot' && event.kind !== 'bookDelta') return;
    const { marketId } = event;
    const look = this.#looks.get(marketId) ?? { nextAtMs: atMs, looks: 0, rejected: 0 };
    if (atMs < look.nextAtMs) return;
    const analysis = engine.market.analysis(marketId, atMs);
    if (analysis === null) return;
    look.nextAtMs = atMs + LOOK_EVERY_MS;
    look.looks += 1;
    if (count(this.#markets, analysis.parts, engine)) look.rejected += 1;
    this.#looks.set(marketId, look);
  }

  /** A decision, in the step that made it. */
  decided(engine: Engine, decision: Decision): void {
    const { id, signalKind, marketId, tokenId, gates, atMs } = decision;
    if (signalKind !== 'copy') return;
    this.#decisions.set(id, decision);
    if (this.#parts.has(id) || !gates.some(({ gate }) => gate === 'quality')) return;
    const parts = engine.market.look(marketId, tokenId, atMs)?.analysis?.parts ?? NO_PARTS;
    this.#parts.set(id, parts);
    count(this.#entries, parts, engine);
  }

  summary(): RejectionSummary {
    const looks = [...this.#looks.values()];
    return {
      markets: {
        withBook: looks.length,
        sometimesRejected: looks.filter(({ rejected }) => rejected > 0).length,
        alwaysRejected: looks.filter((look) => look.rejected === look.looks).length,
        looks: structuredClone(this.#markets),
      },
      entries: this.#entrySummary(),
    };
  }

  #entrySummary(): RejectionSummary['entries'] {
    const decisions = [...this.#decisions.values()];
    const denied = decisions.filter(({ verdict }) => verdict === 'denied');
    const by = (gates: readonly Gate[]) =>
      denied.filter(({ reason }) => reason !== null && gates.includes(reason)).length;
    const shrunk = (gate: Gate) =>
      decisions.filter(({ gates }) =>
        gates.some((met) => met.gate === gate && met.verdict !== 'pass'),
      ).length;
    const [quality, filters] = [by(['quality']), by(FILTER_GATES)];
    const byGate: Record<string, number> = {};
    for (const { reason } of denied) {
      if (reason !== null) byGate[reason] = (byGate[reason] ?? 0) + 1;
    }
    return {
      decided: decisions.length,
      accepted: decisions.length - denied.length,
      denied: { quality, filters, others: denied.length - quality - filters, byGate },
      quality: structuredClone(this.#entries),
      shrunk: { volatility: shrunk('volatility'), resolutionRisk: shrunk('resolutionRisk') },
    };
  }
}

const NO_PARTS: QualityParts = { liquidity: 0, spread: 0, volume: 0, timeDecay: 0 };

function newTally(): QualityTally {
  const none = () => ({ alone: 0, zero: 0, lowest: 0 });
  return {
    judged: 0,
    rejected: 0,
    byPart: { liquidity: none(), spread: none(), volume: none(), timeDecay: none() },
  };
}

/** Counts one that was judged by the settings of now; tells whether it was rejected. */
function count(tally: QualityTally, parts: QualityParts, engine: Engine): boolean {
  const { settings } = engine.trade.state;
  const weights = qualityWeights(settings);
  const passes = (of: QualityParts) => qualityOf(of, weights) >= settings['entry.minQuality'];
  tally.judged += 1;
  if (passes(parts)) return false;
  tally.rejected += 1;
  const least = Math.min(...QUALITY_PARTS.map((part) => parts[part]));
  for (const part of QUALITY_PARTS) {
    const of = tally.byPart[part];
    if (passes({ ...parts, [part]: 1 })) of.alone += 1;
    if (parts[part] === 0) of.zero += 1;
    if (parts[part] === least) of.lowest += 1;
  }
  return true;
}

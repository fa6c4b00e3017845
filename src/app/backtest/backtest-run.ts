import type { CopyAssumptions } from '../../engine/core/estimate/guessed-book.ts';
import type { Copyability } from '../../engine/domain/copy-result.ts';
import type { Gate } from '../../engine/domain/decision.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Money } from '../../engine/domain/values/money.ts';
import type { Estimate } from '../../engine/domain/wallet-score.ts';

export interface Skips {
  readonly gate: Gate;
  readonly count: number;
}

/** What copying made, or would have made: of one tape, or of one wallet. */
export interface BacktestRun {
  /** The tape, or the wallet. */
  readonly name: string;
  /** One wallet after another, and all of them together where they are several. */
  readonly wallets: readonly Copyability[];
  readonly total: Copyability;
  readonly skips: readonly Skips[];
  /** What an estimate guesses with; `null` where books were recorded. */
  readonly assumptions: CopyAssumptions | null;
  /** What could not be read, in sentences. */
  readonly gaps: readonly string[];
}

/** A run as one JSON value: dollars, cents and ISO moments. */
export function runAsJson(run: BacktestRun): object {
  const { name, wallets, total, skips, assumptions, gaps } = run;
  return {
    name,
    isEstimate: total.isEstimate,
    from: new Date(total.fromMs).toISOString(),
    to: new Date(total.untilMs).toISOString(),
    ...(assumptions === null
      ? {}
      : {
          assumptions: {
            delayMs: assumptions.delayMs,
            spreadCents: inCents(assumptions.spread),
            impactCentsPer100Dollars: inCents(assumptions.impact),
          },
        }),
    wallets: wallets.map((one) => ({ wallet: one.wallet, ...resultAsJson(one) })),
    total: resultAsJson(total),
    skips: Object.fromEntries(skips.map(({ gate, count }) => [gate, count])),
    curves: { them: curveAsJson(total.leaderCurve), us: curveAsJson(total.ourCurve) },
    gaps,
  };
}

function resultAsJson(of: Copyability): object {
  const { copies: _, ...parts } = of.shortfall;
  return {
    leaderTrades: of.leaderTrades,
    copied: of.copied,
    spent: inDollars(of.spent),
    leaderNet: inDollars(of.leaderNet),
    ourNet: inDollars(of.ourNet),
    leaderEdge: edgeAsJson(of.leaderEdge),
    ourEdge: edgeAsJson(of.ourEdge),
    shortfall: Object.fromEntries(
      Object.entries(parts).map(([part, amount]) => [part, inDollars(amount)]),
    ),
  };
}

function edgeAsJson(edge: Estimate | null): object | null {
  return edge === null ? null : { value: edge.value, interval: [edge.low, edge.high] };
}

function curveAsJson(curve: Copyability['ourCurve']): readonly (readonly [string, number])[] {
  return curve.map(({ atMs, value }) => [new Date(atMs).toISOString(), inDollars(value)]);
}

function inDollars(amount: Money): number {
  return amount / MICRO;
}

function inCents(price: number): number {
  return price / (MICRO / 100);
}

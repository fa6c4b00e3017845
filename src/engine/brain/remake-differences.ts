import type { GateResult } from '../domain/decision.ts';

/** Collects in what a decision that was made again differs from the one on record. */
export class Differences {
  readonly #found: string[] = [];

  /** As sentences; empty where all is the same. */
  get found(): readonly string[] {
    return this.#found;
  }

  note(what: string, before: unknown, now: unknown): void {
    if (before !== now) this.#found.push(`${what}: ${String(before)} then, ${String(now)} now`);
  }

  /** Gates that the judgement of now met; those behind them came later. */
  gates(before: readonly GateResult[], now: readonly GateResult[]): void {
    for (const [index, gate] of now.entries()) {
      this.note(`gate ${gate.gate}`, textOf(before[index]), textOf(gate));
    }
  }
}

/** In one order of fields, whatever a database made of it. */
function textOf(gate: GateResult | undefined): string {
  if (gate === undefined) return 'not met';
  const { verdict, actual, limit, unit, note } = gate;
  return [verdict, actual ?? '-', limit ?? '-', unit, note ?? ''].join(' ').trim();
}

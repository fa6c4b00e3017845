import type { Reports } from '../../engine/contract/reports.ts';
import type { Change } from '../../engine/domain/change.ts';
import type { Decision, Gate } from '../../engine/domain/decision.ts';
import { isShadow } from '../../engine/domain/ids.ts';
import { type AtMs, localDay } from '../../engine/domain/time.ts';
import type { DayCounts } from './read-model/status.ts';

/** Decisions that a new process reads of the day before it. */
const DECISIONS_MAX = 1_000;

type Ended = Pick<Decision, 'signalKind' | 'verdict' | 'reason'>;

/** How the signals of the local day ended, kept as decisions pass. */
export class DecisionsOfDay {
  readonly #timeZone: () => string;
  #day = '';
  readonly #decisions = new Map<string, Ended>();

  constructor(timeZone: () => string) {
    this.#timeZone = timeZone;
  }

  /** What this day had before this process. */
  async restore(reports: Reports, nowMs: AtMs): Promise<void> {
    const decisions = await reports.recentDecisions({ limit: DECISIONS_MAX });
    const today = localDay(nowMs, this.#timeZone());
    for (const decision of decisions) {
      // One that passed while they were read is newer than what was read.
      if (this.#decisions.has(decision.id)) continue;
      if (localDay(decision.atMs, this.#timeZone()) === today) this.#add(decision, nowMs);
    }
  }

  take(changes: readonly Change[], nowMs: AtMs): void {
    for (const change of changes) {
      if (change.kind !== 'decision' || isShadow(change.decision.ledger)) continue;
      this.#add(change.decision, nowMs);
    }
  }

  counts(nowMs: AtMs): DayCounts {
    this.#turnTo(nowMs);
    const gates = new Map<Gate, number>();
    const counts = { copied: 0, exited: 0, denied: 0 };
    for (const { signalKind, verdict, reason } of this.#decisions.values()) {
      if (verdict === 'accepted' && signalKind === 'copy') counts.copied += 1;
      else if (verdict === 'accepted' && signalKind === 'exit') counts.exited += 1;
      else if (verdict === 'denied' && signalKind === 'copy') {
        counts.denied += 1;
        if (reason !== null) gates.set(reason, (gates.get(reason) ?? 0) + 1);
      }
    }
    const byGate = [...gates].map(([gate, count]) => ({ gate, count }));
    return { ...counts, byGate: byGate.sort((a, b) => b.count - a.count) };
  }

  #add({ id, signalKind, verdict, reason }: Decision, nowMs: AtMs): void {
    this.#turnTo(nowMs);
    this.#decisions.set(id, { signalKind, verdict, reason });
  }

  #turnTo(nowMs: AtMs): void {
    const day = localDay(nowMs, this.#timeZone());
    if (day === this.#day) return;
    this.#day = day;
    this.#decisions.clear();
  }
}

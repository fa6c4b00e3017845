import { parseFrame } from '../../data/frame.ts';
import type { Effect } from '../../engine/core/effects.ts';
import { Engine } from '../../engine/core/engine.ts';
import { brokenInvariants } from '../../engine/core/invariants.ts';
import { stopReason } from '../../engine/core/trade/kill.ts';
import { PAPER } from '../../engine/domain/ids.ts';
import type { EffectResult, LoopInput, Start } from '../../engine/domain/input.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import { Loop } from '../../engine/loop.ts';
import type { SimFrame } from '../../sim/venue-frames.ts';
import type { VirtualClock } from '../virtual/virtual-clock.ts';
import type { CrashClock } from './crash.ts';
import type { DepthCheck } from './depth-check.ts';
import type { FaultyStore } from './faulty-store.ts';
import type { Asker, LiveDesk } from './live-desk.ts';
import type { Report } from './violation.ts';

type Commit = Effect & { kind: 'commit' };

/** Age of the oldest unconfirmed write from which on no entry is made. */
const WRITE_AGE_MS_MAX = 2_000;

/** What a life works with; all of it outlives a crash but the life itself. */
export interface LifePorts {
  readonly clock: VirtualClock;
  readonly store: FaultyStore;
  readonly crashes: CrashClock;
  readonly depth: DepthCheck;
  readonly report: Report;
  /** Where live orders go; `null` in runs on paper alone. */
  readonly desk: LiveDesk | null;
  /** Counts a step and ends the run of the seed if something was reported. */
  readonly afterStep: (input: LoopInput) => void;
}

/** One process from its start to its crash: engine, loop, and the commits it has not seen done. */
export class Life implements Asker {
  readonly engine = new Engine();
  /** The process died. */
  isGone = false;
  readonly #loop: Loop;
  readonly #ports: LifePorts;
  readonly #commits: Commit[] = [];
  /** When the commits that the engine has not seen done were asked, oldest first. */
  readonly #unseen = new Map<number, AtMs>();
  #commitDoneAtMs: AtMs | null = null;
  #asked: Effect[] = [];

  constructor(ports: LifePorts) {
    this.#ports = ports;
    this.#loop = new Loop(this.engine, ports.clock, {
      onInput: (_, input) => this.#onInput(input),
      onStep: (input, effects) => this.#onStep(input, effects),
    });
  }

  start(start: Start): void {
    this.#loop.offer({ kind: 'start', start });
    this.#drain();
  }

  frame({ source, frame }: SimFrame): void {
    this.#ports.crashes.portCall();
    const { events } = parseFrame(source, frame, this.#ports.clock.nowMs());
    this.#loop.offerFrame({ source, frame, events });
    this.#drain();
  }

  offer(body: Parameters<Loop['offer']>[0]): void {
    this.#ports.crashes.portCall();
    this.#loop.offer(body);
    this.#drain();
  }

  answerNow(result: EffectResult): void {
    this.#loop.offer({ kind: 'effect', result });
  }

  answer(result: EffectResult): void {
    this.offer({ kind: 'effect', result });
  }

  /** When something of its own is due: a timer, or the answer of the store. */
  get nextAtMs(): AtMs | null {
    const timerAtMs = this.#loop.nextTimerAtMs;
    if (timerAtMs === null) return this.#commitDoneAtMs;
    return Math.min(timerAtMs, this.#commitDoneAtMs ?? timerAtMs);
  }

  /** Does what is due now. */
  async advance(): Promise<void> {
    if (this.#commitDoneAtMs !== null && this.#commitDoneAtMs <= this.#ports.clock.nowMs()) {
      await this.#finishCommit();
    }
    this.#drain();
  }

  #drain(): void {
    while (this.#loop.drain(1) > 0 || this.#asked.length > 0) {
      // Each step is checked by the observer.
      const asked = this.#asked;
      this.#asked = [];
      for (const effect of asked) this.#ports.desk?.perform(this, effect);
    }
    this.#beginCommit();
  }

  #beginCommit(): void {
    if (this.#commitDoneAtMs !== null || this.#commits.length === 0) return;
    this.#ports.crashes.portCall();
    this.#commitDoneAtMs = this.#ports.clock.nowMs() + this.#ports.store.drawLatencyMs();
  }

  /** Batches go in order, and one whose fate is unknown is repeated until it is confirmed. */
  async #finishCommit(): Promise<void> {
    this.#commitDoneAtMs = null;
    const [commit] = this.#commits;
    if (commit === undefined) return;
    const confirmed = await this.#ports.store.commit(commit.changes);
    this.#ports.crashes.portCall();
    if (!confirmed) return;
    this.#commits.shift();
    this.#loop.offer({ kind: 'effect', result: { kind: 'committed', commitId: commit.commitId } });
  }

  #onInput(input: Frame | object): void {
    if (!('events' in input)) return;
    for (const event of (input as Frame).events) {
      if (event.kind === 'bookSnapshot') this.#ports.depth.show(event);
    }
  }

  #onStep(input: LoopInput, effects: readonly Effect[]): void {
    const { report, depth, afterStep } = this.#ports;
    const { body } = input;
    if (body.kind === 'effect' && body.result.kind === 'committed') {
      this.#unseen.delete(body.result.commitId);
    }
    for (const effect of effects) {
      if (effect.kind !== 'commit') {
        this.#ask(effect);
        continue;
      }
      this.#commits.push(effect);
      this.#checkBacklog(input.atMs, effect);
      this.#unseen.set(effect.commitId, input.atMs);
      for (const change of effect.changes) {
        if (change.kind === 'fill' && change.fill.ledger === PAPER) depth.fill(change.fill, report);
      }
    }
    for (const sentence of brokenInvariants(this.engine)) report(sentence);
    afterStep(input);
  }

  #ask(effect: Effect): void {
    if (effect.kind === 'post') {
      const stopped = stopReason(this.engine.trade.state, effect.order);
      if (stopped !== null) {
        this.#ports.report(`no order is sent that is ${stopped}: ${effect.order.intent.id}`);
      }
    }
    this.#asked.push(effect);
  }

  /** Entries stop while the oldest write is not known to be done for too long. */
  #checkBacklog(atMs: AtMs, { changes }: Commit): void {
    const [oldestAtMs = atMs] = this.#unseen.values();
    if (atMs - oldestAtMs <= WRITE_AGE_MS_MAX) return;
    for (const change of changes) {
      if (change.kind !== 'order' || change.order.status !== 'initialized') continue;
      const { id, leg } = change.order.intent;
      if (leg === 'entry') {
        this.#ports.report(`no entry is made on writes of ${atMs - oldestAtMs} ms ago: ${id}`);
      }
    }
  }
}

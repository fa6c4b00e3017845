import type { Effect } from '../../engine/core/effects.ts';
import { Engine } from '../../engine/core/engine.ts';
import type { AccountEvent } from '../../engine/domain/account-event.ts';
import type { Change } from '../../engine/domain/change.ts';
import type { Command } from '../../engine/domain/command.ts';
import type { EffectResult, InputBody, LoopInput, Start } from '../../engine/domain/input.ts';
import type { MarketGroup } from '../../engine/domain/market-group.ts';
import type { PairTold } from '../../engine/domain/market-pair.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { WalletAssessment } from '../../engine/domain/wallet-score.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import { Loop } from '../../engine/loop.ts';
import type { Store } from '../../engine/ports.ts';
import type { TapeLine } from '../../tape/tape-line.ts';
import { type Digest, EffectDigest } from './effect-digest.ts';
import { DIGEST_SOURCE, lineOfInput } from './input-line.ts';
import { type InvariantTally, InvariantWatch } from './invariant-watch.ts';
import { Tally } from './tally.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface VirtualRunOptions {
  readonly store: Store;
  /** Takes every input as a tape line, in order. */
  readonly record?: (line: TapeLine) => void;
  /** Answers what is asked of a trading account; `null` leaves an effect unanswered. */
  readonly onEffect?: (effect: Effect) => EffectResult | null;
  /** Sees what was written, before it is confirmed. */
  readonly onChanges?: (changes: readonly Change[]) => void;
}

/**
 * The engine on a virtual clock, as fast as it goes: commits are applied to the store at once and
 * answered before the next input, timers fire at exactly their time.
 */
export class VirtualRun {
  readonly engine = new Engine();
  readonly tally = new Tally();
  readonly #store: Store;
  readonly #record: ((line: TapeLine) => void) | null;
  readonly #onEffect: (effect: Effect) => EffectResult | null;
  readonly #onChanges: (changes: readonly Change[]) => void;
  readonly #clock = new VirtualClock();
  readonly #digest = new EffectDigest();
  readonly #loop: Loop;
  readonly #watch = new InvariantWatch();
  #pending: Effect[] = [];

  constructor({ store, record, onEffect, onChanges }: VirtualRunOptions) {
    this.#store = store;
    this.#onEffect = onEffect ?? (() => null); // No sockets here: most effects lead to nothing.
    this.#onChanges = onChanges ?? (() => undefined);
    this.#record = record ?? null;
    this.#loop = new Loop(this.engine, this.#clock, {
      onInput: (atMs, input) => this.#onInput(atMs, input),
      onStep: (input, effects) => this.#onStep(input, effects),
    });
  }

  async start(atMs: AtMs, start: Start): Promise<void> {
    await this.advanceTo(atMs);
    this.#loop.offer({ kind: 'start', start });
    await this.#settle();
  }

  async frame(atMs: AtMs, frame: Frame): Promise<void> {
    await this.advanceTo(atMs);
    this.#loop.offerFrame(frame);
    await this.#settle();
  }

  async command(atMs: AtMs, command: Command): Promise<void> {
    await this.advanceTo(atMs);
    this.#loop.offer({ kind: 'command', command });
    await this.#settle();
  }

  async account(atMs: AtMs, event: AccountEvent): Promise<void> {
    await this.advanceTo(atMs);
    this.#loop.offer({ kind: 'account', event });
    await this.#settle();
  }

  async paired(atMs: AtMs, pairs: readonly PairTold[]): Promise<void> {
    await this.advanceTo(atMs);
    this.#loop.offer({ kind: 'paired', pairs });
    await this.#settle();
  }

  async grouped(atMs: AtMs, groups: readonly MarketGroup[]): Promise<void> {
    await this.advanceTo(atMs);
    this.#loop.offer({ kind: 'paired', pairs: [], groups });
    await this.#settle();
  }

  async scored(atMs: AtMs, assessments: readonly WalletAssessment[]): Promise<void> {
    await this.advanceTo(atMs);
    this.#loop.offer({ kind: 'scored', assessments });
    await this.#settle();
  }

  /** Fires every timer that is due until then, each at its own time. */
  async advanceTo(atMs: AtMs): Promise<void> {
    for (;;) {
      const dueAtMs = this.#loop.nextTimerAtMs;
      if (dueAtMs === null || dueAtMs > atMs) break;
      this.#clock.moveTo(Math.max(dueAtMs, this.#clock.nowMs()));
      await this.#settle();
    }
    this.#clock.moveTo(Math.max(atMs, this.#clock.nowMs()));
  }

  get invariants(): InvariantTally {
    return this.#watch.tally;
  }

  /** Ends the run and its recording. */
  close(): Digest {
    const digest = this.#digest.close();
    this.#record?.({ t: this.#clock.nowMs(), source: DIGEST_SOURCE, frame: digest });
    return digest;
  }

  async #settle(): Promise<void> {
    while (this.#loop.drain(1) > 0 || this.#pending.length > 0) {
      const effects = this.#pending;
      this.#pending = [];
      for (const effect of effects) await this.#perform(effect);
    }
  }

  async #perform(effect: Effect): Promise<void> {
    if (effect.kind !== 'commit') {
      const result = this.#onEffect(effect);
      if (result !== null) this.#loop.offer({ kind: 'effect', result });
      return;
    }
    await this.#store.commit(effect.changes);
    this.#onChanges(effect.changes);
    const { commitId } = effect;
    this.#loop.offer({ kind: 'effect', result: { kind: 'committed', commitId } });
  }

  #onInput(atMs: AtMs, input: Frame | InputBody): void {
    this.#record?.(lineOfInput(atMs, input));
  }

  #onStep(input: LoopInput, effects: readonly Effect[]): void {
    this.#digest.add(input, effects);
    this.tally.effects(effects, this.engine);
    if (input.body.kind === 'market') this.tally.stepped(input.body.event, this.engine, input.atMs);
    if (effects.length === 0) return; // A step without effects moved no money.
    this.#pending.push(...effects);
    this.#watch.check(this.engine, input.seq);
  }
}

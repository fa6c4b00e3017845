import { parseFrame } from '../../../src/data/frame.ts';
import type { Effect } from '../../../src/engine/core/effects.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { CommandBody } from '../../../src/engine/domain/command.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import { type LedgerId, PAPER } from '../../../src/engine/domain/ids.ts';
import type { InputBody } from '../../../src/engine/domain/input.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import type { EngineSnapshot } from '../../../src/engine/domain/snapshot.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import type { VenueFrame } from '../../scenarios/venue-frames.ts';

/** The engine without a loop or a store: what is confirmed, and when, is up to the test. */
export class BareEngine {
  readonly engine = new Engine();
  readonly effects: Effect[] = [];
  nowMs: number;
  #seq = 0;
  #commands = 0;

  constructor(
    nowMs: number,
    settings: Readonly<Record<string, string>> = {},
    {
      snapshot = null,
      accounts = [],
    }: { readonly snapshot?: EngineSnapshot | null; readonly accounts?: readonly LedgerId[] } = {},
  ) {
    this.nowMs = nowMs;
    const deposits = [{ ledger: PAPER, amount: dollars(500) }];
    this.step({
      kind: 'start',
      start: { version: 'test', snapshot, settings, wallets: [], deposits, accounts },
    });
  }

  step(body: InputBody): readonly Effect[] {
    this.#seq += 1;
    const effects = this.engine.step({ seq: this.#seq, atMs: this.nowMs, body });
    this.effects.push(...effects);
    return effects;
  }

  frame({ source, frame }: VenueFrame): void {
    for (const event of parseFrame(source, frame, this.nowMs).events) {
      this.step({ kind: 'market', source, event });
    }
  }

  command(body: CommandBody): readonly Effect[] {
    this.#commands += 1;
    const command = { id: `command ${this.#commands}`, actor: 'test', body };
    return this.step({ kind: 'command', command });
  }

  /** Confirms one commit, or all that were asked and not confirmed. */
  confirm(commitId?: number): void {
    const open =
      commitId === undefined ? [...this.engine.trade.state.unconfirmed.keys()] : [commitId];
    for (const id of open)
      this.step({ kind: 'effect', result: { kind: 'committed', commitId: id } });
  }

  /** Fires what is due until then, confirming nothing. */
  moveTo(atMs: number): void {
    for (;;) {
      const timer = this.engine.nextTimer;
      if (timer === null || timer.atMs > atMs) break;
      this.nowMs = Math.max(this.nowMs, timer.atMs);
      this.step({ kind: 'timer', timerId: timer.id });
    }
    this.nowMs = atMs;
  }

  get changes(): readonly Change[] {
    return this.effects.flatMap((effect) => (effect.kind === 'commit' ? effect.changes : []));
  }

  get decisions(): readonly Decision[] {
    return this.changes.flatMap((change) => (change.kind === 'decision' ? [change.decision] : []));
  }

  get orders(): readonly Order[] {
    return this.changes.flatMap((change) => (change.kind === 'order' ? [change.order] : []));
  }
}

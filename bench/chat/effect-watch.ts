import type { ProgramObserver } from '../../src/app/running/program-options.ts';
import type { Engine } from '../../src/engine/core/engine.ts';
import { ARMED, type Control } from '../../src/engine/domain/control.ts';
import type { LoopInput } from '../../src/engine/domain/input.ts';
import { type Deed, machineMs } from './protocol.ts';

/** What a command changed in the core, and when. */
export interface SeenEffect {
  readonly deed: Deed;
  /** Who gave the command; `null` when it was none. */
  readonly actor: string | null;
  /** The wallet and its new scale in millionths, where that changed. */
  readonly wallet: string | null;
  readonly scale: number | null;
  /** On the clock of {@link machineMs}. */
  readonly atMs: number;
}

/** Sees each change of kill, pause and wallets as it happens, by whomever. */
export class EffectWatch implements ProgramObserver {
  readonly seen: SeenEffect[] = [];
  #control: Control = ARMED;
  readonly #scales = new Map<string, number>();

  onStep({ body }: LoopInput, _effects: readonly unknown[], engine: Engine): void {
    const { control, wallets } = engine.trade.state;
    const isCommand = body.kind === 'command';
    if (control === this.#control && !isCommand && body.kind !== 'start') return;
    const by = { actor: isCommand ? body.command.actor : null, atMs: machineMs() };
    this.#look(control, by);
    for (const { label, scaleFactor } of wallets.values()) {
      const wallet = label ?? '';
      const before = this.#scales.get(wallet);
      this.#scales.set(wallet, scaleFactor);
      if (before === undefined || before === scaleFactor) continue;
      this.seen.push({ deed: 'scale', wallet, scale: scaleFactor, ...by });
    }
  }

  #look(control: Control, by: Pick<SeenEffect, 'actor' | 'atMs'>): void {
    const before = this.#control;
    this.#control = control;
    const add = (deed: Deed): void => {
      this.seen.push({ deed, wallet: null, scale: null, ...by });
    };
    if (isOn(before.killed) !== isOn(control.killed)) add(isOn(control.killed) ? 'kill' : 'arm');
    if (isOn(before.paused) !== isOn(control.paused))
      add(isOn(control.paused) ? 'pause' : 'resume');
  }
}

function isOn(state: object | null): boolean {
  return state !== null;
}

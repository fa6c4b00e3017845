import { createHash } from 'node:crypto';
import type { Effect } from '../../engine/core/effects.ts';
import type { LoopInput } from '../../engine/domain/input.ts';

export interface Digest {
  readonly effects: number;
  readonly sha256: string;
}

/** A fingerprint of every effect in order: two runs that agree here did the same, byte for byte. */
export class EffectDigest {
  readonly #hash = createHash('sha256');
  #effects = 0;

  add(input: LoopInput, effects: readonly Effect[]): void {
    if (effects.length === 0) return;
    this.#effects += effects.length;
    this.#hash.update(`${input.seq} ${input.atMs} ${JSON.stringify(effects)}\n`);
  }

  /** May be read once, at the end. */
  close(): Digest {
    return { effects: this.#effects, sha256: this.#hash.digest('hex') };
  }
}

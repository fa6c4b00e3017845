import type { NotAcceptedCause } from '../../engine/domain/venue-answer.ts';
import type { Chance } from '../chance.ts';
import type { LiveFaults, Spell } from './live-faults.ts';

/** How long each lasts, at least and at most. The matching engine is gone for up to 90 s. */
const LASTS_MS: Readonly<Record<Spell, readonly [number, number]>> = {
  disconnected: [1_000, 20_000],
  restarting: [10_000, 90_000],
  postOnly: [10_000, 120_000],
  cancelOnly: [5_000, 30_000],
  disabled: [5_000, 30_000],
};
/** Behind a restart only post-only orders are taken for so long. */
const POST_ONLY_AFTER_MS = [10_000, 120_000] as const;

const REFUSALS = [
  ['restarting', 'restarting', 'matching engine restarting'],
  ['disabled', 'disabled', 'Trading is currently disabled. Check polymarket.com for updates'],
  [
    'cancelOnly',
    'cancelOnly',
    'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.',
  ],
  ['postOnly', 'postOnly', 'post-only mode: only post-only orders and cancels are allowed'],
] as const satisfies readonly (readonly [Spell, NotAcceptedCause, string])[];

export interface ModeRefusal {
  readonly cause: NotAcceptedCause;
  readonly text: string;
  readonly leftMs: number;
}

/** Stretches of time in which the venue works differently. */
export class LiveSpells {
  readonly #chance: Chance;
  readonly #faults: LiveFaults;
  readonly #untilMs: Record<Spell, number> = {
    disconnected: 0,
    restarting: 0,
    postOnly: 0,
    cancelOnly: 0,
    disabled: 0,
  };

  constructor(chance: Chance, faults: LiveFaults) {
    this.#chance = chance;
    this.#faults = faults;
  }

  /** Once a second: what begins now. */
  draw(atMs: number): readonly Spell[] {
    const begun = (Object.keys(LASTS_MS) as Spell[]).filter((spell) => this.#faults.strikes(spell));
    for (const spell of begun) {
      const untilMs = atMs + this.#chance.whole(...LASTS_MS[spell]);
      this.#untilMs[spell] = Math.max(this.#untilMs[spell], untilMs);
      if (spell !== 'restarting') continue;
      this.#untilMs.postOnly = this.#untilMs.restarting + this.#chance.whole(...POST_ONLY_AFTER_MS);
    }
    return begun;
  }

  isIn(spell: Spell, atMs: number): boolean {
    return atMs < this.#untilMs[spell];
  }

  untilMs(spell: Spell): number {
    return this.#untilMs[spell];
  }

  /** Why no order that takes liquidity is accepted now; `null` when it is. */
  refusal(atMs: number): ModeRefusal | null {
    const found = REFUSALS.find(([spell]) => this.isIn(spell, atMs));
    if (found === undefined) return null;
    const [spell, cause, text] = found;
    return { cause, text, leftMs: this.#untilMs[spell] - atMs };
  }

  heal(): void {
    for (const spell of Object.keys(this.#untilMs) as Spell[]) this.#untilMs[spell] = 0;
  }
}

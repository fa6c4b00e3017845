import type { Chance } from '../../chance.ts';
import { uuidOf } from './api-keys.ts';

/** Silence after which all open orders of a key are canceled, and how often that is looked at. */
export const HEARTBEAT_SILENCE_MS = 10_000;
export const HEARTBEAT_CHECK_MS = 5_000;
const UUID_DIGITS = 32;

/** A wrong id is answered with the one that was expected. */
export interface Beat {
  readonly isTaken: boolean;
  readonly heartbeatId: string;
}

/** Dead-man switches, one for each API key that ever sent a heartbeat. */
export class Heartbeats {
  readonly #chance: Chance;
  readonly #chains = new Map<string, { readonly nextId: string; readonly atMs: number }>();
  #checkedAtMs: number;

  constructor(chance: Chance, nowMs: number) {
    this.#chance = chance;
    this.#checkedAtMs = nowMs;
  }

  /** The first one has no id; each further one names the id of the last answer. */
  beat(apiKey: string, id: string, nowMs: number): Beat {
    const chain = this.#chains.get(apiKey);
    if (chain !== undefined && id !== chain.nextId) {
      return { isTaken: false, heartbeatId: chain.nextId };
    }
    const heartbeatId = uuidOf(Buffer.from(this.#chance.hex(UUID_DIGITS), 'hex'));
    this.#chains.set(apiKey, { nextId: heartbeatId, atMs: nowMs });
    return { isTaken: true, heartbeatId };
  }

  /** The keys that fell silent since the last look; their chains begin anew. */
  takeSilent(nowMs: number): readonly string[] {
    if (nowMs - this.#checkedAtMs < HEARTBEAT_CHECK_MS) return [];
    this.#checkedAtMs = nowMs;
    const silent = [...this.#chains].filter(([, { atMs }]) => nowMs - atMs >= HEARTBEAT_SILENCE_MS);
    for (const [apiKey] of silent) this.#chains.delete(apiKey);
    return silent.map(([apiKey]) => apiKey);
  }
}

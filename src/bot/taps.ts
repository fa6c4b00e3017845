import { randomBytes } from 'node:crypto';
import type { AtMs } from '../engine/domain/time.ts';
import type { Button } from './reply.ts';

/** Buttons a chat remembers; the oldest are forgotten first. */
export const TAPS_MAX = 500;
/** Of a token: 72 bits, 12 characters, well within every platform's callback data. */
const TOKEN_BYTES = 9;

interface Pending {
  readonly button: Button;
  /** Who may use it; `null` is everyone whose role allows it. */
  readonly actor: string | null;
  /** The buttons that were offered together. */
  readonly group: readonly string[];
  readonly expiresAtMs: AtMs;
  state: 'open' | 'used' | 'void';
}

/** What a tap met. Only `button` may act. */
export type Taken =
  | { readonly kind: 'button'; readonly button: Button }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly button: Button }
  | { readonly kind: 'used' }
  /** Another answer was given to the same question. */
  | { readonly kind: 'void' }
  | { readonly kind: 'notYours'; readonly actor: string };

export interface Tapper {
  readonly actor: string;
  readonly nowMs: AtMs;
}

/** The buttons of one chat that may still be tapped. An action is taken once. */
export class PendingTaps {
  readonly #pending = new Map<string, Pending>();
  readonly #tokens = new WeakMap<Button, string>();
  readonly #newToken: () => string;

  constructor(newToken: () => string = () => randomBytes(TOKEN_BYTES).toString('base64url')) {
    this.#newToken = newToken;
  }

  /** Remembers the buttons of a message; the tokens come in their order. */
  offer(
    buttons: readonly Button[],
    { actor, nowMs }: { readonly actor: string | null; readonly nowMs: AtMs },
  ): readonly string[] {
    const group = buttons.map(() => this.#newToken());
    for (const [index, button] of buttons.entries()) {
      const token = group[index];
      if (token === undefined) continue;
      const expiresAtMs = nowMs + button.validMs;
      this.#pending.set(token, { button, actor, group, expiresAtMs, state: 'open' });
      this.#tokens.set(button, token);
    }
    for (const token of this.#pending.keys()) {
      if (this.#pending.size <= TAPS_MAX) break;
      this.#pending.delete(token);
    }
    return group;
  }

  /** The token of a button that was offered; `null` for any other. */
  tokenOf(button: Button): string | null {
    return this.#tokens.get(button) ?? null;
  }

  /** Takes a tap. An action is used up by it; a safe answer ends the question it belongs to. */
  take(token: string, { actor, nowMs }: Tapper): Taken {
    const pending = this.#pending.get(token);
    if (pending === undefined) return { kind: 'unknown' };
    const { button } = pending;
    if (pending.actor !== null && pending.actor !== actor) {
      return { kind: 'notYours', actor: pending.actor };
    }
    if (pending.state !== 'open') return { kind: pending.state };
    if (nowMs >= pending.expiresAtMs) return { kind: 'expired', button };
    if (button.tap.kind === 'action') pending.state = 'used';
    if (button.style === 'safe') this.#endQuestion(pending.group);
    return { kind: 'button', button };
  }

  #endQuestion(group: readonly string[]): void {
    for (const token of group) {
      const other = this.#pending.get(token);
      if (other?.button.tap.kind === 'action' && other.state === 'open') other.state = 'void';
    }
  }

  /** Lets a taken action be tapped again: it was not confirmed, and its id makes that harmless. */
  release(token: string): void {
    const pending = this.#pending.get(token);
    if (pending?.state === 'used') pending.state = 'open';
  }

  /** The newest open button with this label that was offered to this person. */
  newest(label: string, { actor, nowMs }: Tapper): string | null {
    let found: string | null = null;
    for (const [token, pending] of this.#pending) {
      const open = pending.state === 'open' && nowMs < pending.expiresAtMs;
      if (open && pending.actor === actor && pending.button.label === label) found = token;
    }
    return found;
  }
}

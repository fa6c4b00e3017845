import type { SocketRuntime } from '../socket/runtime.ts';
import type { Answer, JsonRpc } from './json-rpc.ts';

/**
 * Pause before asking again for what a node refused. Longer than the silence that ends a
 * connection, because an answer is no sign that data still comes.
 */
export const REFUSED_MS = 60_000;
/** Longest id of a subscription, in characters. */
const ID_LENGTH_MAX = 200;

/**
 * One `eth_subscribe` kept up: asked for on every connection and whenever what is wanted changes.
 * The new one stands before the old one is given back, so that nothing is missed in between.
 */
export class Subscription {
  readonly #rpc: JsonRpc;
  readonly #runtime: Pick<SocketRuntime, 'after'>;
  readonly #params: () => readonly unknown[] | null;
  #id: string | null = null;
  #isOpen = false;
  #isAsking = false;
  #isStale = false;
  #trouble: string | null = null;
  #cancelPause: () => void = () => undefined;

  /** `params` tells what is wanted now; `null` is nothing. */
  constructor(
    rpc: JsonRpc,
    runtime: Pick<SocketRuntime, 'after'>,
    params: () => readonly unknown[] | null,
  ) {
    this.#rpc = rpc;
    this.#runtime = runtime;
    this.#params = params;
  }

  get isActive(): boolean {
    return this.#id !== null;
  }

  /** Why the node did not give what is wanted; `null` when it did, or was not asked yet. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** There is a connection. */
  opened(): void {
    this.#isOpen = true;
    this.changed();
  }

  /** The connection is gone, and what it had with it. */
  lost(): void {
    this.#cancelPause();
    this.#isOpen = false;
    this.#isAsking = false;
    this.#id = null;
  }

  /** Something else is wanted. */
  changed(): void {
    this.#isStale = true;
    this.#look();
  }

  #look(): void {
    if (!this.#isOpen || this.#isAsking || !this.#isStale) return;
    this.#isStale = false;
    this.#cancelPause();
    const params = this.#params();
    if (params === null) {
      this.#trouble = null;
      this.#hold(null);
      return;
    }
    this.#isAsking = true;
    this.#rpc.ask('eth_subscribe', params, {
      onAnswer: (answer) => this.#answered(answer),
      onLateResult: (result) => this.#release(idOf(result)),
    });
  }

  #answered(answer: Answer): void {
    this.#isAsking = false;
    const id = answer.ok ? idOf(answer.result) : null;
    if (id === null) {
      this.#trouble = answer.ok ? 'eth_subscribe: an answer without an id' : answer.reason;
      this.#cancelPause = this.#runtime.after(REFUSED_MS, () => this.changed());
    } else {
      this.#trouble = null;
      this.#hold(id);
    }
    this.#look();
  }

  #hold(id: string | null): void {
    const old = this.#id;
    this.#id = id;
    if (old !== id) this.#release(old);
  }

  /** What a node goes on sending all the same is known as a repetition. */
  #release(id: string | null): void {
    if (id === null) return;
    const nothing = (): void => undefined;
    this.#rpc.ask('eth_unsubscribe', [id], { onAnswer: nothing, onLateResult: nothing });
  }
}

function idOf(result: unknown): string | null {
  const isId = typeof result === 'string' && result !== '' && result.length <= ID_LENGTH_MAX;
  return isId ? result : null;
}

import { LISTENERS_MAX } from './limits.ts';
import { StateStoreError } from './state-store-error.ts';

type Listener = (message: string) => void;

/** One listener's stay; the same function may listen twice. */
export interface Subscription {
  readonly listener: Listener;
  active: boolean;
}

/** Who listens to what. A listener that throws is reported and harms nobody else. */
export class Topics {
  readonly #byTopic = new Map<string, Set<Subscription>>();
  readonly #onListenerError: (topic: string, error: unknown) => void;
  #count = 0;

  constructor(onListenerError: (topic: string, error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  names(): readonly string[] {
    return [...this.#byTopic.keys()];
  }

  has(topic: string): boolean {
    return this.#byTopic.has(topic);
  }

  subscribers(topic: string): readonly Subscription[] {
    return [...(this.#byTopic.get(topic) ?? [])];
  }

  /** @throws StateStoreError kind `overflow` */
  add(topic: string, listener: Listener): Subscription {
    if (this.#count >= LISTENERS_MAX) {
      throw new StateStoreError('overflow', `There are at most ${LISTENERS_MAX} listeners.`);
    }
    const subscription = { listener, active: true };
    const subscriptions = this.#byTopic.get(topic);
    if (subscriptions === undefined) this.#byTopic.set(topic, new Set([subscription]));
    else subscriptions.add(subscription);
    this.#count += 1;
    return subscription;
  }

  remove(topic: string, subscription: Subscription): void {
    if (!subscription.active) return;
    subscription.active = false;
    this.#count -= 1;
    const subscriptions = this.#byTopic.get(topic);
    subscriptions?.delete(subscription);
    if (subscriptions?.size === 0) this.#byTopic.delete(topic);
  }

  clear(): void {
    for (const topic of this.names()) {
      for (const subscription of this.subscribers(topic)) this.remove(topic, subscription);
    }
  }

  /** Gives `message` to those of `subscribers` who still listen. */
  deliver(topic: string, message: string, subscribers = this.subscribers(topic)): void {
    for (const subscription of subscribers) {
      if (!subscription.active) continue;
      try {
        subscription.listener(message);
      } catch (error) {
        this.#onListenerError(topic, error);
      }
    }
  }
}

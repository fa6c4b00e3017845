import {
  type Channel,
  type IndexChannel,
  type MarketChannel,
  Subscription,
} from './subscription.ts';

/**
 * Markets of one subscription. A gap in its sequence costs the books of all of them, so that many
 * small ones are better than few large ones.
 */
export const MARKETS_PER_SUBSCRIPTION = 100;

/** Which subscription carries what, so that everything wanted is in exactly one of each channel. */
export class SubscriptionPlan {
  readonly #all = new Set<Subscription>();
  readonly #homes = new Map<Channel, Map<string, Subscription>>();
  /** What the venue has been found to take. */
  #marketsMax = MARKETS_PER_SUBSCRIPTION;

  get all(): readonly Subscription[] {
    return [...this.#all];
  }

  bySid(sid: unknown): Subscription | null {
    for (const each of this.#all) if (each.sid !== null && each.sid === sid) return each;
    return null;
  }

  homeOf(channel: Channel, target: string): Subscription | null {
    return this.#homes.get(channel)?.get(target) ?? null;
  }

  /** Every market that a channel is to carry. */
  targetsOf(channel: Channel): readonly string[] {
    return [...(this.#homes.get(channel)?.keys() ?? [])];
  }

  /** Puts what has no place yet where there is room; `isApart` opens new subscriptions for it. */
  place(channel: MarketChannel, targets: readonly string[], isApart = false): void {
    let room: Subscription | null = isApart ? null : this.#withRoom(channel);
    for (const target of targets) {
      if (this.homeOf(channel, target) !== null) continue;
      if (room === null || room.targets.size >= this.#marketsMax) room = this.#add(channel);
      room.targets.add(target);
      this.#homesOf(channel).set(target, room);
    }
  }

  /** All indices are one subscription; the lifecycle of all markets is one. */
  one(channel: IndexChannel | 'market_lifecycle_v2'): Subscription {
    for (const each of this.#all) if (each.channel === channel) return each;
    return this.#add(channel);
  }

  take(channel: Channel, target: string): void {
    this.homeOf(channel, target)?.targets.delete(target);
    this.#homes.get(channel)?.delete(target);
  }

  /** The venue took fewer markets than were asked for: they are asked for in halves. */
  halve(subscription: Subscription, channel: MarketChannel): void {
    const { size } = subscription.targets;
    this.#marketsMax = Math.max(1, Math.min(this.#marketsMax, Math.ceil(size / 2)));
    this.split(subscription, channel);
  }

  /** Moves half of the markets into a new subscription. */
  split(subscription: Subscription, channel: MarketChannel): void {
    const targets = [...subscription.targets];
    const moved = targets.slice(Math.ceil(targets.length / 2));
    for (const target of moved) this.take(channel, target);
    this.place(channel, moved, true);
  }

  remove(subscription: Subscription): void {
    this.#all.delete(subscription);
    const homes = this.#homes.get(subscription.channel);
    for (const target of subscription.targets) homes?.delete(target);
  }

  #withRoom(channel: Channel): Subscription | null {
    for (const each of this.#all) {
      const hasRoom = !each.isFull && each.targets.size < this.#marketsMax;
      if (each.channel === channel && hasRoom && each.state !== 'refused') return each;
    }
    return null;
  }

  #add(channel: Channel): Subscription {
    const subscription = new Subscription(channel);
    this.#all.add(subscription);
    return subscription;
  }

  #homesOf(channel: Channel): Map<string, Subscription> {
    const homes = this.#homes.get(channel) ?? new Map<string, Subscription>();
    this.#homes.set(channel, homes);
    return homes;
  }
}

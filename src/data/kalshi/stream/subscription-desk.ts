import { isRow, type Row } from '../../parsed.ts';
import { reconnectDelayMs } from '../../socket/reconnect-delay.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { type Remedy, remedyOf, UNANSWERED_CODE } from './codes.ts';
import { type Command, CommandDesk } from './command-desk.ts';
import type { Channel, MarketChannel, Subscription } from './subscription.ts';
import { SubscriptionPlan } from './subscription-plan.ts';

/** Changes of so long are joined into one command. */
export const CHANGE_SPACING_MS = 50;
/** A subscription that lived so long ends a row of failures. */
const PROVEN_MS = 30_000;
/** What was refused is asked for again after so long: markets open, and keys come back. */
export const REFUSED_RETRY_MS = 60_000;
/** Tickers of one command at most. */
const SNAPSHOT_TICKERS_MAX = 100;

export interface SubscriptionDeskOptions {
  readonly runtime: SocketRuntime;
  send(text: string): boolean;
  /** Their first snapshots are on their way, or would be. */
  onBegun(channel: Channel, targets: readonly string[]): void;
  /** The venue has ended the subscription: what it carried is not carried until it begins anew. */
  onEnded(channel: Channel, targets: readonly string[], reason: string): void;
}

/**
 * Keeps the venue's subscriptions as they are wanted: asks, changes, repeats, and begins anew what the
 * venue has ended. Every command is the difference between what is wanted and what was asked for.
 */
export class SubscriptionDesk {
  readonly plan = new SubscriptionPlan();
  readonly #options: SubscriptionDeskOptions;
  readonly #commands: CommandDesk;
  #isOpen = false;
  #cancelSync: (() => void) | null = null;
  #syncMs = Number.POSITIVE_INFINITY;
  #refusal: string | null = null;

  constructor(options: SubscriptionDeskOptions) {
    this.#options = options;
    this.#commands = new CommandDesk({
      runtime: options.runtime,
      send: options.send,
      unanswered: (command) => this.#remedy(command, UNANSWERED_CODE, 'no answer'),
    });
  }

  /** The newest refusal in the venue's words. */
  get refusal(): string | null {
    return this.#refusal;
  }

  opened(): void {
    this.#isOpen = true;
    this.#syncIn(0);
  }

  /** The connection has ended, and with it every subscription. */
  lost(): void {
    this.#isOpen = false;
    this.#commands.clear();
    this.#cancelSync?.();
    this.#cancelSync = null;
    this.#syncMs = Number.POSITIVE_INFINITY;
    for (const each of this.plan.all) {
      each.restart();
      if (each.targets.size === 0 && each.channel !== 'market_lifecycle_v2') {
        this.plan.remove(each);
      }
    }
  }

  /** What is wanted has changed. */
  changed(): void {
    this.#syncIn(CHANGE_SPACING_MS);
  }

  /** Asks for fresh snapshots of books; those that are not yet subscribed come by themselves. */
  askSnapshots(tickers: readonly string[]): void {
    const bySubscription = new Map<Subscription, string[]>();
    for (const ticker of tickers) {
      const home = this.plan.homeOf('orderbook_delta', ticker);
      if (home === null || home.state !== 'live' || !home.asked.has(ticker)) continue;
      const list = bySubscription.get(home) ?? [];
      bySubscription.set(home, list);
      list.push(ticker);
    }
    for (const [subscription, all] of bySubscription) {
      for (let at = 0; at < all.length; at += SNAPSHOT_TICKERS_MAX) {
        const targets = all.slice(at, at + SNAPSHOT_TICKERS_MAX);
        this.#commands.send({ kind: 'snapshot', subscription, targets });
      }
    }
  }

  /** Asks which subscriptions the venue knows; whether the connection took it. */
  probe(): boolean {
    return this.#commands.send({ kind: 'list', subscription: null, targets: [] });
  }

  /** An answer to a command, or an error of a subscription. */
  heard(row: Row): void {
    const command = this.#commands.take(row['id']);
    switch (row['type']) {
      case 'subscribed':
        this.#subscribed(command, row);
        return;
      case 'ok':
        if (command !== null) this.#accepted(command, row);
        return;
      case 'error':
        this.#failed(command, row);
        return;
      default: // `unsubscribed`: it is gone already.
        return;
    }
  }

  /** A subscription that cannot be trusted: it is begun anew. */
  restart(subscription: Subscription, reason: string): void {
    if (subscription.sid !== null) {
      this.#commands.send({ kind: 'unsubscribe', subscription, targets: [] });
    }
    this.#ended(subscription, reason);
  }

  #subscribed(command: Command | null, row: Row): void {
    const sid = isRow(row['msg']) ? row['msg']['sid'] : undefined;
    if (typeof sid !== 'number') return;
    const subscription = command?.subscription ?? null;
    if (command?.kind !== 'subscribe' || subscription === null || subscription.state !== 'asked') {
      // An answer that came too late: it was asked for again meanwhile.
      this.#options.send(JSON.stringify({ id: 0, cmd: 'unsubscribe', params: { sids: [sid] } }));
      return;
    }
    subscription.opened(sid, this.#options.runtime.monotonicMs());
    this.#options.onBegun(subscription.channel, command.targets);
    this.#syncIn(0);
  }

  #accepted({ kind, subscription, targets }: Command, row: Row): void {
    if (kind === 'list') {
      this.#compare(row['msg']);
      return;
    }
    if (subscription === null || kind === 'snapshot') return;
    subscription.isChanging = false;
    subscription.failures = 0;
    if (kind === 'add') this.#options.onBegun(subscription.channel, targets);
    this.#syncIn(0);
  }

  /** A subscription that the venue does not know any more has ended unheard. */
  #compare(list: unknown): void {
    if (!Array.isArray(list)) return;
    const known = new Set(list.map((each: unknown) => (isRow(each) ? each['sid'] : undefined)));
    for (const each of this.plan.all) {
      if (each.state === 'live' && !known.has(each.sid)) this.#ended(each, 'the venue forgot it');
    }
  }

  #failed(command: Command | null, row: Row): void {
    const msg = isRow(row['msg']) ? row['msg'] : {};
    const code = typeof msg['code'] === 'number' ? msg['code'] : 0;
    const text = typeof msg['msg'] === 'string' ? msg['msg'] : 'no reason given';
    const subscription = command?.subscription ?? this.plan.bySid(row['sid']);
    if (command !== null) this.#remedy(command, code, text);
    else if (remedyOf(code) !== 'resubscribe') return;
    else if (subscription !== null) this.#ended(subscription, text);
    else {
      // Nobody says which one has ended: what is still there is ended by us.
      for (const each of this.plan.all) if (each.state === 'live') this.restart(each, text);
    }
  }

  #remedy(command: Command, code: number, text: string): void {
    const { kind, subscription, targets } = command;
    if (subscription === null || kind === 'unsubscribe') return;
    const remedy = remedyOf(code);
    if (remedy === 'resubscribe') this.#ended(subscription, text);
    else if (kind === 'snapshot')
      return; // Whoever waits for it asks again.
    else if (remedy === 'later') this.#later(subscription, command);
    else if (kind === 'subscribe') this.#refusedWhole(subscription, remedy, `${code} ${text}`);
    else this.#refusedChange(subscription, { kind, targets, text: `${code} ${text}` });
    this.#syncIn(CHANGE_SPACING_MS);
  }

  #later(subscription: Subscription, { kind, targets }: Command): void {
    subscription.isChanging = false;
    if (kind === 'subscribe') subscription.forget();
    else if (kind === 'add') for (const target of targets) subscription.asked.delete(target);
    else for (const target of targets) subscription.asked.add(target);
    this.#postpone(subscription);
  }

  /** One market that the venue does not take is found by halving. */
  #refusedWhole(subscription: Subscription, remedy: Remedy, text: string): void {
    this.#refusal = `${subscription.channel}: ${text}`;
    subscription.forget();
    const { channel } = subscription;
    const isAlone = subscription.targets.size <= 1;
    if (isAlone || remedy === 'channel' || !subscription.isMarkets) {
      subscription.state = 'refused';
      subscription.notBeforeMs = this.#options.runtime.monotonicMs() + REFUSED_RETRY_MS;
      return;
    }
    if (remedy === 'tooMany') this.plan.halve(subscription, channel as MarketChannel);
    else this.plan.split(subscription, channel as MarketChannel);
  }

  /** Markets that are not taken into this subscription are asked for in one of their own. */
  #refusedChange(
    subscription: Subscription,
    { kind, targets, text }: Pick<Command, 'kind' | 'targets'> & { readonly text: string },
  ): void {
    this.#refusal = `${subscription.channel}: ${text}`;
    subscription.isChanging = false;
    if (kind !== 'add') return;
    subscription.isFull = true;
    const wanted = targets.filter((target) => subscription.targets.has(target));
    for (const target of targets) subscription.asked.delete(target);
    if (!subscription.isMarkets) return;
    const channel = subscription.channel as MarketChannel;
    for (const target of wanted) this.plan.take(channel, target);
    this.plan.place(channel, wanted, true);
  }

  #ended(subscription: Subscription, reason: string): void {
    const { runtime, onEnded } = this.#options;
    const livedMs = runtime.monotonicMs() - subscription.liveSinceMs;
    if (subscription.state === 'live' && livedMs >= PROVEN_MS) subscription.failures = 0;
    const carried = [...subscription.asked];
    subscription.forget();
    this.#postpone(subscription);
    onEnded(subscription.channel, carried, reason);
    this.#syncIn(CHANGE_SPACING_MS);
  }

  #postpone(subscription: Subscription): void {
    const { runtime } = this.#options;
    subscription.failures += 1;
    const delayMs = reconnectDelayMs(subscription.failures, () => runtime.random());
    subscription.notBeforeMs = runtime.monotonicMs() + delayMs;
  }

  #syncIn(ms: number): void {
    if (!this.#isOpen) return;
    const atMs = this.#options.runtime.monotonicMs() + ms;
    if (atMs >= this.#syncMs) return;
    this.#cancelSync?.();
    this.#syncMs = atMs;
    this.#cancelSync = this.#options.runtime.after(ms, () => this.#sync());
  }

  #sync(): void {
    this.#cancelSync = null;
    this.#syncMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#options.runtime.monotonicMs();
    for (const each of this.plan.all) {
      const isWanted = each.targets.size > 0 || each.channel === 'market_lifecycle_v2';
      if (!isWanted) this.#dismiss(each);
      else if (each.notBeforeMs > nowMs) this.#syncIn(each.notBeforeMs - nowMs);
      else if (each.state === 'idle' || each.state === 'refused') this.#begin(each);
      else if (each.state === 'live' && !each.isChanging) this.#change(each);
    }
  }

  #dismiss(subscription: Subscription): void {
    if (subscription.state === 'asked' || subscription.isChanging) return;
    if (subscription.state === 'live') {
      this.#commands.send({ kind: 'unsubscribe', subscription, targets: [] });
    }
    this.plan.remove(subscription);
  }

  #begin(subscription: Subscription): void {
    const targets = [...subscription.targets];
    if (!this.#commands.send({ kind: 'subscribe', subscription, targets })) return;
    subscription.state = 'asked';
    for (const target of targets) subscription.asked.add(target);
  }

  /** One change at a time: what is not wanted goes first. */
  #change(subscription: Subscription): void {
    const { targets, asked } = subscription;
    const gone = [...asked].filter((target) => !targets.has(target));
    const kind = gone.length > 0 ? 'delete' : 'add';
    const changed = gone.length > 0 ? gone : [...targets].filter((target) => !asked.has(target));
    if (changed.length === 0) return;
    if (!this.#commands.send({ kind, subscription, targets: changed })) return;
    subscription.isChanging = true;
    for (const target of changed) {
      if (kind === 'add') asked.add(target);
      else asked.delete(target);
    }
  }
}

import type { SocketRuntime } from '../../socket/runtime.ts';
import type { Subscription } from './subscription.ts';

/** The venue answers commands at once; so long without an answer means that there will be none. */
export const COMMAND_TIMEOUT_MS = 10_000;

export type CommandKind = 'subscribe' | 'add' | 'delete' | 'snapshot' | 'unsubscribe' | 'list';

/** A command that waits for its answer. */
export interface Command {
  readonly kind: CommandKind;
  /** `null` for a command about no subscription, or about one that is gone. */
  readonly subscription: Subscription | null;
  readonly targets: readonly string[];
}

export interface CommandDeskOptions {
  readonly runtime: SocketRuntime;
  /** Whether the connection took the text. */
  send(text: string): boolean;
  unanswered(command: Command): void;
}

/** Numbers commands and knows which of them are open. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  readonly #open = new Map<number, { readonly command: Command; readonly cancel: () => void }>();
  #lastId = 0;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  /** Whether the connection took it; only then it is open. */
  send(command: Command): boolean {
    this.#lastId += 1;
    const id = this.#lastId;
    if (!this.#options.send(JSON.stringify({ id, ...wordsOf(command) }))) return false;
    const cancel = this.#options.runtime.after(COMMAND_TIMEOUT_MS, () => {
      this.#open.delete(id);
      this.#options.unanswered(command);
    });
    this.#open.set(id, { command, cancel });
    return true;
  }

  /** The command that `id` answers, which is over with it; `null` for none that is open. */
  take(id: unknown): Command | null {
    const found = typeof id === 'number' ? this.#open.get(id) : undefined;
    if (found === undefined) return null;
    this.#open.delete(id as number);
    found.cancel();
    return found.command;
  }

  /** Whether a command of the kind is open for the subscription. */
  hasOpen(kind: CommandKind, subscription: Subscription): boolean {
    return [...this.#open.values()].some(
      ({ command }) => command.kind === kind && command.subscription === subscription,
    );
  }

  /** Nothing will be answered any more. */
  clear(): void {
    for (const { cancel } of this.#open.values()) cancel();
    this.#open.clear();
  }
}

function wordsOf({ kind, subscription, targets }: Command): Readonly<Record<string, unknown>> {
  if (kind === 'list' || subscription === null) return { cmd: 'list_subscriptions' };
  if (kind === 'subscribe') return { cmd: 'subscribe', params: subscribeParams(subscription) };
  const sids = [subscription.sid];
  if (kind === 'unsubscribe') return { cmd: 'unsubscribe', params: { sids } };
  return {
    cmd: 'update_subscription',
    params: {
      sids,
      action: actionOf(kind, subscription),
      [subscription.isMarkets ? 'market_tickers' : 'index_ids']: targets,
    },
  };
}

function subscribeParams({
  channel,
  isMarkets,
  targets,
}: Subscription): Readonly<Record<string, unknown>> {
  const channels = [channel];
  if (channel === 'market_lifecycle_v2') return { channels };
  if (!isMarkets) return { channels, index_ids: [...targets] };
  return {
    channels,
    market_tickers: [...targets],
    // Said explicitly: the venue's default for prices of no is to change.
    ...(channel === 'orderbook_delta' ? { use_yes_price: true } : {}),
    ...(channel === 'ticker' ? { send_initial_snapshot: true } : {}),
    skip_ticker_ack: true,
  };
}

function actionOf(kind: 'add' | 'delete' | 'snapshot', { isMarkets }: Subscription): string {
  if (kind === 'snapshot') return 'get_snapshot';
  if (isMarkets) return kind === 'add' ? 'add_markets' : 'delete_markets';
  return kind === 'add' ? 'subscribe_indices' : 'unsubscribe_indices';
}

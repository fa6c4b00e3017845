import type { Chance } from '../chance.ts';
import type { VenueHappening, VenueRow } from '../venue/venue.ts';
import { double, secondsOf } from './decimal.ts';
import { DueQueue } from './due-queue.ts';
import type { Range } from './faults.ts';
import type { FaultySocket } from './faulty-socket.ts';
import { pseudonymOf } from './gamma-search.ts';
import { type Subscription, subscriptionsOf } from './rtds-subscriptions.ts';
import type { WireRuntime } from './runtime.ts';
import { objectOf, type SocketClient } from './socket-host.ts';

const CONNECTION_ID_DIGITS = 12;
/** Transactions on their way at most; beyond it the oldest are told at once. */
const PENDING_MAX = 20_000;

export interface RtdsOptions {
  /** From the match to the frame. */
  readonly delayMs: Range;
  /** A client that sends no `PING` for so long hears nothing more on that connection. */
  readonly silenceMs: number;
}

/** A trade on its way to the listeners. */
interface Told {
  readonly rows: readonly VenueRow[];
  readonly atSeconds: number;
}

interface Listener {
  readonly socket: FaultySocket;
  readonly connectionId: string;
  subscriptions: readonly Subscription[];
  lastPingAtMs: number;
  isSilenced: boolean;
}

/** RTDS `activity`: all wallets' trades, some seconds after the match. */
export class Rtds {
  readonly #options: RtdsOptions;
  readonly #runtime: WireRuntime;
  readonly #chance: Chance;
  readonly #listeners = new Set<Listener>();
  readonly #pending = new DueQueue<Told>(PENDING_MAX);

  constructor(options: RtdsOptions, runtime: WireRuntime) {
    this.#options = options;
    this.#runtime = runtime;
    this.#chance = runtime.chance.fork('rtds');
  }

  readonly accept = (socket: FaultySocket): SocketClient => {
    const { clock } = this.#runtime;
    const listener: Listener = {
      socket,
      connectionId: this.#chance.hex(CONNECTION_ID_DIGITS),
      subscriptions: [],
      lastPingAtMs: clock.nowMs(),
      isSilenced: false,
    };
    this.#listeners.add(listener);
    return {
      onText: (text) => onText(listener, text),
      onPing: () => {
        listener.lastPingAtMs = clock.nowMs();
      },
      onClose: () => this.#listeners.delete(listener),
    };
  };

  onTrades(happenings: readonly VenueHappening[], nowMs: number): void {
    for (const { event } of happenings) {
      if (event.kind !== 'trade') continue;
      const dueAtMs = nowMs + this.#chance.whole(...this.#options.delayMs);
      this.#pending.add(dueAtMs, { rows: event.rows, atSeconds: secondsOf(nowMs) });
    }
  }

  onTurn(nowMs: number): void {
    for (const listener of this.#listeners) {
      if (nowMs - listener.lastPingAtMs > this.#options.silenceMs) listener.isSilenced = true;
    }
    for (const told of this.#pending.takeDue(nowMs)) {
      for (const row of told.rows) this.#tell(row, told.atSeconds, nowMs);
    }
  }

  #tell(row: VenueRow, atSeconds: number, nowMs: number): void {
    let payload: object | null = null;
    for (const listener of this.#listeners) {
      if (listener.isSilenced) continue;
      for (const type of typesFor(listener, row)) {
        payload ??= payloadOf(row, atSeconds);
        const { connectionId: connection_id } = listener;
        const envelope = { connection_id, topic: 'activity', type, timestamp: nowMs, payload };
        const sent = listener.socket.send(JSON.stringify(envelope));
        this.#runtime.counts.activityFrames += sent;
      }
    }
  }
}

/** The types of `activity` under which the listener wants this row, each once. */
function typesFor({ subscriptions }: Listener, row: VenueRow): ReadonlySet<string> {
  const wanting = subscriptions.filter(
    (each) => (each.type === 'trades' || row.isTaker) && each.wants(row.market),
  );
  return new Set(wanting.map(({ type }) => type));
}

function onText(listener: Listener, text: string): void {
  const message = objectOf(text);
  const asked = subscriptionsOf(message?.['subscriptions']);
  if (asked === null) return;
  if (message?.['action'] === 'subscribe') {
    listener.subscriptions = [...listener.subscriptions, ...asked];
  } else if (message?.['action'] === 'unsubscribe') {
    const types = new Set(asked.map(({ type }) => type));
    listener.subscriptions = listener.subscriptions.filter(({ type }) => !types.has(type));
  }
}

function payloadOf(row: VenueRow, atSeconds: number): object {
  const { market, outcome } = row;
  return {
    proxyWallet: row.wallet,
    name: row.name,
    pseudonym: pseudonymOf(row.wallet),
    side: row.side,
    size: double(row.size),
    price: double(row.price),
    fee: double(row.fee),
    asset: market.tokenIds[outcome],
    outcome: market.outcomes[outcome],
    outcomeIndex: outcome,
    conditionId: market.conditionId,
    slug: market.slug,
    eventSlug: market.eventSlug,
    title: market.question,
    icon: '',
    bio: '',
    profileImage: '',
    timestamp: atSeconds,
    transactionHash: row.transaction,
  };
}

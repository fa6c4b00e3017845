import type { SettlementPrice } from '../../engine/domain/settlement-price.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { FrameReader, isRow, type Row } from '../parsed.ts';
import { LiveSocket } from '../socket/live-socket.ts';
import type { SocketRuntime } from '../socket/runtime.ts';
import type { SocketSnapshot } from '../socket/socket-snapshot.ts';
import { CRYPTO, CRYPTO_TWAP, settlementPrices } from './parse.ts';
import { closeTrouble, ReconnectPace } from './reconnect-pace.ts';
import { ackSchema, envelopeSchema } from './schema.ts';

const SOURCE = 'polybolt.price';
/** Subscriptions of one connection; each symbol takes two. */
export const SUBSCRIPTIONS_MAX = 64;
/** The only window of means that the venue serves. */
export const TWAP_WINDOW_S = MINUTE_MS / SECOND_MS;
/** Each symbol has a price a second. */
export const SILENCE_MS_MAX = 15 * SECOND_MS;
const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;
const CONNECT_SPACING_MS = 2 * SECOND_MS;
/** A snapshot of two minutes is about 20 kB. */
const FRAME_BYTES_MAX = 1_024 * 1_024;
const AUTH_ID = 'auth';
const SUBSCRIBE_ID = 'subscribe';

export interface PolyboltCredentials {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

export interface PolyboltStreamOptions {
  /** Such as `wss://ws-live-v2.polymarket.com/ws`. */
  readonly url: string;
  /** The account's API credentials, asked for at each opening; `null` while there are none. */
  readonly credentials: () => PolyboltCredentials | null;
  /** Such as `btcusd`. */
  readonly symbols: readonly string[];
  /** Every message with prices as it came, as the frame `polybolt.price`. */
  readonly onFrame: (source: string, frame: unknown, receivedAtMs: AtMs) => void;
  /** What it said, oldest first. */
  readonly onPrices?: (prices: readonly SettlementPrice[], receivedAtMs: AtMs) => void;
}

export interface PolyboltHealth extends SocketSnapshot {
  readonly isAuthed: boolean;
  readonly subscribed: number;
  /** Times that messages were missing, how many, and how many the venue says that it left out. */
  readonly gaps: number;
  readonly missed: number;
  readonly dropped: number;
  readonly unread: number;
  /** What is wrong, for people; `null` when nothing is. */
  readonly trouble: string | null;
}

/**
 * The prices by which Polymarket settles its crypto windows, from the venue itself. They need the
 * API credentials of an account.
 */
export class PolyboltStream {
  readonly #options: PolyboltStreamOptions;
  readonly #pace: ReconnectPace;
  readonly #socket: LiveSocket;
  /** By channel, of this connection. */
  readonly #lastSeq = new Map<string, number>();
  readonly #counts = { gaps: 0, missed: 0, dropped: 0, unread: 0 };
  #isAuthed = false;
  #subscribed = 0;
  #trouble: string | null = null;

  constructor(options: PolyboltStreamOptions, runtime: SocketRuntime) {
    const subscriptions = 2 * options.symbols.length;
    invariant(
      subscriptions > 0 && subscriptions <= SUBSCRIPTIONS_MAX,
      `1 to ${SUBSCRIPTIONS_MAX / 2} symbols have settlement prices`,
    );
    this.#options = options;
    this.#pace = new ReconnectPace(CONNECT_SPACING_MS, () => runtime.random());
    this.#socket = new LiveSocket(
      {
        url: options.url,
        frameBytesMax: FRAME_BYTES_MAX,
        isCompressed: true,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        // The venue pings by the protocol, and its pings are answered below us.
        keepAlive: null,
        silenceMsMax: SILENCE_MS_MAX,
        probeTimeoutMs: 0,
        pace: this.#pace,
      },
      runtime,
      {
        onOpen: () => this.#opened(),
        onText: (text, receivedAtMs) => this.#heard(text, receivedAtMs),
        onLost: () => this.#lost(),
        onSilence: () => 'fault',
      },
    );
  }

  /** Begins to connect; once. */
  start(): void {
    this.#socket.start();
  }

  snapshot(): PolyboltHealth {
    return {
      ...this.#socket.snapshot(),
      isAuthed: this.#isAuthed,
      subscribed: this.#subscribed,
      ...this.#counts,
      trouble: this.#trouble,
    };
  }

  /** Ends it for good; settles when the socket is gone. */
  close(): Promise<void> {
    return this.#socket.close();
  }

  #opened(): void {
    const auth = this.#options.credentials();
    if (auth === null) {
      this.#trouble = 'Settlement prices need the API credentials of a Polymarket account.';
      // Nothing will come: the connection ends as silent, and the next one waits.
      this.#pace.refused();
      return;
    }
    const { apiKey, secret, passphrase } = auth;
    this.#send({ op: 'auth', rid: AUTH_ID, auth: { apiKey, secret, passphrase } });
  }

  #lost(): void {
    const { closeCode } = this.#socket.snapshot();
    this.#pace.ended(closeCode);
    this.#trouble = closeTrouble(closeCode) ?? this.#trouble;
    this.#isAuthed = false;
    this.#subscribed = 0;
    this.#lastSeq.clear();
  }

  #heard(text: string, receivedAtMs: AtMs): void {
    const frame = parsed(text);
    if (frame === null) {
      this.#counts.unread += 1;
      return;
    }
    if ('op' in frame) this.#answered(frame);
    else this.#took(frame, receivedAtMs);
  }

  #answered(frame: Row): void {
    const ack = ackSchema.safeParse(frame);
    if (!ack.success) {
      this.#counts.unread += 1;
      return;
    }
    const { op, rid, code = 'no reason', channel } = ack.data;
    if (op === 'authed') this.#authed();
    if (op === 'subscribed') this.#subscribed += 1;
    if (op !== 'error') return;
    if (rid === AUTH_ID) {
      this.#pace.refused();
      this.#trouble = `Polymarket refused the API credentials for its settlement prices (${code}). They are tried again in 5 minutes.`;
      return;
    }
    this.#trouble = `Polymarket refused settlement prices of ${channel ?? 'some symbols'} (${code}).`;
  }

  #authed(): void {
    this.#isAuthed = true;
    this.#trouble = null;
    const subscriptions = this.#options.symbols.flatMap((symbol) => [
      { channel: CRYPTO, filter: { symbol } },
      { channel: CRYPTO_TWAP, filter: { symbol, window_seconds: TWAP_WINDOW_S } },
    ]);
    this.#send({ op: 'subscribe', rid: SUBSCRIBE_ID, subscriptions });
  }

  #took(frame: Row, receivedAtMs: AtMs): void {
    const reader = new FrameReader(SOURCE);
    const prices = settlementPrices(frame, reader);
    if (reader.problems.length > 0) this.#counts.unread += 1;
    this.#count(frame);
    if (prices.length === 0) return;
    this.#options.onFrame(SOURCE, frame, receivedAtMs);
    this.#options.onPrices?.(prices, receivedAtMs);
  }

  #count(frame: Row): void {
    const envelope = envelopeSchema.safeParse(frame);
    if (!envelope.success) return;
    const { channel, seq, dropped = 0 } = envelope.data;
    const missed = seq - (this.#lastSeq.get(channel) ?? seq - 1) - 1;
    this.#lastSeq.set(channel, seq);
    this.#counts.dropped += dropped;
    if (missed <= 0) return;
    this.#counts.gaps += 1;
    this.#counts.missed += missed;
  }

  #send(message: Row): void {
    this.#socket.send(JSON.stringify(message));
  }
}

/** The object in a text, `null` when it is none. */
function parsed(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

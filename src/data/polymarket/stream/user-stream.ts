import type { AccountEvent } from '../../../engine/domain/account-event.ts';
import type { LedgerId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { FRAME_LENGTH_MAX, type Problem } from '../../parsed.ts';
import { LiveSocket } from '../../socket/live-socket.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { NO_SOCKET, type SocketSnapshot } from '../../socket/socket-snapshot.ts';
import type { ApiAccess } from '../auth/api-access.ts';
import { parseUserText } from '../parse-user.ts';
import type { IsOwn } from '../venue-fills.ts';

export const USER_PING_MS = 10_000;
/** After so long without data the socket is asked for; a quiet account is natural. */
const SILENCE_MS_MAX = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Distinct problems counted; the rest are counted as `other`. */
const PROBLEMS_MAX = 100;

export interface UserStreamOptions {
  /** The root of the venue's sockets. */
  readonly wsUrl: string;
  readonly access: Pick<ApiAccess, 'credentials' | 'known' | 'onChange'>;
  readonly ledger: LedgerId;
  readonly isOwn: IsOwn;
  /** In the order of arrival. */
  readonly onEvent: (event: AccountEvent, receivedAtMs: AtMs) => void;
  /** Every data message as it came. */
  readonly onText?: (text: string, receivedAtMs: AtMs) => void;
}

/**
 * The account's own channel: its orders and trades. Nothing of a gap is replayed, so each opening is
 * told as `connected`. It is judged by its answers to `PING`: an account may be quiet for days.
 */
export class UserStream {
  readonly #options: UserStreamOptions;
  readonly #runtime: SocketRuntime;
  readonly #problems = new Map<string, number>();
  readonly #stopListening: () => void;
  #socket: LiveSocket | null = null;
  /** The connection of earlier credentials, on its way out. */
  #leaving: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: UserStreamOptions, runtime: SocketRuntime) {
    this.#options = options;
    this.#runtime = runtime;
    this.#stopListening = options.access.onChange(() => this.#changed());
  }

  /** Begins to connect, once there are credentials; once. @throws VenueError without any */
  async start(): Promise<void> {
    await this.#options.access.credentials();
    if (this.#socket === null && !this.#isClosed) this.#connect();
  }

  snapshot(): SocketSnapshot {
    return this.#socket?.snapshot() ?? NO_SOCKET;
  }

  /** How often a message, or a part of one, was not what it has to be, by `reason field`. */
  problems(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#problems);
  }

  /** Ends it for good; settles when the socket is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    await Promise.all([this.#socket?.close(), this.#leaving]);
  }

  #connect(): void {
    const socket = new LiveSocket(
      {
        url: `${this.#options.wsUrl.replace(/\/+$/, '')}/ws/user`,
        frameBytesMax: FRAME_LENGTH_MAX,
        isCompressed: true,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        keepAlive: { text: 'PING', answer: 'PONG', everyMs: USER_PING_MS, isAnswered: true },
        silenceMsMax: SILENCE_MS_MAX,
        probeTimeoutMs: 0,
        pace: null,
      },
      this.#runtime,
      {
        onOpen: () => this.#opened(socket),
        onText: (text, receivedAtMs) => this.#heard(text, receivedAtMs),
        onLost: () => undefined,
        onSilence: () => 'natural',
      },
    );
    this.#socket = socket;
    socket.start();
  }

  #opened(socket: LiveSocket): void {
    const auth = this.#options.access.known?.channelAuth();
    if (auth === undefined) return;
    socket.send(JSON.stringify({ auth, markets: [], type: 'user' }));
    const { ledger, onEvent } = this.#options;
    onEvent({ kind: 'connected', ledger }, this.#runtime.nowMs());
  }

  #heard(text: string, receivedAtMs: AtMs): void {
    const { onText, onEvent, isOwn } = this.#options;
    onText?.(text, receivedAtMs);
    const { events, problems } = parseUserText(text, isOwn);
    for (const problem of problems) this.#count(problem);
    for (const event of events) onEvent(event, receivedAtMs);
  }

  #count({ reason, field }: Problem): void {
    const name = `${reason} ${field}`;
    const key = this.#problems.has(name) || this.#problems.size < PROBLEMS_MAX ? name : 'other';
    this.#problems.set(key, (this.#problems.get(key) ?? 0) + 1);
  }

  /** The old credentials may be worth nothing: the channel is opened with the new ones. */
  #changed(): void {
    const old = this.#socket;
    if (old === null || this.#isClosed) return;
    this.#connect();
    this.#leaving = old.close();
  }
}

import type { AtMs } from '../../../engine/domain/time.ts';
import { FRAME_LENGTH_MAX } from '../../parsed.ts';
import { LiveSocket } from '../../socket/live-socket.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import type { SocketSnapshot } from '../../socket/socket-snapshot.ts';

/** Without a text `PING` every 5 s the stream falls silent after some minutes (measured by others). */
export const RTDS_PING_MS = 5_000;
/** The whole venue trades about 50 times a second: so long without a trade is a fault. */
export const RTDS_SILENCE_MS_MAX = 20_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** Taker and maker rows of every trade. One topic that the venue does not know silences all. */
const SUBSCRIPTION = JSON.stringify({
  action: 'subscribe',
  subscriptions: [
    { topic: 'activity', type: 'trades' },
    { topic: 'activity', type: 'orders_matched' },
  ],
});

export interface RtdsStreamOptions {
  readonly url: string;
  /** Every data message as it came. */
  readonly onText: (text: string, receivedAtMs: AtMs) => void;
  readonly silenceMsMax?: number;
  readonly isCompressed?: boolean;
}

/** Trades of all wallets of the venue, about two seconds after the match. */
export class RtdsStream {
  readonly #socket: LiveSocket;

  constructor(options: RtdsStreamOptions, runtime: SocketRuntime) {
    this.#socket = new LiveSocket(
      {
        url: options.url,
        frameBytesMax: FRAME_LENGTH_MAX,
        isCompressed: options.isCompressed ?? true,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        // No answer is documented; trades show that the socket lives.
        keepAlive: { text: 'PING', answer: 'PONG', everyMs: RTDS_PING_MS, isAnswered: false },
        silenceMsMax: options.silenceMsMax ?? RTDS_SILENCE_MS_MAX,
        probeTimeoutMs: 0,
        pace: null,
      },
      runtime,
      {
        onOpen: () => this.#socket.send(SUBSCRIPTION),
        onText: options.onText,
        onLost: () => undefined,
        onSilence: () => 'fault',
      },
    );
  }

  /** Begins to connect; once. */
  start(): void {
    this.#socket.start();
  }

  snapshot(): SocketSnapshot {
    return this.#socket.snapshot();
  }

  /** Ends it for good; settles when the socket is gone. */
  close(): Promise<void> {
    return this.#socket.close();
  }
}

import type { IndexValue } from '../../../engine/domain/settlement-index.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Row } from '../../parsed.ts';
import type { SocketSnapshot } from '../../socket/socket-snapshot.ts';
import type { MarketLifecycle } from '../parse-lifecycle.ts';
import type { KalshiKey } from '../sign.ts';
import type { Channel, IndexChannel, MarketChannel } from './subscription.ts';

/** What was missed: until its next snapshot a book is not to be trusted. */
export interface Missed {
  readonly channel: Channel;
  /** Tickers, or index ids; none for a channel without a filter. */
  readonly targets: readonly string[];
  readonly reason: string;
}

export interface KalshiStreamOptions {
  /** The whole address, which ends with `/trade-api/ws/v2`. */
  readonly url: string;
  readonly key: KalshiKey;
  /** What is subscribed of each watched market; books and trades when left out. */
  readonly channels?: readonly MarketChannel[];
  /** Whether the life of every market of the venue is told. */
  readonly withLifecycle?: boolean;
  readonly indexChannel?: IndexChannel;
  /** A frame of `kalshi.stream`: of the venue, and readable by itself. */
  readonly onFrame: (frame: Row, receivedAtMs: AtMs) => void;
  readonly onIndex?: (value: IndexValue, receivedAtMs: AtMs) => void;
  readonly onLifecycle?: (change: MarketLifecycle, receivedAtMs: AtMs) => void;
  readonly onMissed: (missed: Missed) => void;
  readonly silenceMsMax?: number;
}

export interface KalshiStreamSnapshot extends SocketSnapshot {
  readonly markets: number;
  /** Books that stand as the venue tells them. */
  readonly books: number;
  /** Books that were asked for and have not come. */
  readonly waiting: number;
  readonly gaps: number;
  /** Frames that came a second time, or after later ones. */
  readonly repeated: number;
  /** Frames of subscriptions that are not ours, or not any more. */
  readonly strays: number;
  /** Subscriptions that the venue ended and that were begun anew. */
  readonly restarts: number;
  /** The newest refusal of the venue. */
  readonly refusal: string | null;
}

import type { AtMs } from '../../../engine/domain/time.ts';
import type { BinanceHost } from '../hosts.ts';

/** Who takes what a line of connections brings. */
export interface LineOwner<Message> {
  /** What a text says: a price, that the server is about to go, or nothing of use. Never throws. */
  read(text: string): Message | 'shutdown' | null;
  /** A price from the connection in use, or from the one that it is taking over from. */
  take(message: Message, from: { readonly host: BinanceHost; readonly atMs: AtMs }): void;
  /** Another connection is in use now; `true` when the one before was still alive. */
  onLive(host: BinanceHost, isHandedOver: boolean): void;
}

export interface LineCounts {
  readonly attempts: number;
  /** Takeovers from a connection that was still alive. */
  readonly renewals: number;
  /** Announcements that the server is about to go. */
  readonly shutdowns: number;
  /** Times without any connection, after the first. */
  readonly losses: number;
  readonly messages: number;
  readonly bytes: number;
}

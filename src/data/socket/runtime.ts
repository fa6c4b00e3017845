import type { AtMs } from '../../engine/domain/time.ts';

export interface WireOptions {
  readonly url: string;
  /** Longest message taken, in bytes after decompression; a longer one ends the connection. */
  readonly frameBytesMax: number;
  /** Whether compression (RFC 7692) is offered to the venue. */
  readonly isCompressed: boolean;
  /** What the handshake carries besides, made anew for each attempt; nothing where it is left out. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

/** What a connection tells, never before `connect` has returned. */
export interface WireListener {
  onOpen(): void;
  onText(text: string, bytes: number): void;
  onBinary(): void;
  /** No connection came about, or it broke; `onClose` follows. */
  onError(reason: string): void;
  /** With the code and reason of the venue's close frame; 1006 when there was none. */
  onClose(code: number, reason: string): void;
}

/** One connection, from its first attempt on. */
export interface Wire {
  /** Accepted by {@link send} and not yet taken by the network. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Says goodbye and waits for the answer. */
  close(): void;
  /** Cuts the connection. */
  terminate(): void;
}

/** Everything a socket takes from outside, so that a test can own time, chance and the network. */
export interface SocketRuntime {
  /** Wall clock; dates what arrives. */
  nowMs(): AtMs;
  /** Milliseconds that never step back; every duration is measured with it. */
  monotonicMs(): number;
  /** From 0 inclusive to 1 exclusive; spreads reconnects. */
  random(): number;
  /** Runs `run` once after `ms`; returns how to prevent it. */
  after(ms: number, run: () => void): () => void;
  connect(options: WireOptions, listener: WireListener): Wire;
}

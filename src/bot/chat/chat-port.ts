import type { Reply } from '../reply.ts';
import type { Address } from './address.ts';

/** A message on its way to a chat. */
export interface Outgoing {
  readonly reply: Reply;
  /** As in {@link Answer.taps}. */
  readonly taps: readonly string[];
  /** Without a sound. */
  readonly silent: boolean;
}

/** A message that was sent, as its platform names it. */
export interface Sent {
  readonly messageId: string;
}

/** How a platform sends. Each call tries once and tells what became of it. */
export interface ChatPort {
  /** @throws FloodError, OfflineError, LostError, UnreachableError, RefusedError */
  send(to: Address, message: Outgoing): Promise<Sent>;
  /** Replaces text and buttons; the same as before is no error. @throws as {@link send} */
  edit(to: Address, sent: Sent, message: Outgoing): Promise<void>;
}

/** The platform wants a pause for this chat; nothing was sent. */
export class FloodError extends Error {
  override readonly name = 'FloodError';
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`the platform takes no more messages for ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The platform does not answer, or refuses the token: nothing was sent, and it is tried again. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

/** It was handed over and no answer came: it may have been sent. */
export class LostError extends Error {
  override readonly name = 'LostError';
}

/** This chat takes nothing: blocked, never started, gone. Tried again once the person speaks. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** The platform will never take this message: it is reported and left behind. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Whether an error says that nothing was sent; after any other something may have been. */
export function isUnsent(error: unknown): boolean {
  return (
    error instanceof FloodError ||
    error instanceof OfflineError ||
    error instanceof UnreachableError ||
    error instanceof RefusedError
  );
}

import type { AtMs } from '../../engine/domain/time.ts';
import type { Platform } from './address.ts';

/** Who sent something, where and when, as the platform vouches for it. */
export interface From {
  readonly platform: Platform;
  /** The person, never the chat: who may do what hangs on it. */
  readonly userId: string;
  /** What the person calls itself: hostile text, for the audit and for pairing. */
  readonly name: string;
  readonly chatId: string;
  /** Only this person reads the answer: a private chat, or an ephemeral reply. */
  readonly isPrivate: boolean;
  /** Unique on its platform; a repeated delivery has the same one. */
  readonly updateId: string;
  readonly sentAtMs: AtMs;
}

import type { Reply } from '../reply.ts';
import type { From } from './from.ts';

/** What a surface shows for something that was said or tapped. */
export interface Answer {
  readonly reply: Reply;
  /**
   * Opaque data of the buttons, in their order: at most 60 bytes of ASCII. What it means is known
   * here alone; a surface hands it back with {@link Reception.tap}.
   */
  readonly taps: readonly string[];
  /** `edit` replaces the message that was tapped, with its buttons. */
  readonly place: 'new' | 'edit';
  /** The message that is answered holds a secret or a code: it is deleted where that is possible. */
  readonly deleteTheirs: boolean;
  /** Goes out before everything else that waits for this chat. */
  readonly urgent: boolean;
}

/** One suggestion while something is typed. */
export interface Suggestion {
  /** At most 100 characters. */
  readonly label: string;
  /** At most 100 characters; taken as if typed. */
  readonly value: string;
}

/** What is being typed into a command. */
export interface Typing {
  readonly command: string;
  /** The argument by its name. */
  readonly argument: string;
  readonly typed: string;
}

/**
 * Where everything that people send arrives, on any platform: who may, whether it is new, whether it
 * is fresh, what it means. A surface calls it before it awaits anything, so that kill acts first.
 */
export interface Reception {
  /** `null` is silence: a stranger, a repetition. Never rejects. */
  text(from: From, text: string): Promise<Answer | null>;
  /** What a button stands for, by the data it was sent with. Never rejects. */
  tap(from: From, data: string): Promise<Answer | null>;
  /** From memory, at most 25; nothing for a stranger. */
  suggest(from: From, typing: Typing): readonly Suggestion[];
}

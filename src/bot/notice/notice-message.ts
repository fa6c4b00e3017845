import type { AtMs } from '../../engine/domain/time.ts';
import type { Reply } from '../reply.ts';

/** How a chat is told: with a sound, without, in the next digest, or not at all. */
export type Delivery = 'on' | 'silent' | 'digest' | 'off';

/** What a message counts as where several are joined into one line. */
export type Tally = 'copy' | 'exit' | 'skip' | 'signal' | 'order' | 'result' | 'notice';

/** A notice in words, for any surface. */
export interface NoticeMessage {
  /** The notice's id: the same message twice has the same one. */
  readonly id: string;
  readonly atMs: AtMs;
  readonly reply: Reply;
  /** What `#n` stands for: the id that a command looks up. */
  readonly about: string;
  readonly delivery: Exclude<Delivery, 'off'>;
  readonly tally: Tally;
  /** Never joined with others and never held back. */
  readonly urgent: boolean;
}

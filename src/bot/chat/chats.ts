import type { ChatState } from '../dispatch.ts';
import { OpenPhrases } from '../prompts.ts';
import { PendingTaps } from '../taps.ts';

/** Chats that are remembered; the one that was quiet longest is forgotten first. */
export const CHATS_MAX = 500;

/** What each chat remembers between messages. */
export class Chats {
  readonly #chats = new Map<string, ChatState>();

  /** By the platform and its own id of the chat. */
  of(key: string): ChatState {
    const known = this.#chats.get(key);
    const chat: ChatState = known ?? {
      key,
      taps: new PendingTaps(),
      phrases: new OpenPhrases(),
      reference: () => null,
    };
    this.#chats.delete(key);
    this.#chats.set(key, chat);
    const [oldest] = this.#chats.keys();
    if (this.#chats.size > CHATS_MAX && oldest !== undefined) this.#chats.delete(oldest);
    return chat;
  }
}

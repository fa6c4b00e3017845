import { randomBytes } from 'node:crypto';
import type { Json } from './json.ts';
import { ANSWER_WITHIN_MS, TOKEN_LIFE_MS } from './limits.ts';
import type { StoredMessage } from './world.ts';

/** A choice offered by autocompletion. */
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface NewInteraction {
  readonly id: string;
  readonly type: number;
  readonly userId: string;
  readonly channelId: string;
  /** The full name of the command, with its subcommands. */
  readonly commandName: string | null;
  /** The message whose component was used, also when that opened a modal. */
  readonly source: StoredMessage | null;
  /** The type of the option that is being completed. */
  readonly focusedType?: number;
  /** When it happened, in the time of deadlines. */
  readonly atMs: number;
}

/** One use of a command, a button, a modal or autocompletion, and what the bot made of it. */
export class Interaction {
  readonly id: string;
  readonly token = `aW50ZXJhY3Rpb246${randomBytes(24).toString('base64url')}`;
  readonly type: number;
  readonly userId: string;
  readonly channelId: string;
  readonly commandName: string | null;
  readonly source: StoredMessage | null;
  readonly focusedType: number | null;
  /** The event as it went out, for sending it once more. */
  event: Json = {};
  /** False when no session of the bot was there to get it. */
  delivered = false;
  /** The type of the bot's first answer; null while there is none. */
  answer: number | null = null;
  /** The message that `@original` means. */
  original: StoredMessage | null = null;
  choices: readonly Choice[] | null = null;
  modal: Json | null = null;
  readonly #atMs: number;
  #expired = false;

  constructor(fresh: NewInteraction) {
    this.id = fresh.id;
    this.type = fresh.type;
    this.userId = fresh.userId;
    this.channelId = fresh.channelId;
    this.commandName = fresh.commandName;
    this.source = fresh.source;
    this.focusedType = fresh.focusedType ?? null;
    this.#atMs = fresh.atMs;
  }

  /** The bot did not answer in time: the person reads "The application did not respond". */
  get failed(): boolean {
    return this.answer === null && this.#expired;
  }

  /** Lets the time for the first answer be over, or with an answer the life of the token. */
  expire(): void {
    this.#expired = true;
  }

  canBeAnswered(nowMs: number): boolean {
    if (nowMs - this.#atMs > ANSWER_WITHIN_MS && this.answer === null) this.#expired = true;
    return !this.#expired;
  }

  tokenLives(nowMs: number): boolean {
    return !this.#expired && nowMs - this.#atMs <= TOKEN_LIFE_MS;
  }
}

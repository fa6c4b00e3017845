import { randomUUID } from 'node:crypto';
import type { Chats } from '../../chat/chats.ts';
import { type Dispatcher, type Incoming, isKill } from '../../dispatch.ts';
import { asTyped } from '../../grammar/line.ts';
import type { Visitor } from '../access/visitor.ts';
import type { Answer, Command, Preview } from '../contract/command.ts';
import { replyJson } from './reply-json.ts';

export interface CommandDeskOptions {
  readonly dispatcher: Pick<Dispatcher, 'say' | 'tap' | 'preview'>;
  readonly chats: Pick<Chats, 'of'>;
}

/** Requests that carry the same key are one: what was done already is not done again. */
export type RequestKey = string | null;

/** What is done from a page: the way of every chat, with its roles, questions and audit rows. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  readonly #run = randomUUID();
  #requests = 0;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  async say(visitor: Visitor, command: Command, key: RequestKey): Promise<Answer> {
    const incoming = this.#incoming(visitor, key);
    const reply = await this.#options.dispatcher.say(lineOf(command), incoming);
    return { reply: replyJson(reply, incoming.chat.taps), isOutcome: false };
  }

  async preview(visitor: Visitor, { name, words }: Preview): Promise<Answer> {
    const incoming = this.#incoming(visitor, null);
    const reply = await this.#options.dispatcher.preview([name, ...words], incoming);
    return { reply: replyJson(reply, incoming.chat.taps), isOutcome: false };
  }

  async tap(visitor: Visitor, token: string, key: RequestKey): Promise<Answer> {
    const incoming = this.#incoming(visitor, key);
    const { reply, isOutcome } = await this.#options.dispatcher.tap(token, incoming);
    return { reply: replyJson(reply, incoming.chat.taps), isOutcome };
  }

  /** Buttons and questions belong to one session: nobody answers for another, or in another place. */
  #incoming({ session, speaker }: Visitor, key: RequestKey): Incoming {
    this.#requests += 1;
    const id = key === null ? `${this.#run}/${this.#requests}` : `${session}/key/${key}`;
    return { id: `web/${id}`, speaker, chat: this.#options.chats.of(`web:${session}`) };
  }
}

/** A line as typed; words with spaces are put in quotes, which no word may hold itself. */
export function lineOf(command: Command): string {
  if ('line' in command) return command.line;
  const words = command.words.map((word) => asTyped(word.replaceAll('"', '')));
  return [`/${command.name}`, ...words].join(' ');
}

/** Whether it kills: that waits for nothing, and is never refused for coming often. */
export function kills(command: Command): boolean {
  return isKill(lineOf(command));
}

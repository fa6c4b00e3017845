import type { ChatStore } from '../../engine/contract/chat-store.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import { contentId } from '../../engine/domain/ids.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import type { Role, Speaker } from '../command.ts';
import { type Dispatcher, type Incoming, isKill } from '../dispatch.ts';
import { lines, reply } from '../format/compose.ts';
import { duration } from '../format/moments.ts';
import { holdsCode } from '../prompts.ts';
import type { Reply } from '../reply.ts';
import { type Address, addressKey } from './address.ts';
import type { Chats } from './chats.ts';
import type { From } from './from.ts';
import type { Pairing } from './pairing.ts';
import { mayHoldSecret, pastedSecret, type SecretRules, secretAnswer } from './pasted-secret.ts';
import type { People } from './people.ts';
import { RecentIds } from './recent-ids.ts';
import type { Answer, Reception, Suggestion, Typing } from './reception.ts';
import { Strangers } from './strangers.ts';
import { suggestions } from './suggestions.ts';
import { readTapData, tapDataOf } from './tap-data.ts';

/** A command that took longer to arrive is not carried out: the world has moved on. */
export const STALE_MS_MIN = 60 * SECOND_MS;
/** Updates that are remembered against repetition. */
const UPDATES_MAX = 5_000;

export interface FrontDeskOptions {
  readonly dispatcher: Pick<Dispatcher, 'say' | 'tap'>;
  readonly queries: Queries;
  readonly people: People;
  readonly pairing: Pairing;
  readonly chats: Chats;
  readonly store: Pick<ChatStore, 'audit'>;
  readonly secrets: SecretRules;
  /** Somebody who may operate spoke: messages reach this chat again. */
  readonly onSpeak: (where: Address) => void;
  readonly report: (error: unknown) => void;
}

/** Receives what people send from any platform. */
export class FrontDesk implements Reception {
  readonly #options: FrontDeskOptions;
  readonly #seen = new RecentIds(UPDATES_MAX);
  readonly #strangers: Strangers;

  constructor(options: FrontDeskOptions) {
    this.#options = options;
    this.#strangers = new Strangers(options);
  }

  text(from: From, text: string): Promise<Answer | null> {
    const role = this.#admit(from, text);
    if (role === 'pairing') return this.#pair(from, text);
    if (role === null || !this.#seen.add(from.updateId)) return Promise.resolve(null);
    this.#options.onSpeak(chatOf(from));
    const incoming = this.#incoming(from, role);
    // Before anything that could wait or fail.
    if (isKill(text)) return this.#said(text, incoming, { urgent: true });
    if (mayHoldSecret(text, this.#options.secrets.isSeedWord)) {
      return this.#withSecret(text, incoming, from);
    }
    const lateMs = this.#options.queries.nowMs() - from.sentAtMs;
    if (lateMs > STALE_MS_MIN) return Promise.resolve(plain(stale(lateMs)));
    return this.#said(text, incoming, { urgent: false });
  }

  async tap(from: From, data: string): Promise<Answer | null> {
    const role = this.#admit(from, '');
    if (role === null || role === 'pairing' || !this.#seen.add(from.updateId)) return null;
    this.#options.onSpeak(chatOf(from));
    const incoming = this.#incoming(from, role);
    const meant = readTapData(data);
    if (meant === null) return plain(reply('Nothing done: this button is not of this program'));
    if (meant.kind === 'line') {
      const answer = await this.#said(meant.text, incoming, { urgent: isKill(meant.text) });
      return { ...answer, place: meant.isInPlace ? 'edit' : 'new' };
    }
    const { reply: answered, isOutcome } = await this.#options.dispatcher.tap(
      meant.token,
      incoming,
    );
    return this.#answer(answered, incoming, { place: isOutcome ? 'edit' : 'new' });
  }

  suggest(from: From, typing: Typing): readonly Suggestion[] {
    const { people, queries } = this.#options;
    if (people.roleOf(from.platform, from.userId) === null) return [];
    return suggestions(typing, queries);
  }

  /** The role of who sent this; a stranger is noted, and only the pairing code gets him further. */
  #admit(from: From, text: string): Role | 'pairing' | null {
    const role = this.#options.people.roleOf(from.platform, from.userId);
    if (role !== null) return role;
    if (from.isPrivate && pairingCodeOf(text) !== null && this.#options.pairing.current !== null) {
      return 'pairing';
    }
    this.#strangers.note(from);
    return null;
  }

  async #pair(from: From, text: string): Promise<Answer | null> {
    const { pairing, people, report } = this.#options;
    if (!this.#seen.add(from.updateId)) return null;
    if (!pairing.use(pairingCodeOf(text) ?? '')) {
      this.#strangers.note(from);
      return null;
    }
    const { platform, userId, name } = from;
    const id = contentId('pairing', [from.updateId]);
    const body = { kind: 'putOperator', platform, userId, name, role: 'admin' } as const;
    try {
      const { outcome, message } = await people.execute({ id, actor: 'host', body });
      if (outcome === 'refused') return plain(reply(`Not done: ${message}`, { symbol: '✕' }));
    } catch (error) {
      report(error);
      return plain(reply('Not done: the database does not answer. Ask the host for a new code.'));
    }
    this.#options.onSpeak(chatOf(from));
    return this.#said('/start', this.#incoming(from, 'admin'), { urgent: false });
  }

  async #withSecret(text: string, incoming: Incoming, from: From): Promise<Answer> {
    const secret = await pastedSecret(text, this.#options.secrets);
    if (secret !== null) {
      this.#strangers.noteSecret(from, secret);
      return { ...plain(secretAnswer(secret)), deleteTheirs: true, urgent: true };
    }
    return this.#said(text, incoming, { urgent: false });
  }

  async #said(
    text: string,
    incoming: Incoming,
    { urgent }: { readonly urgent: boolean },
  ): Promise<Answer> {
    const answered = await this.#options.dispatcher.say(text, incoming);
    return this.#answer(answered, incoming, { urgent, deleteTheirs: holdsCode(text) });
  }

  #answer(answered: Reply, { chat }: Incoming, how: Partial<Answer>): Answer {
    const taps = answered.buttons.map((button) => tapDataOf(button, chat.taps));
    return { ...plain(answered), taps, ...how };
  }

  #incoming(from: From, role: Role): Incoming {
    const { platform, userId, isPrivate, updateId, chatId } = from;
    const speaker: Speaker = { actor: `${platform}:${userId}`, role, isPrivate };
    const key = addressKey(isPrivate ? chatOf(from) : { platform, kind: 'chat', id: chatId });
    return { id: updateId, speaker, chat: this.#options.chats.of(key) };
  }
}

function plain(answered: Reply): Answer {
  return { reply: answered, taps: [], place: 'new', deleteTheirs: false, urgent: false };
}

/** Where a person hears of things: privately wherever the platform makes that possible. */
function chatOf({ platform, userId }: From): Address {
  return { platform, kind: 'person', id: userId };
}

/** `/start 7F3K-92QD`: the code, `null` for any other line. */
function pairingCodeOf(text: string): string | null {
  return /^\/start(?:@\w+)?\s+([0-9a-z]{4}-?[0-9a-z]{4})\s*$/i.exec(text.trim())?.[1] ?? null;
}

function stale(lateMs: number): Reply {
  return reply(`Not done: it arrived ${duration(lateMs)} after you sent it`, {
    symbol: '✕',
    blocks: [lines('The market has moved on meanwhile. Send it again if you still mean it.')],
  });
}

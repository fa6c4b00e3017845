import type { ChatStore } from '../engine/contract/chat-store.ts';
import type { AtMs } from '../engine/domain/time.ts';
import type { Money } from '../engine/domain/values/money.ts';
import type { ActionBody } from './action-body.ts';
import { evenedOut } from './grammar/line.ts';

/** A typed confirmation may be given for this long. Product: confirm by effect. */
export const PHRASE_VALID_MS = 120_000;
/** How long after its end a phrase is still answered by what it was. */
const LATE_MS_MAX = 600_000;
/** Questions of one chat that are remembered. */
const PHRASES_MAX = 20;

/** What has to be typed, and what it does. */
export interface PhraseQuestion {
  /** `LIVE 300`: a word and a number from the card. */
  readonly phrase: string;
  /** Whether the second factor belongs behind it. */
  readonly needsCode: boolean;
  readonly bodies: readonly [ActionBody, ...ActionBody[]];
  /** Fingerprint of the state it was shown on. */
  readonly preparedOn: string;
  /** Cash of the account when it was shown; a tenth less of it voids the question. */
  readonly balance: Money | null;
}

interface OpenPhrase {
  readonly id: string;
  readonly question: PhraseQuestion;
  readonly actor: string;
  readonly expiresAtMs: AtMs;
  state: 'open' | 'used' | 'void';
}

/** How a line relates to what was asked in this chat. */
export type Said =
  /** It is no answer to a question of ours. */
  | { readonly kind: 'other' }
  | { readonly kind: 'expired' | 'used' | 'void' }
  /** The word is right, the rest is not. */
  | { readonly kind: 'differs'; readonly phrase: string; readonly needsCode: boolean }
  | {
      readonly kind: 'phrase';
      readonly id: string;
      readonly question: PhraseQuestion;
      readonly code: string | null;
    };

/** The typed confirmations that are open in one chat. */
export class OpenPhrases {
  #phrases: readonly OpenPhrase[] = [];

  /** Remembers a question; an older one of the same person is void. */
  offer(
    id: string,
    question: PhraseQuestion,
    { actor, nowMs }: { readonly actor: string; readonly nowMs: AtMs },
  ): void {
    this.voidAll(actor);
    const expiresAtMs = nowMs + PHRASE_VALID_MS;
    const phrase: OpenPhrase = { id, question, actor, expiresAtMs, state: 'open' };
    this.#phrases = [phrase, ...this.#phrases].slice(0, PHRASES_MAX);
  }

  /** The person decided otherwise. */
  voidAll(actor: string): void {
    for (const one of this.#phrases) {
      if (one.actor === actor && one.state === 'open') one.state = 'void';
    }
  }

  /** Reads a line as an answer to the newest question of this person. */
  read(text: string, { actor, nowMs }: { readonly actor: string; readonly nowMs: AtMs }): Said {
    const [word = '', number, code, ...rest] = wordsOf(text);
    const asked = this.#phrases.find(
      (one) =>
        one.actor === actor &&
        wordsOf(one.question.phrase)[0] === word &&
        nowMs < one.expiresAtMs + LATE_MS_MAX,
    );
    // A plain word such as `live` alone is no answer.
    if (asked === undefined || number === undefined || !/^\d/.test(number))
      return { kind: 'other' };
    if (asked.state !== 'open') return { kind: asked.state };
    if (nowMs >= asked.expiresAtMs) return { kind: 'expired' };
    const { question, id } = asked;
    const { phrase, needsCode } = question;
    const same = wordsOf(phrase)[1] === number && rest.length === 0;
    const wellFormed = needsCode ? code !== undefined && /^\d{6}$/.test(code) : code === undefined;
    if (!same || !wellFormed) return { kind: 'differs', phrase, needsCode };
    return { kind: 'phrase', id, question, code: code ?? null };
  }

  /** Takes a question for good, or gives it back with `open` when nothing was done. */
  mark(id: string, state: 'open' | 'used'): void {
    const found = this.#phrases.find((one) => one.id === id);
    if (found !== undefined) found.state = state;
  }
}

/** Words in lower case; `$` and thousands separators are left out. */
function wordsOf(text: string): readonly string[] {
  return evenedOut(text).toLowerCase().replaceAll(/[$,]/g, '').split(' ').filter(Boolean);
}

/** Whether a line is shaped like a confirmation with a code: it must not stay in a chat, nor go on. */
export function holdsCode(text: string): boolean {
  return /^(?:live|arm|resume|raise|operators) [\d.]+ \d{6}$/.test(wordsOf(text).join(' '));
}

/** Where questions are kept that may be answered once: by one atomic update. */
export type PromptStore = Pick<ChatStore, 'putPrompt' | 'usePrompt'>;

import type { PostAnswer } from '../../engine/domain/venue-answer.ts';
import type { Chance } from '../chance.ts';
import type { Agenda } from '../venue/agenda.ts';
import { type LiveBytes, readLiveBytes } from './live-bytes.ts';
import type { LiveExchange } from './live-exchange.ts';
import type { LiveFaults, PostFault } from './live-faults.ts';
import type { LiveSpells } from './live-spells.ts';
import { matchedOf } from './live-told.ts';
import type { TruthOrder } from './live-truth.ts';

/** How long an answer takes, and how long we wait for one. */
const ANSWER_MS = [40, 600] as const;
export const POST_TIMEOUT_MS = 5_000;
/** How late bytes land that were given up. */
const LATE_MS = [700, 30_000] as const;
const MATCH_DELAY_MS = [250, 3_000] as const;
const DELAYED_SHARE = 0.15;
/** How often an acceptance leaves out what was matched. */
const SILENT_SHARE = 0.2;
const RETRY_AFTER_MS = [1_000, 10_000] as const;

const UNKNOWN = {
  postReplyLost: 'no answer within 5 s',
  postLost: 'no answer within 5 s',
  postLate: 'no answer within 5 s',
  postErrorAfterAccept: '500 Internal server error',
  postUnreadable: 'the answer cannot be read',
} as const satisfies Partial<Record<PostFault, string>>;

const NOT_ACCEPTED = {
  postRateLimited: ['rateLimited', 'Too Many Requests'],
  postBeforeBook: ['beforeBook', 'order timed out'],
  postNotReady: ['notReady', 'order match delayed due to market conditions'],
  postUnauthorized: ['unauthorized', 'Unauthorized/Invalid api key'],
  postNotSent: ['notSent', 'connection refused'],
} as const satisfies Partial<Record<PostFault, readonly [string, string]>>;

type Tell = (answer: PostAnswer) => void;

/** Bytes on their way in: what becomes of them, and what we hear of it. */
export class LivePosting {
  readonly #chance: Chance;
  readonly #faults: LiveFaults;
  readonly #spells: LiveSpells;
  readonly #exchange: LiveExchange;
  readonly #agenda: Agenda;

  constructor(
    chance: Chance,
    of: {
      readonly faults: LiveFaults;
      readonly spells: LiveSpells;
      readonly exchange: LiveExchange;
      readonly agenda: Agenda;
    },
  ) {
    this.#chance = chance;
    this.#faults = of.faults;
    this.#spells = of.spells;
    this.#exchange = of.exchange;
    this.#agenda = of.agenda;
  }

  send(body: string, atMs: number, tell: Tell): void {
    const fault = this.#faults.ofPost();
    const arrivesAtMs = atMs + this.#chance.whole(...ANSWER_MS);
    const answersAtMs = arrivesAtMs + this.#chance.whole(...ANSWER_MS);
    const lateAtMs = atMs + POST_TIMEOUT_MS;
    if (fault === 'postLost' || fault === 'postLate') {
      this.#answer(lateAtMs, { kind: 'unknown', text: UNKNOWN[fault] }, tell);
      if (fault === 'postLate') this.#landAt(atMs + this.#chance.whole(...LATE_MS), body);
      return;
    }
    this.#agenda.at(arrivesAtMs, () => {
      const mode = this.#spells.refusal(arrivesAtMs);
      if (mode !== null) {
        const { cause, text, leftMs } = mode;
        const retryAfterMs = cause === 'postOnly' || this.#chance.happens(0.3) ? leftMs : null;
        this.#answer(answersAtMs, { kind: 'notAccepted', cause, text, retryAfterMs }, tell);
        return;
      }
      const answer = this.#arrive(body, fault, arrivesAtMs);
      this.#answer(fault === 'postReplyLost' ? lateAtMs : answersAtMs, answer, tell);
    });
  }

  #arrive(body: string, fault: PostFault | null, atMs: number): PostAnswer {
    if (fault === 'postRefused') {
      return { kind: 'refused', cause: 'invalid', text: 'Invalid order payload' };
    }
    if (fault !== null && fault in NOT_ACCEPTED) {
      const [cause, text] = NOT_ACCEPTED[fault as keyof typeof NOT_ACCEPTED];
      const named = cause === 'rateLimited' && this.#chance.happens(0.5);
      const retryAfterMs = named ? this.#chance.whole(...RETRY_AFTER_MS) : null;
      return { kind: 'notAccepted', cause, text, retryAfterMs };
    }
    if (fault === 'postTwice') this.#land(body, atMs);
    const answer = this.#land(body, atMs);
    return fault !== null && fault in UNKNOWN
      ? { kind: 'unknown', text: UNKNOWN[fault as keyof typeof UNKNOWN] }
      : answer;
  }

  /** Nobody waits for the answer any more; the venue's mode counts all the same. */
  #landAt(atMs: number, body: string): void {
    this.#agenda.at(atMs, () => {
      if (this.#spells.refusal(atMs) === null) this.#land(body, atMs);
    });
  }

  #land(body: string, atMs: number): PostAnswer {
    const bytes: LiveBytes | null = readLiveBytes(body);
    if (bytes === null) return { kind: 'refused', cause: 'invalid', text: 'Invalid order payload' };
    const delayed = this.#chance.happens(DELAYED_SHARE);
    const landing = this.#exchange.land({ ...bytes, body }, { owner: 'service', delayed }, atMs);
    if (landing.kind === 'refused') return landing;
    if (landing.kind === 'duplicate') {
      return { kind: 'duplicate', text: `order ${bytes.hash} is invalid. Duplicated.` };
    }
    if (delayed) this.#matchLater(landing.order, atMs);
    return this.#accepted(landing.order);
  }

  #accepted(order: TruthOrder): PostAnswer {
    const { status, matched, restsUntilMs } = order;
    if (status === 'canceled' && matched === 0) {
      const text =
        'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.';
      return { kind: 'unfilled', text };
    }
    const rests = restsUntilMs !== null && status === 'live';
    const said = status === 'delayed' ? 'delayed' : rests ? 'live' : 'matched';
    const silent = status === 'delayed' || this.#chance.happens(SILENT_SHARE);
    return { kind: 'accepted', status: said, matched: silent ? null : matchedOf(order) };
  }

  #matchLater(order: TruthOrder, atMs: number): void {
    const dueAtMs = atMs + this.#chance.whole(...MATCH_DELAY_MS);
    this.#agenda.at(dueAtMs, () => this.#exchange.match(order, dueAtMs));
  }

  #answer(atMs: number, answer: PostAnswer, tell: Tell): void {
    this.#agenda.at(atMs, () => tell(answer));
  }
}

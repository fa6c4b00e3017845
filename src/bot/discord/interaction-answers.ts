import {
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  RequestMethod,
  Routes,
} from 'discord.js';
import type { Outgoing } from '../chat/chat-port.ts';
import type { Answer, Suggestion } from '../chat/reception.ts';
import { visible } from '../format/visible-text.ts';
import type { Timing } from '../notice/timing.ts';
import type { ReplyFile } from '../reply.ts';
import type { DiscordCall, DiscordRest } from './discord-rest.ts';
import { DiscordError, type Failure, failureOf } from './failure.ts';
import type { Forms } from './forms.ts';
import type { Turn } from './heard.ts';
import { inTime } from './in-time.ts';
import type { Payload, Payloads } from './message-payload.ts';

/** An answer that takes longer is announced first: Discord gives up after three seconds. */
export const ANNOUNCE_AFTER_MS = 1_500;
/** The token of an interaction lives for 15 minutes. */
const LATEST_MS = 14 * 60_000;
const RETRY_MS_MIN = 250;
const RETRY_MS_MAX = 8_000;
/** The first answer has three seconds; no more tries fit. */
const FIRST_TRIES_MAX = 3;
const CHOICES_MAX = 25;
const CHOICE_LENGTH_MAX = 100;

export interface InteractionAnswersOptions {
  readonly rest: DiscordRest;
  readonly payloads: Payloads;
  readonly forms: Forms;
  readonly timing: Timing;
  /** Sends an answer to the person directly, where its interaction takes none any more. */
  readonly sendInstead: (userId: string, message: Outgoing) => void;
  readonly report: (error: unknown) => void;
}

/** What an answer is for. */
export interface Asked {
  readonly turn: Turn;
  readonly userId: string;
  /** How waiting is announced: a message to come, or the tapped one that may change. */
  readonly by: 'text' | 'tap';
}

interface Ready {
  readonly answer: Answer;
  readonly payload: Payload;
}

/** Answers interactions, so that only the person who asked sees it. Never rejects. */
export class InteractionAnswers {
  readonly #options: InteractionAnswersOptions;
  readonly #pauses = new Set<() => void>();
  #isClosed = false;

  constructor(options: InteractionAnswersOptions) {
    this.#options = options;
  }

  /** Tries nothing again. */
  close(): void {
    this.#isClosed = true;
    for (const wake of this.#pauses) wake();
  }

  /** Answers in time, announced when it takes a while; to silence there is no answer at all. */
  async answer(asked: Asked, answer: Promise<Answer | null>): Promise<void> {
    const { timing } = this.#options;
    const ready = answer.then((given) => (given === null ? null : this.#ready(asked, given)));
    const soon = await inTime(ready, ANNOUNCE_AFTER_MS, timing);
    if (!soon.isDone) return this.#late(asked, ready);
    if (soon.result === null) return;
    const { payload } = soon.result;
    const isChange = soon.result.answer.place === 'edit' && asked.turn.isOnMessage;
    const failure = await this.#first(asked.turn, {
      type: isChange
        ? InteractionResponseType.UpdateMessage
        : InteractionResponseType.ChannelMessageWithSource,
      data: isChange ? payload.body : { ...payload.body, flags: MessageFlags.Ephemeral },
      files: payload.files,
    });
    if (failure !== null) this.#instead(asked, soon.result, failure);
  }

  /** Shows a form; nothing else may be said first. */
  async open(turn: Turn, data: APIModalInteractionResponseCallbackData): Promise<void> {
    const failure = await this.#first(turn, { type: InteractionResponseType.Modal, data });
    if (failure !== null) this.#report('a form', failure);
  }

  /** Offers what an option may be. Nobody waits for late suggestions, so it is tried once. */
  async suggest(turn: Turn, suggestions: readonly Suggestion[]): Promise<void> {
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    try {
      await this.#callback(turn, { type, data: { choices: choicesOf(suggestions) } });
    } catch (error) {
      this.#report('suggestions', failureOf(error));
    }
  }

  async #ready({ userId }: Asked, answer: Answer): Promise<Ready> {
    const { reply, taps } = answer;
    this.#options.forms.remember({ reply, taps, userId });
    return { answer, payload: await this.#options.payloads.of(reply, { taps, forms: true }) };
  }

  async #late(asked: Asked, answer: Promise<Ready | null>): Promise<void> {
    const isTap = asked.by === 'tap';
    const failure = await this.#first(asked.turn, {
      type: isTap
        ? InteractionResponseType.DeferredMessageUpdate
        : InteractionResponseType.DeferredChannelMessageWithSource,
      ...(isTap ? {} : { data: { flags: MessageFlags.Ephemeral } }),
    });
    const ready = await answer;
    if (failure !== null) {
      if (ready !== null) this.#instead(asked, ready, failure);
      return;
    }
    const lost = await this.#rest(asked, ready);
    if (lost !== null && ready !== null) this.#instead(asked, ready, lost);
  }

  /** What follows an announcement. */
  #rest({ turn, by }: Asked, ready: Ready | null): Promise<Failure | null> {
    const { applicationId, token } = turn;
    const original = Routes.webhookMessage(applicationId, token, '@original');
    if (ready === null) {
      if (by === 'tap') return Promise.resolve(null);
      return this.#tried({ method: RequestMethod.Delete, route: original });
    }
    const { body, files } = ready.payload;
    if (by === 'text' || ready.answer.place === 'edit') {
      return this.#tried({ method: RequestMethod.Patch, route: original, body, files });
    }
    return this.#tried({
      method: RequestMethod.Post,
      route: Routes.webhook(applicationId, token),
      body: { ...body, flags: MessageFlags.Ephemeral },
      files,
    });
  }

  /** The first answer; an attempt that was lost may have arrived, which the next one is told. */
  async #first(turn: Turn, call: Callback): Promise<Failure | null> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#callback(turn, call);
        return null;
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'answered' && tries > 1) return null;
        const passes = failure.kind === 'lost' || failure.kind === 'offline';
        if (!passes || tries === FIRST_TRIES_MAX || this.#isClosed) return failure;
        await this.#pause(RETRY_MS_MIN);
      }
    }
  }

  #callback(turn: Turn, { type, data, files = [] }: Callback): Promise<unknown> {
    const body = data === undefined ? { type } : { type, data };
    return this.#options.rest.interaction({
      method: RequestMethod.Post,
      route: Routes.interactionCallback(turn.id, turn.token),
      body,
      files,
    });
  }

  /** A later answer, tried as long as the token lives. */
  async #tried(call: DiscordCall): Promise<Failure | null> {
    const { timing, rest } = this.#options;
    const untilMs = timing.monotonicMs() + LATEST_MS;
    for (let waitMs = RETRY_MS_MIN; ; waitMs = Math.min(RETRY_MS_MAX, waitMs * 2)) {
      try {
        await rest.interaction(call);
        return null;
      } catch (error) {
        const failure = failureOf(error);
        const pauseMs = failure.kind === 'flood' ? failure.retryAfterMs : waitMs;
        const isOver = this.#isClosed || timing.monotonicMs() + pauseMs > untilMs;
        if (!PASSING.has(failure.kind) || isOver) return failure;
        await this.#pause(pauseMs);
      }
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#pauses.delete(wake);
        resolve();
      };
      const cancel = this.#options.timing.after(delayMs, wake);
      this.#pauses.add(wake);
    });
  }

  #instead({ userId }: Asked, { answer }: Ready, failure: Failure): void {
    // Somebody else answered: another program with this token, or this one before it was restarted.
    if (failure.kind !== 'answered') {
      const { reply, taps } = answer;
      this.#options.sendInstead(userId, { reply, taps, silent: false });
    }
    this.#report('an answer', failure);
  }

  #report(what: string, { words }: Failure): void {
    this.#options.report(new DiscordError(`${what} to an interaction did not arrive: ${words}`));
  }
}

const PASSING: ReadonlySet<Failure['kind']> = new Set(['flood', 'lost', 'offline']);

interface Callback {
  readonly type: InteractionResponseType;
  readonly data?: unknown;
  readonly files?: readonly ReplyFile[];
}

function choicesOf(suggestions: readonly Suggestion[]): APIApplicationCommandOptionChoice[] {
  return suggestions
    .map(({ label, value }) => ({
      name: visible(label)
        .trim()
        .slice(0, CHOICE_LENGTH_MAX)
        .replace(/[\ud800-\udbff]$/, ''),
      value,
    }))
    .filter(({ name, value }) => name !== '' && value !== '' && value.length <= CHOICE_LENGTH_MAX)
    .slice(0, CHOICES_MAX);
}

import type { Effect } from '../core/effects.ts';
import type { LedgerId } from '../domain/ids.ts';
import type { EffectResult } from '../domain/input.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { PostAnswer } from '../domain/venue-answer.ts';
import type { Clock, Executor, Journal, Redeemer } from '../ports.ts';
import { type Asked, answerOf, unansweredOf } from './asking.ts';
import { Lane, type LaneLimits } from './lane.ts';
import { withPatience } from './patience.ts';
import { place, placementOf, type StopSwitch } from './place.ts';
import { Safety, type SafetyLimits, type SafetyRule } from './safety.ts';
import type { Schedule } from './schedule.ts';
import { SentOrders } from './sent-orders.ts';
import { nameOf, type Trouble } from './trouble.ts';

type Kind = 'sign' | 'post' | 'lookUp' | 'cancel' | 'cancelAll' | 'readAccount' | 'redeem';
type Post = Effect & { readonly kind: 'post' };

/** The core keeps at most a thousand live orders, and one question of each kind about an order. */
export const LANES: Record<Kind, LaneLimits> = {
  sign: { queuedMax: 1_000, atOnceMax: 4 },
  post: { queuedMax: 1_000, atOnceMax: 20 },
  lookUp: { queuedMax: 1_000, atOnceMax: 4 },
  cancel: { queuedMax: 1_000, atOnceMax: 8 },
  cancelAll: { queuedMax: 8, atOnceMax: 1 },
  readAccount: { queuedMax: 8, atOnceMax: 1 },
  // One after the other: each takes the wallet's next nonce.
  redeem: { queuedMax: 1_000, atOnceMax: 1 },
};

/** An executor that has not answered by then has hung; its own patience is much shorter. */
export const ASKED_MS_MAX: Record<Exclude<Kind, 'post'>, number> = {
  sign: 30 * SECOND_MS,
  lookUp: 60 * SECOND_MS,
  cancel: 60 * SECOND_MS,
  cancelAll: 180 * SECOND_MS,
  readAccount: 180 * SECOND_MS,
  redeem: 600 * SECOND_MS,
};

export interface LiveRunnerOptions {
  readonly executor: Executor;
  readonly redeemer: Redeemer;
  /** `null` where the database itself outlasts the loss of power. */
  readonly journal: Journal | null;
  readonly stop: StopSwitch;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly limits?: SafetyLimits;
  /** Hashes that an earlier run may have sent. */
  readonly mayBeSent?: Iterable<string>;
  readonly trouble: Trouble;
  /** Every effect that was taken is answered once. */
  onResult(result: EffectResult): void;
}

/**
 * Carries out what the core asks of one account's venue, each effect once, and answers each. Posts
 * of one token keep their order; questions and cancels have lanes of their own and pass them.
 */
export class LiveRunner {
  readonly #options: LiveRunnerOptions;
  readonly #safety: Safety;
  readonly #sent: SentOrders;
  readonly #lanes: Record<Kind, Lane>;
  #closing = false;

  constructor(options: LiveRunnerOptions) {
    const { schedule, limits, mayBeSent } = options;
    this.#options = options;
    this.#safety = new Safety(() => schedule.nowMs(), limits);
    this.#sent = new SentOrders(mayBeSent);
    this.#lanes = {
      sign: new Lane(LANES.sign),
      post: new Lane(LANES.post),
      lookUp: new Lane(LANES.lookUp),
      cancel: new Lane(LANES.cancel),
      cancelAll: new Lane(LANES.cancelAll),
      readAccount: new Lane(LANES.readAccount),
      redeem: new Lane(LANES.redeem),
    };
  }

  get ledger(): LedgerId {
    return this.#options.executor.ledger;
  }

  /** Orders on their way or waiting for it. */
  get postsUnderway(): number {
    return this.#lanes.post.running + this.#lanes.post.queued;
  }

  get violations(): ReadonlyMap<SafetyRule, number> {
    return this.#safety.violations;
  }

  /** Whether the effect is one of this account, and will be answered. */
  take(effect: Effect): boolean {
    switch (effect.kind) {
      case 'sign':
        if (effect.intent.ledger !== this.ledger) return false;
        this.#ask(effect);
        return true;
      case 'post':
        if (effect.order.intent.ledger !== this.ledger) return false;
        this.#post(effect);
        return true;
      case 'lookUp':
      case 'cancel':
        this.#ask(effect);
        return true;
      case 'cancelAll':
      case 'readAccount':
      case 'redeem':
        if (effect.ledger !== this.ledger) return false;
        this.#ask(effect);
        return true;
      default:
        return false;
    }
  }

  /** Sends nothing any more and resolves when everything that was taken is answered. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.idle();
  }

  /** Resolves when everything that was taken so far is answered. */
  async idle(): Promise<void> {
    await Promise.all(Object.values(this.#lanes).map((lane) => lane.idle()));
  }

  #post(effect: Post): void {
    const { order, sendByMs } = effect;
    const { intent } = order;
    const options = {
      ...this.#options,
      safety: this.#safety,
      sent: this.#sent,
      stop: { stopReason: (of: typeof order) => this.#stopReason(of) },
    };
    const placement = placementOf(order, sendByMs, options);
    const run = async (): Promise<void> => {
      const answer = await place(placement, options);
      this.#options.onResult({ kind: 'posted', intentId: intent.id, answer });
    };
    if (this.#lanes.post.offer({ key: intent.tokenId, run })) return;
    const answer = this.#leftOut(order.externalId);
    this.#options.onResult({ kind: 'posted', intentId: intent.id, answer });
  }

  /** There is no room for it: it did not go, unless it went before. */
  #leftOut(hash: string): PostAnswer {
    const again = this.#sent.claim(hash);
    if (again !== null) return again;
    const answer = { kind: 'stopped', text: 'too many orders wait to be sent' } as const;
    this.#sent.settle(hash, answer);
    return answer;
  }

  #stopReason(order: Post['order']): string | null {
    return this.#closing ? 'the program is closing' : this.#options.stop.stopReason(order);
  }

  #ask(effect: Asked): void {
    const run = async (): Promise<void> => this.#options.onResult(await this.#answer(effect));
    if (this.#lanes[effect.kind].offer({ key: null, run })) return;
    this.#options.onResult(unansweredOf(effect, 'too much waits to be asked'));
  }

  #answer(effect: Asked): Promise<EffectResult> {
    const { schedule, trouble } = this.#options;
    return withPatience(() => answerOf(effect, this.#options), {
      schedule,
      patienceMs: ASKED_MS_MAX[effect.kind],
      late: () => {
        trouble.error('an executor', new Error(`no answer to ${effect.kind} in time`));
        return unansweredOf(effect, 'no answer in time');
      },
      failed: (error) => {
        trouble.error('an executor', error);
        this.#faultOf(effect, error);
        return unansweredOf(effect, 'a mistake of ours');
      },
    });
  }

  #faultOf({ kind }: Asked, error: unknown): void {
    // Part of an account that was not read is how a venue fails; the rest is never thrown for that.
    if (kind === 'readAccount' || kind === 'redeem') return;
    const fault = kind === 'sign' ? 'signer' : 'executor';
    this.#options.trouble.fault(fault, `${kind} ended in ${nameOf(error)}`);
  }
}

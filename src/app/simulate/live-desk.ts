import type { Effect } from '../../engine/core/effects.ts';
import type { Engine } from '../../engine/core/engine.ts';
import { stopReason } from '../../engine/core/trade/kill.ts';
import type { EffectResult } from '../../engine/domain/input.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { PostAnswer } from '../../engine/domain/venue-answer.ts';
import type { Clock } from '../../engine/ports.ts';
import { makeLiveOrder } from '../../sim/live/live-bytes.ts';
import type { LiveVenue } from '../../sim/live/live-venue.ts';
import type { CrashClock } from './crash.ts';
import type { LiveChecks } from './live-checks.ts';

/** The process that asks; answers reach it only as long as it lives. */
export interface Asker {
  readonly engine: Engine;
  readonly isGone: boolean;
  /** At once, within the step loop that is running. */
  answerNow(result: EffectResult): void;
  /** Later, as an input of its own. */
  answer(result: EffectResult): void;
}

/** Carries out at the venue what a process asks, each time once; the process may die at any call. */
export class LiveDesk {
  readonly #venue: LiveVenue;
  readonly #crashes: CrashClock;
  readonly #checks: LiveChecks;
  readonly #clock: Clock;

  constructor(of: {
    readonly venue: LiveVenue;
    readonly crashes: CrashClock;
    readonly checks: LiveChecks;
    readonly clock: Clock;
  }) {
    this.#venue = of.venue;
    this.#crashes = of.crashes;
    this.#checks = of.checks;
    this.#clock = of.clock;
  }

  /** @throws Crash */
  perform(asker: Asker, effect: Effect): void {
    const answer = (result: EffectResult): void => {
      if (!asker.isGone) asker.answer(result);
    };
    switch (effect.kind) {
      case 'sign':
        this.#crashes.portCall();
        asker.answerNow({
          ...{ kind: 'signed', intentId: effect.intent.id },
          ...makeLiveOrder(effect.intent),
        });
        return;
      case 'post':
        this.#post(asker, effect);
        return;
      case 'lookUp': {
        const { intentId, hash } = effect;
        this.#crashes.portCall();
        this.#venue.lookUp(hash, (lookup) => answer({ kind: 'lookedUp', intentId, lookup }));
        return;
      }
      case 'cancel': {
        const { intentId, hash } = effect;
        this.#crashes.portCall();
        this.#venue.cancel(hash, (said) =>
          answer({ kind: 'cancelAnswered', intentId, answer: said }),
        );
        return;
      }
      case 'cancelAll': {
        const { ledger } = effect;
        this.#crashes.portCall();
        this.#venue.cancelAll((said) => answer({ kind: 'allCanceled', ledger, answer: said }));
        return;
      }
      case 'readAccount': {
        const { ledger } = effect;
        this.#crashes.portCall();
        this.#venue.readAccount(effect, (reading) => {
          const problem = reading === null ? '500 Internal server error' : '';
          answer({ kind: 'accountRead', ledger, reading, problem });
        });
        return;
      }
      case 'redeem': {
        const { ledger, redemption } = effect;
        const marketId = redemption.market.id;
        this.#crashes.portCall();
        this.#venue.redeem(redemption, (said) => {
          answer({ kind: 'redeemed', ledger, marketId, answer: said });
        });
        return;
      }
      default: // Not the venue's.
    }
  }

  #post(asker: Asker, { order, sendByMs }: Effect & { readonly kind: 'post' }): void {
    const { id: intentId } = order.intent;
    this.#crashes.portCall();
    const stopped = this.#stopped(asker, { order, sendByMs });
    if (stopped !== null) {
      asker.answerNow({ kind: 'posted', intentId, answer: { kind: 'stopped', text: stopped } });
      return;
    }
    this.#checks.onSend(order);
    this.#venue.post(order.body ?? '', (said: PostAnswer) => {
      if (asker.isGone) return;
      this.#checks.onAnswered(order.externalId, said);
      asker.answer({ kind: 'posted', intentId, answer: said });
    });
    this.#crashes.portCall(); // The bytes have left.
  }

  /** What is read right before the socket. */
  #stopped(
    { engine }: Asker,
    { order, sendByMs }: { readonly order: Order; readonly sendByMs: number },
  ): string | null {
    if (this.#clock.nowMs() > sendByMs) return 'its moment has passed';
    return stopReason(engine.trade.state, order);
  }
}

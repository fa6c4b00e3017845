import type { Effect } from '../core/effects.ts';
import type { EffectResult } from '../domain/input.ts';
import type { Executor, Redeemer } from '../ports.ts';

/** Effects that move no money into the market: they may be asked again. */
export type Asked = Extract<
  Effect,
  { kind: 'sign' | 'lookUp' | 'cancel' | 'cancelAll' | 'readAccount' | 'redeem' }
>;

/** Carries it out. @throws whatever an executor throws */
export async function answerOf(
  effect: Asked,
  { executor, redeemer }: { readonly executor: Executor; readonly redeemer: Redeemer },
): Promise<EffectResult> {
  switch (effect.kind) {
    case 'sign': {
      const { id: intentId } = effect.intent;
      const made = await executor.makeOrder(effect.intent, effect.market);
      return 'refused' in made
        ? { kind: 'notSigned', intentId, reason: made.refused }
        : { kind: 'signed', intentId, hash: made.hash, body: made.body };
    }
    case 'lookUp': {
      const { intentId, hash, marketId, sinceMs } = effect;
      const lookup = await executor.getOrderStatus({ hash, marketId, sinceMs });
      return { kind: 'lookedUp', intentId, lookup };
    }
    case 'cancel': {
      const answer = await executor.cancelOrder(effect.hash);
      return { kind: 'cancelAnswered', intentId: effect.intentId, answer };
    }
    case 'cancelAll': {
      const answer = await executor.cancelAllOrders();
      return { kind: 'allCanceled', ledger: effect.ledger, answer };
    }
    case 'readAccount': {
      const { ledger, sinceMs, tokens } = effect;
      const reading = await executor.readAccount({ sinceMs, tokens });
      return { kind: 'accountRead', ledger, reading, problem: '' };
    }
    case 'redeem': {
      const { ledger, redemption } = effect;
      const answer = await redeemer.redeem(redemption);
      return { kind: 'redeemed', ledger, marketId: redemption.market.id, answer };
    }
  }
}

/** The result that claims nothing. */
export function unansweredOf(effect: Asked, why: string): EffectResult {
  switch (effect.kind) {
    case 'sign':
      return { kind: 'notSigned', intentId: effect.intent.id, reason: why };
    case 'lookUp': {
      const lookup = { order: null, fills: [], complete: false, problem: why };
      return { kind: 'lookedUp', intentId: effect.intentId, lookup };
    }
    case 'cancel': {
      const answer = { kind: 'unknown', text: why } as const;
      return { kind: 'cancelAnswered', intentId: effect.intentId, answer };
    }
    case 'cancelAll': {
      const answer = { proven: false, canceled: [], stillOpen: [], problem: why };
      return { kind: 'allCanceled', ledger: effect.ledger, answer };
    }
    case 'readAccount':
      return { kind: 'accountRead', ledger: effect.ledger, reading: null, problem: why };
    case 'redeem': {
      const answer = { kind: 'unknown', transaction: null, why } as const;
      const { ledger, redemption } = effect;
      return { kind: 'redeemed', ledger, marketId: redemption.market.id, answer };
    }
  }
}

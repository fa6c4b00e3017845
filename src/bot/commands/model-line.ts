import type { ModelView } from '../../engine/contract/views.ts';
import { money, moneyShort } from '../format/amounts.ts';
import { clockMinute, type Reader } from '../format/moments.ts';
import type { Line } from '../reply.ts';

/** `model claude-haiku-4-5: $0.03 of $2 today, 4,210 of 200,000 tokens`; what is wrong comes first. */
export function modelLine(model: ModelView | undefined, { nowMs, zone }: Reader): readonly Line[] {
  if (model === undefined) return [];
  const { name, isAsked, cost, costMax, tokens, tokensMax, restsUntilMs, isSpent } = model;
  if (!isAsked) return [`model ${name}: not asked (llm.consult)`];
  const whole = (amount: number): string => amount.toLocaleString('en-US');
  const used = `${money(cost)} of ${moneyShort(costMax)} today, ${whole(tokens)} of ${whole(tokensMax)} tokens`;
  if (isSpent) return [`! model ${name}: its budget of today is used up · ${used}`];
  if (restsUntilMs !== null && restsUntilMs > nowMs) {
    return [`! model ${name}: rests until ${clockMinute(restsUntilMs, zone)} · ${used}`];
  }
  return [`model ${name}: ${used}`];
}

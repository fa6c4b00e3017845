import type { ModelSpending, ModelTerms, ModelUsage } from '../../../domain/model.ts';
import { type AtMs, localDay } from '../../../domain/time.ts';
import { MICRO, mulDiv } from '../../../domain/values/micro.ts';
import { addMoney, type Money } from '../../../domain/values/money.ts';
import type { TradeState } from '../state.ts';

/** Most that one question uses: its texts are cut, and so is the answer. */
export const USAGE_MAX: ModelUsage = { inputTokens: 20_000, outputTokens: 400 };

/** Dollars of so many tokens, rounded against us. */
export function costOf({ inputPrice, outputPrice }: ModelTerms, usage: ModelUsage): Money {
  const input = mulDiv(inputPrice, usage.inputTokens, { by: MICRO, rounding: 'ceil' });
  const output = mulDiv(outputPrice, usage.outputTokens, { by: MICRO, rounding: 'ceil' });
  return addMoney(input as Money, output as Money);
}

export function tokensOf({ inputTokens, outputTokens }: ModelUsage): number {
  return inputTokens + outputTokens;
}

/** Counts towards the budget of its day; what was used on another day is over. */
export function spend(state: TradeState, { tokens, cost, atMs }: ModelSpending, nowMs: AtMs): void {
  const { timeZone } = state.settings;
  const day = localDay(nowMs, timeZone);
  if (localDay(atMs, timeZone) !== day) return;
  const before = usedOn(state, day);
  const sum = addMoney(before.cost, cost);
  state.model.used = { day, tokens: before.tokens + tokens, cost: sum };
}

/** Whether the day's budget has room for one more question and those underway, at their most. */
export function isAffordable(state: TradeState, terms: ModelTerms, nowMs: AtMs): boolean {
  const { tokens, cost } = usedOn(state, localDay(nowMs, state.settings.timeZone));
  const questions = state.model.asked.size + 1;
  const most = costOf(terms, USAGE_MAX) * questions;
  return (
    tokens + tokensOf(USAGE_MAX) * questions <= state.settings['llm.dayTokens'] &&
    cost + most <= state.settings['llm.dayDollars']
  );
}

/** What questions of today used so far. */
export function usedToday(state: TradeState, nowMs: AtMs): TradeState['model']['used'] {
  return usedOn(state, localDay(nowMs, state.settings.timeZone));
}

function usedOn(state: TradeState, day: string): TradeState['model']['used'] {
  const { used } = state.model;
  return used.day === day ? used : { day, tokens: 0, cost: 0 as Money };
}

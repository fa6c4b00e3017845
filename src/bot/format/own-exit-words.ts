import type { ExitLevels, OwnExit, OwnExitRules } from '../../engine/domain/own-exit.ts';
import type { Position } from '../../engine/domain/position.ts';
import { DAY_MS, HOUR_MS } from '../../engine/domain/time.ts';
import { cents, count, percent } from './amounts.ts';
import { hours, minutes } from './moments.ts';

const WORDS: Readonly<Record<OwnExit, string>> = {
  stopLoss: 'your stop loss',
  trailingStop: 'your trailing stop',
  takeProfit: 'your take profit',
  timeStop: 'held as long as you allow',
};

/** Why a copy was sold before its leader left. */
export function ownExitWords(cause: OwnExit): string {
  return WORDS[cause];
}

/** A time that a person set, in the largest unit that tells it exactly: `2 days`, `36 h`, `90 min`. */
function heldWords(ms: number): string {
  if (ms % DAY_MS === 0) return count(ms / DAY_MS, 'day');
  return ms % HOUR_MS === 0 ? hours(ms) : minutes(ms);
}

/** `stop 42¢ · trail 51¢, best 58¢ · profit 75¢ · 2 days at most`; `null` where nothing is set. */
export function levelWords(
  levels: ExitLevels,
  { best, openedAtMs }: Pick<Position, 'best' | 'openedAtMs'>,
): string | null {
  const { stopLoss, trailingStop, takeProfit, untilMs } = levels;
  const parts = [
    ...(stopLoss === null ? [] : [`stop ${cents(stopLoss)}`]),
    ...(trailingStop === null || best === null
      ? []
      : [`trail ${cents(trailingStop)}, best ${cents(best)}`]),
    ...(takeProfit === null ? [] : [`profit ${cents(takeProfit)}`]),
    ...(untilMs === null ? [] : [`${heldWords(untilMs - openedAtMs)} at most`]),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

/** `stop 20 %, trail 10 %, profit 50 %, 2 days at most`; `never` where nothing is set. */
export function ownRuleWords({ stopLoss, trailing, takeProfit, maxHeldMs }: OwnExitRules): string {
  const parts = [
    ...(stopLoss === 0 ? [] : [`stop ${percent(stopLoss)}`]),
    ...(trailing === 0 ? [] : [`trail ${percent(trailing)}`]),
    ...(takeProfit === 0 ? [] : [`profit ${percent(takeProfit)}`]),
    ...(maxHeldMs === 0 ? [] : [`${heldWords(maxHeldMs)} at most`]),
  ];
  return parts.length === 0 ? 'never' : parts.join(', ');
}

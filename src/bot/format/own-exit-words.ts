import type { ExitLevels, OwnExit, OwnExitRules } from '../../engine/domain/own-exit.ts';
import type { Position } from '../../engine/domain/position.ts';
import { cents, percent } from './amounts.ts';
import { duration } from './moments.ts';

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
    ...(untilMs === null ? [] : [`${duration(untilMs - openedAtMs)} at most`]),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

/** `stop 20 %, trail 10 %, profit 50 %, 2 days at most`; `never` where nothing is set. */
export function ownRuleWords({ stopLoss, trailing, takeProfit, maxHeldMs }: OwnExitRules): string {
  const parts = [
    ...(stopLoss === 0 ? [] : [`stop ${percent(stopLoss)}`]),
    ...(trailing === 0 ? [] : [`trail ${percent(trailing)}`]),
    ...(takeProfit === 0 ? [] : [`profit ${percent(takeProfit)}`]),
    ...(maxHeldMs === 0 ? [] : [`${duration(maxHeldMs)} at most`]),
  ];
  return parts.length === 0 ? 'never' : parts.join(', ');
}

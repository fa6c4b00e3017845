import type { ExitLevels, OwnExit, OwnExitRules } from './own-exit.ts';
import type { Position } from './position.ts';
import type { Settings } from './settings.ts';
import type { AtMs } from './time.ts';
import { MICRO, mulDiv } from './values/micro.ts';
import type { Price } from './values/money.ts';
import type { WalletRules } from './wallet.ts';

/** What holds for the copies of one wallet: its own rule where it has one, else the setting. */
export function ownExitRules(settings: Settings, wallet: WalletRules | null): OwnExitRules {
  const own = wallet?.ownExits ?? {};
  return {
    stopLoss: own.stopLoss ?? settings['exit.stopLossPercent'],
    takeProfit: own.takeProfit ?? settings['exit.takeProfitPercent'],
    trailing: own.trailing ?? settings['exit.trailingPercent'],
    maxHeldMs: own.maxHeldMs ?? settings['exit.maxHours'],
  };
}

type Held = Pick<Position, 'quantity' | 'cost' | 'openedAtMs'> & Partial<Pick<Position, 'best'>>;

/** Levels of one position, against its average cost before fees. Needs shares held. */
export function exitLevels(rules: OwnExitRules, position: Held): ExitLevels {
  const { quantity, cost, openedAtMs, best = null } = position;
  const { stopLoss, takeProfit, trailing, maxHeldMs } = rules;
  const gain = mulDiv(cost, MICRO + takeProfit, { by: quantity, rounding: 'ceil' });
  const fallen = (from: number, share: number, by: number): Price =>
    mulDiv(from, MICRO - share, { by, rounding: 'floor' }) as Price;
  return {
    stopLoss: stopLoss === 0 ? null : fallen(cost, stopLoss, quantity),
    trailingStop: trailing === 0 || best === null ? null : fallen(best, trailing, MICRO),
    // Above a dollar nobody bids.
    takeProfit: takeProfit === 0 || gain >= MICRO ? null : (gain as Price),
    untilMs: maxHeldMs === 0 ? null : openedAtMs + maxHeldMs,
  };
}

/** Which rule sells a position now; a position that nobody bids for is judged by its time alone. */
export function dueExit(
  levels: ExitLevels,
  { bid, atMs }: { readonly bid: Price | null; readonly atMs: AtMs },
): OwnExit | null {
  const { stopLoss, trailingStop, takeProfit, untilMs } = levels;
  if (bid !== null && stopLoss !== null && bid <= stopLoss) return 'stopLoss';
  if (bid !== null && trailingStop !== null && bid <= trailingStop) return 'trailingStop';
  if (bid !== null && takeProfit !== null && bid >= takeProfit) return 'takeProfit';
  return untilMs !== null && atMs >= untilMs ? 'timeStop' : null;
}

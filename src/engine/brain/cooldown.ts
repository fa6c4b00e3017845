import type { EntryContext } from './entry-context.ts';
import type { GateLog } from './gates.ts';

/** Whether a market has rested since money was lost in it; whoever was copied. */
export function checkMarketRest(log: GateLog, { losses, settings, atMs }: EntryContext): void {
  const limit = settings['cooldown.marketMinutes'];
  if (limit === 0 || losses === undefined) return;
  const actual = losses.inMarketAtMs === null ? null : atMs - losses.inMarketAtMs;
  log.entry('cooldownMarket', actual === null || actual >= limit, { actual, limit, unit: 'ms' });
}

/** Whether a wallet has rested since it lost so many markets in a row for us. */
export function checkWalletRest(log: GateLog, { losses, settings, atMs }: EntryContext): void {
  const most = settings['cooldown.losses'];
  if (most === 0 || losses === undefined) return;
  const { inARow, lastAtMs } = losses;
  const limit = settings['cooldown.walletHours'];
  const actual = lastAtMs === null ? null : atMs - lastAtMs;
  const isRested = inARow < most || actual === null || actual >= limit;
  log.entry('cooldownWallet', isRested, { actual, limit, unit: 'ms', note: `${inARow} in a row` });
}

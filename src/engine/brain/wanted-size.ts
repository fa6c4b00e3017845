import type { Settings } from '../domain/settings.ts';
import { MICRO } from '../domain/values/micro.ts';
import { addMoney, type Money, type Ppm, shareOf, ZERO_MONEY } from '../domain/values/money.ts';
import type { Sizing } from '../domain/wallet.ts';
import type { EntryContext } from './entry-context.ts';
import { kellyBet } from './kelly.ts';

/** How the size of this copy is found: by the wallet's own rule, or by the setting. */
export function sizingKind({
  signal,
  settings,
  wallet,
}: Pick<EntryContext, 'signal' | 'settings' | 'wallet'>): Sizing['kind'] {
  const kind = wallet?.sizing?.kind ?? settings['size.mode'];
  // What no leader did has neither dollars nor a score to go by.
  return signal.kind !== 'copy' && (kind === 'leader' || kind === 'kelly') ? 'fixed' : kind;
}

/** What one copy spends in sizing fixed. */
export function fixedSpend(settings: Settings): Money {
  const share = shareOf(settings.bankroll, settings['size.fixedPercent'], 'floor');
  return Math.max(share, settings['size.fixedMinimum']) as Money;
}

/** The size of a wallet that nothing is known of. */
export function leastSpend(settings: Settings): Money {
  return shareOf(fixedSpend(settings), settings['trust.newPercent'], 'floor');
}

/** What the rules would spend on this copy before any limit. */
export function wantedSpend(context: EntryContext): Money {
  const { signal, settings, wallet } = context;
  const sizing = wallet?.sizing ?? null;
  switch (sizingKind(context)) {
    case 'fixed':
      return sizing?.kind === 'fixed' ? sizing.spend : fixedSpend(settings);
    case 'bankroll':
      return sizing?.kind === 'bankroll'
        ? shareOf(settings.bankroll, sizing.ratio, 'floor')
        : fixedSpend(settings);
    case 'leader':
      return signal.kind === 'copy'
        ? shareOf(signal.leaderNotional, wallet?.scaleFactor ?? (MICRO as Ppm), 'floor')
        : fixedSpend(settings);
    case 'share':
      return shareOf(worthAtCost(context), settings['size.fixedPercent'], 'floor');
    case 'kelly':
      return kellySpend(context);
  }
}

/** Cash and what is held and reserved, at cost: the book as the caps count it. */
function worthAtCost({ exposure }: EntryContext): Money {
  const worth = addMoney(exposure.available, exposure.total);
  return worth > 0 ? worth : ZERO_MONEY;
}

/** Nothing where a share is not worth what it costs; where no edge is known, the least. */
function kellySpend(context: EntryContext): Money {
  const { settings } = context;
  const bet = kellyBet(context);
  if (bet === null) return leastSpend(settings);
  const ratio = Math.floor(bet.fraction * settings['size.kellyPercent']) as Ppm;
  return shareOf(settings.bankroll, ratio, 'floor');
}

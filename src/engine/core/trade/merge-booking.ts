import { contentId, type LedgerId, type TokenId } from '../../domain/ids.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { cost, type Money, type Price, price, subtractMoney } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { checkDayLoss, openDay } from './losses.ts';
import { type CompleteSets, mergeKey, mergeTimer } from './merge-work.ts';
import { recordPayout } from './payouts.ts';
import { ledgerOf, type TradeState } from './state.ts';

/** Sets that became dollars, whoever merged them: each side at what it was worth of the dollar. */
export function bookMerge(
  state: TradeState,
  of: CompleteSets & { readonly ledger: LedgerId; readonly transaction: string | null },
  turn: Turn,
): void {
  const { ledger, market, tokens, quantity, transaction } = of;
  const [first, second] = tokens;
  openDay(state, ledger, turn);
  const all = cost(price(MICRO), quantity, 'floor');
  const share = cost(worthOf(state, of), quantity, 'floor');
  const parts: readonly (readonly [TokenId, Money])[] = [
    [first, share],
    [second, subtractMoney(all, share)],
  ];
  let realised = 0;
  for (const [tokenId, proceeds] of parts) {
    const booked = ledgerOf(state, ledger).redeem(tokenId, { quantity, proceeds }, turn.atMs);
    for (const row of booked) recordPayout(row, { cause: 'merge', transaction }, turn);
    realised += booked.reduce((sum, row) => sum + row.realised, 0);
  }
  checkDayLoss(state, ledger, turn);
  const work = { ledger, marketId: market.id };
  state.merges.delete(mergeKey(work));
  turn.timers.cancel(mergeTimer(work));
  const subject = contentId('merged', [ledger, market.id, turn.atMs]);
  const about = { market: market.id, token: first, wallet: null };
  turn.notice('merged', { ledger, subject }, { ...about, quantity, payout: all, realised });
}

/** What a share of the first side is worth of the dollar: the middle of its book, else its cost. */
function worthOf(
  state: TradeState,
  { ledger, tokens }: { ledger: LedgerId } & CompleteSets,
): Price {
  const [first, second] = tokens;
  const own = middleOf(state, first);
  if (own !== null) return own;
  const other = middleOf(state, second);
  if (other !== null) return price(MICRO - other);
  const average = (token: TokenId): number => {
    const rows = ledgerOf(state, ledger).openPositions.filter((row) => row.tokenId === token);
    const shares: number = rows.reduce((sum, row) => sum + row.quantity, 0);
    return rows.reduce((sum, row) => sum + row.cost, 0) / shares;
  };
  const paid = average(first);
  return price(Math.min(MICRO, Math.round((MICRO * paid) / (paid + average(second)))));
}

function middleOf(state: TradeState, token: TokenId): Price | null {
  const quote = state.quotes.get(token);
  if (quote === undefined || quote.bid === null || quote.ask === null) return null;
  return price(Math.floor((quote.bid + quote.ask) / 2));
}

import type { Notice } from '../../engine/domain/notice.ts';
import type { Money, Quantity } from '../../engine/domain/values/money.ts';
import { money, shares } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { cut, sideName } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import { orderButton, why } from './buttons.ts';
import { bookOf, type NoticeFacts, numberOf, textOf } from './context.ts';
import { aboutLine } from './word-trade.ts';

const REASON_WIDTH = 120;

/**
 * A matched trade that the chain undid. The notice's subject is the order; `wallet`, `market` and
 * `token` name whose and what.
 */
export interface FailedSettlement {
  readonly side: 'buy' | 'sell';
  readonly quantity: Quantity | null;
  readonly notional: Money | null;
  /** What the venue gives as its reason. */
  readonly reason: string | null;
}

export function readFailedSettlement(notice: Notice): FailedSettlement {
  return {
    side: textOf(notice, 'side') === 'sell' ? 'sell' : 'buy',
    quantity: numberOf(notice, 'quantity') as Quantity | null,
    notional: numberOf(notice, 'notional') as Money | null,
    reason: textOf(notice, 'reason'),
  };
}

/** `! LIVE settlement failed: bought 20 YES · $12.40` */
export function settlementFailedReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const { side, quantity, notional, reason } = readFailedSettlement(notice);
  const did = side === 'sell' ? 'sold' : 'bought';
  const amount = quantity === null ? '' : ` ${shares(quantity)}`;
  const paid = notional === null ? '' : ` · ${money(notional)}`;
  return reply(`${bookOf(notice)}settlement failed: ${did}${amount} ${sideOf(facts)}${paid}`, {
    symbol: '!',
    blocks: [
      lines(
        aboutLine(facts, reason === null ? '' : cut(reason, REASON_WIDTH)),
        numberOf(notice, 'undone') === 0
          ? 'the trade was matched and then undone, but its shares were sold meanwhile: our books and the venue differ'
          : 'the trade was matched and then undone; position and cash are as before it',
      ),
    ],
    buttons: [orderButton(facts), why(facts)],
  });
}

/** Won shares that became cash. `market` and `token` name which. */
export interface Redemption {
  readonly quantity: Quantity | null;
  /** What came in. */
  readonly payout: Money | null;
}

export function readRedemption(notice: Notice): Redemption {
  return {
    quantity: numberOf(notice, 'quantity') as Quantity | null,
    payout: numberOf(notice, 'payout') as Money | null,
  };
}

/** `◆ LIVE redeemed 24.2 YES · $24.20 in cash` */
export function redeemedReply(facts: NoticeFacts): Reply {
  const { quantity, payout } = readRedemption(facts.notice);
  const amount = quantity === null ? '' : ` ${shares(quantity)}`;
  const cash = payout === null ? '' : ` · ${money(payout)} in cash`;
  return reply(`${bookOf(facts.notice)}redeemed${amount} ${sideOf(facts)}${cash}`, {
    symbol: '◆',
    blocks: [lines(aboutLine(facts, ''))],
    buttons: [show('PnL', '/pnl')],
  });
}

function sideOf({ outcome }: NoticeFacts): string {
  return outcome === null ? 'shares' : sideName(outcome);
}

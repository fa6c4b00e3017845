import type { Notice } from '../../engine/domain/notice.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, gain, money, shares } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { cut, sideName, walletName } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';
import { muteButtons, orderButton, why } from './buttons.ts';
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

/**
 * `◆ PAPER won: YES pays 100.0¢ a share · made +$3.06 before fees`; with real money a payout is only a
 * claim at first: `◆ LIVE won: YES pays 100.0¢ a share · $24.20 to claim`.
 */
export function resolvedReply(facts: NoticeFacts): Reply {
  const { notice, outcome, wallet } = facts;
  const payout = numberOf(notice, 'payout') ?? 0;
  const word = payout === MICRO ? 'won' : payout === 0 ? 'lost' : 'paid in part';
  const side = outcome === null ? 'it' : sideName(outcome);
  const pays = `${bookOf(notice)}${word}: ${side} pays ${cents(payout as Price)} a share · `;
  const claim = numberOf(notice, 'claim') as Money | null;
  const realised = (numberOf(notice, 'realised') ?? 0) as Money;
  const title: Line =
    claim === null
      ? [`${pays}made `, gain(realised), ' before fees']
      : [`${pays}${money(claim)} to claim`];
  const copied = wallet === null ? '' : `copied from ${walletName(wallet)}`;
  const next = claim === null ? [] : ['it is redeemed now, and counts when the money is there'];
  return reply(title, {
    symbol: '◆',
    blocks: [lines(aboutLine(facts, copied), ...next)],
    buttons: [show('PnL', '/pnl'), ...muteButtons(facts)],
  });
}

/** `◔ LIVE outcome proposed, not final` */
export function resolvingReply(facts: NoticeFacts): Reply {
  const isDisputed = textOf(facts.notice, 'stage') === 'disputed';
  const [what, next] = isDisputed
    ? ['the proposed outcome is disputed', 'it may still turn; nothing is won or lost yet']
    : ['an outcome is proposed, not final', 'it can be disputed; nothing is won or lost yet'];
  return reply(`${bookOf(facts.notice)}${what}`, {
    symbol: '◆',
    blocks: [lines(aboutLine(facts, ''), next)],
    buttons: [show('Positions', '/positions')],
  });
}

/** `! LIVE claim needs you: $24.20 of a market that is resolved` */
export function claimNeedsYouReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const claim = money((numberOf(notice, 'claim') ?? 0) as Money);
  const why = textOf(notice, 'why') ?? '';
  if (why === 'unpaid') {
    return reply(`${bookOf(notice)}shares left without their payout of ${claim}`, {
      symbol: '!',
      blocks: [
        lines(
          aboutLine(facts, ''),
          'the wallet has them no more, and its balance did not rise: look who redeemed them',
          'booked as taken out by you at their cost, neither won nor lost',
        ),
      ],
      buttons: [show('PnL', '/pnl')],
    });
  }
  return reply(`${bookOf(notice)}claim needs you: ${claim} of a market that is resolved`, {
    symbol: '!',
    blocks: [
      lines(
        aboutLine(facts, cut(why, REASON_WIDTH)),
        'claim it at polymarket.com under Portfolio; it counts when the money is there',
      ),
    ],
    buttons: [show('Positions', '/positions')],
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

/** `◆ LIVE redeemed 24.2 YES · $24.20 in cash · made +$3.06 before fees` */
export function redeemedReply(facts: NoticeFacts): Reply {
  const { quantity, payout } = readRedemption(facts.notice);
  const amount = quantity === null ? '' : ` ${shares(quantity)}`;
  const cash = payout === null ? '' : ` · ${money(payout)} in cash`;
  const realised = numberOf(facts.notice, 'realised') as Money | null;
  const made: Line = realised === null ? [] : [' · made ', gain(realised), ' before fees'];
  const title = `${bookOf(facts.notice)}redeemed${amount} ${sideOf(facts)}${cash}`;
  return reply([title, ...made], {
    symbol: '◆',
    blocks: [lines(aboutLine(facts, ''))],
    buttons: [show('PnL', '/pnl')],
  });
}

/**
 * `◆ PAPER merged 8 complete sets · $8.00 in cash · made +$0.40 before fees`. Who copies wallets that
 * disagree comes to hold both sides; together they are a dollar a set now.
 */
export function mergedReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const { quantity, payout } = readRedemption(notice);
  const sets = quantity === null ? 'complete sets' : `${shares(quantity)} complete sets`;
  const why = textOf(notice, 'why');
  const buttons = [show('Positions', '/positions')];
  if (why !== null) {
    const next = 'nothing is lost: they pay when the market is resolved';
    const blocks = [lines(aboutLine(facts, cut(why, REASON_WIDTH)), next)];
    return reply(`${bookOf(notice)}cannot merge ${sets}`, { symbol: '◆', blocks, buttons });
  }
  const cash = payout === null ? '' : ` · ${money(payout)} in cash`;
  const made = gain((numberOf(notice, 'realised') ?? 0) as Money);
  const next = 'both sides of one market, held for wallets that disagree, are a dollar a set';
  return reply([`${bookOf(notice)}merged ${sets}${cash} · made `, made, ' before fees'], {
    symbol: '◆',
    blocks: [lines(aboutLine(facts, ''), next)],
    buttons,
  });
}

function sideOf({ outcome }: NoticeFacts): string {
  return outcome === null ? 'shares' : sideName(outcome);
}

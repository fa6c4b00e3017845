import type { Order } from '../../engine/domain/order.ts';
import { isOwnExit } from '../../engine/domain/own-exit.ts';
import { type ExitCause, leaderPriceOf } from '../../engine/domain/signal.ts';
import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, money, shares, signedMoney } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import { gateReason, isGate } from '../format/gate-words.ts';
import { duration } from '../format/moments.ts';
import { marketName, sideName, walletName } from '../format/names.ts';
import { ownExitWords } from '../format/own-exit-words.ts';
import type { Reply, Span } from '../reply.ts';
import { closeButtons, limitButtons, muteButtons, why } from './buttons.ts';
import { bookOf, type NoticeFacts, numberOf, textOf } from './context.ts';
import { denialSentence, orderPriceSentence, stoppedBy } from './denial.ts';

/** Between the question and what is said about it. */
const GAP = '   ';

/** `● PAPER bought 8.06 YES at 62.0¢ · $5.00`, and what it cost against what was seen. */
export function fillReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const sold = textOf(notice, 'side') === 'sell';
  const whole = isWhole(notice);
  const amount = shares((numberOf(notice, 'quantity') ?? 0) as Quantity);
  const side = facts.outcome === null ? 'shares' : sideName(facts.outcome);
  const paid = money((numberOf(notice, 'notional') ?? 0) as Money);
  const fee = numberOf(notice, 'fee') ?? 0;
  const title = [
    `${bookOf(notice)}${sampleOf(notice)}${sold ? 'sold' : 'bought'} ${amount}${whole ? '' : partOf(facts)} ${side}`,
    ` at ${cents((numberOf(notice, 'price') ?? 0) as Price)} · ${paid}`,
    whole || sold ? '' : spendOf(facts),
    fee === 0 ? '' : ` · fee ${money(fee as Money)}`,
    profitOf(facts),
  ].join('');
  return reply(title, {
    symbol: whole ? '●' : '◐',
    blocks: [lines(aboutLine(facts, copyWords(facts)), ...heldLines(facts))],
    buttons: [why(facts), ...(sold ? [] : closeButtons(facts)), ...muteButtons(facts)],
  });
}

/** A part is one of which more may come, or that ended short of what was asked for. */
function isWhole(notice: NoticeFacts['notice']): boolean {
  return (numberOf(notice, 'remaining') ?? 0) <= 0 && numberOf(notice, 'whole') === 1;
}

function sampleOf(notice: NoticeFacts['notice']): string {
  return numberOf(notice, 'sample') === 1 ? 'sample, no trade: ' : '';
}

/** `position 24.2 at 60.1¢ · wallet today +$1.20`, as it was after the fill, where that is known. */
function heldLines({ notice }: NoticeFacts): readonly string[] {
  const held = numberOf(notice, 'held');
  const average = numberOf(notice, 'average');
  const today = numberOf(notice, 'walletToday');
  const parts = [
    ...(held === null || average === null
      ? []
      : [`position ${shares(held as Quantity)} at ${cents(average as Price)}`]),
    ...(today === null ? [] : [`wallet today ${signedMoney(today as Money)}`]),
  ];
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** ` · made +$1.20`: what a sale made against what its shares had cost, before fees. */
function profitOf({ notice }: NoticeFacts): string {
  const realised = numberOf(notice, 'realised');
  return realised === null ? '' : ` · made ${signedMoney(realised as Money)}`;
}

function orderOf({ decision, notice }: NoticeFacts): Order | null {
  const view = decision?.orders.find(({ order }) => order.intent.id === notice.subject);
  return view?.order ?? null;
}

/** ` of 8.06`: what a sale that was not filled in full asked for. A buy asks for dollars. */
function partOf(facts: NoticeFacts): string {
  const order = orderOf(facts);
  if (textOf(facts.notice, 'side') !== 'sell') return '';
  const asked = numberOf(facts.notice, 'asked') ?? order?.intent.quantity ?? null;
  return asked === null ? '' : ` of ${shares(asked as Quantity)}`;
}

function spendOf(facts: NoticeFacts): string {
  const asked = numberOf(facts.notice, 'asked') ?? orderOf(facts)?.intent.spend ?? null;
  return asked === null ? ' · in part' : ` of ${money(asked as Money)}`;
}

/** `ace paid 61.7¢ · we were 1.9 s behind, 0.3¢ worse` */
function copyWords(facts: NoticeFacts): string {
  const { notice, wallet } = facts;
  const signal = facts.decision?.signal ?? null;
  if (signal?.kind === 'exit' && signal.cause === 'manual') return 'closed by hand';
  if (signal?.kind === 'exit' && isOwnExit(signal.cause)) {
    return `${ownExitWords(signal.cause)}, ${walletName(wallet)} holds on`;
  }
  if (signal?.kind === 'arbitrage') return 'one side of an arbitrage';
  if (signal?.kind === 'exit' && signal.cause === 'unwind') {
    return 'the other side of an arbitrage was missed';
  }
  const tradedAtMs = signal?.tradedAtMs ?? notice.atMs;
  const behindMs = numberOf(notice, 'behindMs') ?? notice.atMs - tradedAtMs;
  const behind = behindMs > 0 ? ` · we were ${duration(behindMs)} behind` : '';
  const theirs = numberOf(notice, 'leaderPrice') ?? leaderPriceOf(signal);
  if (theirs !== null) return comparison(facts, { theirs: theirs as Price, behind });
  const left = signal?.kind === 'exit' ? leaving(signal.cause) : 'traded';
  return `${walletName(wallet)} ${left}${behind}`;
}

/** What the leader got, and what we got against it. */
function comparison(
  { notice, wallet }: NoticeFacts,
  { theirs, behind }: { readonly theirs: Price; readonly behind: string },
): string {
  const sold = textOf(notice, 'side') === 'sell';
  const ours = numberOf(notice, 'price') ?? theirs;
  const gap = difference(sold ? theirs - ours : ours - theirs);
  const verb = sold ? 'sold at' : 'paid';
  const comma = behind === '' ? ' · ' : ', ';
  return `${walletName(wallet)} ${verb} ${cents(theirs)}${behind}${comma}${gap}`;
}

function leaving(cause: ExitCause): string {
  if (cause === 'opposite') return 'took the other side';
  if (cause === 'merge') return 'merged both sides into cash';
  return cause === 'redeem' ? 'redeemed' : 'left';
}

/** What we got against what the leader got; positive is worse. */
function difference(micro: number): string {
  const text = cents(Math.abs(micro) as Price);
  if (!/[1-9]/.test(text)) return 'same price';
  return `${text} ${micro > 0 ? 'worse' : 'better'}`;
}

/** `✕ PAPER not copied: price moved 2.0¢, limit 1.5¢` */
export function deniedReply(facts: NoticeFacts): Reply {
  const exit = facts.decision?.decision.signalKind === 'exit';
  return reply(`${bookOf(facts.notice)}${exit ? 'not sold' : 'not copied'}: ${sentenceOf(facts)}`, {
    symbol: '✕',
    blocks: [lines(aboutLine(facts, deniedWords(facts)))],
    buttons: [why(facts), ...limitButtons(facts)],
  });
}

/** `◐ PAPER exit waits: nobody buys` */
export function exitHeldReply(facts: NoticeFacts): Reply {
  return reply(`${bookOf(facts.notice)}exit waits: ${sentenceOf(facts)}`, {
    symbol: '○',
    blocks: [lines(aboutLine(facts, 'it is tried again'))],
    buttons: [why(facts)],
  });
}

/** Why a signal was stopped; without its record the reason alone. */
export function sentenceOf({ notice, decision, wallet }: NoticeFacts): string {
  const result = decision === null ? null : stoppedBy(decision);
  if (decision === null || result === null) {
    const gate = textOf(notice, 'gate');
    return gate === null || !isGate(gate) ? 'a gate stopped it' : gateReason(gate);
  }
  const { actual, limit } = result;
  const own = decision.decision.limitPrice;
  if (result.gate === 'priceMoved' && own !== null && limit === own) {
    return orderPriceSentence(actual, limit);
  }
  return denialSentence(result.gate, { result, who: walletName(wallet) });
}

/** `whale-7 paid 31.0¢, book is 33.0¢` */
function deniedWords({ decision, wallet }: NoticeFacts): string {
  const theirs = leaderPriceOf(decision?.signal ?? null);
  const result = decision === null ? null : stoppedBy(decision);
  if (theirs === null || result?.gate === 'priceBand') return '';
  const paid = `${walletName(wallet)} paid ${cents(theirs)}`;
  const moved = result?.gate === 'priceMoved' && result.actual !== null;
  if (!moved || result.limit === decision?.decision.limitPrice) return paid;
  return `${paid}, book is ${cents((theirs + (result.actual ?? 0)) as Price)}`;
}

/** The question, and what is said about it behind it. */
export function aboutLine({ market }: NoticeFacts, words: string): readonly Span[] {
  if (market === null) return [words];
  return words === '' ? [marketName(market)] : [marketName(market), `${GAP}${words}`];
}

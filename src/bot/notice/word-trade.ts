import type { DecisionView } from '../../engine/contract/views.ts';
import type { Gate, GateResult } from '../../engine/domain/decision.ts';
import { shortId } from '../../engine/domain/ids.ts';
import type { LeaderEventKind } from '../../engine/domain/leader.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { Money, Price, Quantity } from '../../engine/domain/values/money.ts';
import { cents, money, shares, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { gateReason } from '../format/gate-words.ts';
import { duration } from '../format/moments.ts';
import { marketName, sideName, walletName } from '../format/names.ts';
import type { Reply, Span } from '../reply.ts';
import { aboutOf, bookOf, type NoticeFacts, numberOf, textOf } from './context.ts';
import { denialSentence, orderPriceSentence } from './denial.ts';

/** Between the question and what is said about it. */
const GAP = '   ';

/** `● PAPER bought 8.06 YES at 62.0¢ · $5.00`, and what it cost against what was seen. */
export function fillReply(facts: NoticeFacts): Reply {
  const { notice } = facts;
  const sold = textOf(notice, 'side') === 'sell';
  const whole = numberOf(notice, 'whole') === 1;
  const amount = shares((numberOf(notice, 'quantity') ?? 0) as Quantity);
  const side = facts.outcome === null ? 'shares' : sideName(facts.outcome);
  const paid = money((numberOf(notice, 'notional') ?? 0) as Money);
  const fee = numberOf(notice, 'fee') ?? 0;
  const title = [
    `${bookOf(notice)}${sold ? 'sold' : 'bought'} ${amount}${whole ? '' : partOf(facts)} ${side}`,
    ` at ${cents((numberOf(notice, 'price') ?? 0) as Price)} · ${paid}`,
    whole || sold ? '' : spendOf(facts),
    fee === 0 ? '' : ` · fee ${money(fee as Money)}`,
    profitOf(facts),
  ].join('');
  return reply(title, {
    symbol: whole ? '●' : '◐',
    blocks: [lines(aboutLine(facts, copyWords(facts)))],
    buttons: [why(facts)],
  });
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
  return order?.intent.side === 'sell' ? ` of ${shares(order.intent.quantity)}` : '';
}

function spendOf(facts: NoticeFacts): string {
  const order = orderOf(facts);
  return order === null ? ' · in part' : ` of ${money(order.intent.spend)}`;
}

/** `ace paid 61.7¢ · we were 1.9 s behind, 0.3¢ worse` */
function copyWords(facts: NoticeFacts): string {
  const { notice, wallet } = facts;
  const signal = facts.decision?.signal ?? null;
  if (signal?.kind === 'exit' && signal.cause === 'manual') return 'closed by hand';
  const tradedAtMs = signal?.tradedAtMs ?? notice.atMs;
  const behindMs = numberOf(notice, 'behindMs') ?? notice.atMs - tradedAtMs;
  const behind = behindMs > 0 ? ` · we were ${duration(behindMs)} behind` : '';
  const theirs = numberOf(notice, 'leaderPrice') ?? signal?.leaderPrice ?? null;
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

function leaving(cause: LeaderEventKind | 'opposite' | 'manual'): string {
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
    buttons: [why(facts)],
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

/** The gate that stopped or delayed a signal, as it stands in the record. */
export function stoppedBy({ decision }: DecisionView): GateResult | null {
  const { reason, gates } = decision;
  const acted = gates.filter(({ verdict }) => verdict === 'stop' || verdict === 'wait');
  return acted.find(({ gate }) => gate === reason) ?? acted[0] ?? null;
}

/** Why a signal was stopped; without its record the reason alone. */
export function sentenceOf({ notice, decision, wallet }: NoticeFacts): string {
  const result = decision === null ? null : stoppedBy(decision);
  if (decision === null || result === null) {
    const gate = textOf(notice, 'gate');
    return gate === null ? 'a gate stopped it' : gateReason(gate as Gate);
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
  const theirs = decision?.signal?.leaderPrice ?? null;
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

export function why(facts: NoticeFacts): ReturnType<typeof show> {
  return show('Why', `/why ${shortId(aboutOf(facts.notice))}`);
}

import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { drawBetween } from '../venue/event-plan.ts';
import { otherOutcome } from '../venue/matching.ts';
import { toLots } from '../venue/move.ts';
import type { PastHand } from './past-hand.ts';

/** How a wallet traded. */
export type PastHabitName = 'directional' | 'maker' | 'hedger' | 'scalper' | 'jackpot';

/** What a habit needs to know of the wallet. */
export interface PastManner {
  /** How often it knows the outcome of an event, −1 (the wrong one) to 1. */
  readonly skill: number;
  /** Dollars of an order, spread evenly over the logarithm. */
  readonly dollars: readonly [number, number];
  /** Prices that it buys at, in dollars per share. */
  readonly prices: readonly [number, number];
  /** Whether it knows the outcome of this event, the same for all of its markets. */
  readonly knows: boolean;
  /** Rows of one order at most. */
  readonly printsMax: number;
  /** It never sells. */
  readonly holdsOn?: boolean;
}

/** What it did in one market. */
type PastHabit = (hand: PastHand, manner: PastManner) => void;

/** Parts of a market's life in which it is entered, and until which it is left. */
const ENTRY = [0.03, 0.7] as const;
const LEAVE_UNTIL = 0.95;
/** How often a wallet looks whether a price is to its taste. */
const LOOKS = 10;
const AGAIN_PROBABILITY = 0.25;
const SELL_PROBABILITY = 0.22;
const SELL_PARTS = [0.5, 1, 1] as const;
const REDEEM_MS = [20 * MINUTE_MS, 14 * HOUR_MS] as const;
/** Everything was redeemed so long before the world began. */
const REDEEMED_BEFORE_MS = 10 * MINUTE_MS;
const ROUNDS = [7, 13] as const;
/** From one side of a round to the other. */
const OTHER_SIDE_MS = [5 * SECOND_MS, 4 * MINUTE_MS] as const;
/** How often a maker's second order is not met. */
const UNMET_PROBABILITY = 0.15;
const SPLIT_PROBABILITY = 0.4;
const HELD_MS = [40 * SECOND_MS, 8 * MINUTE_MS] as const;
const STOPPED_PROBABILITY = 0.2;
const JACKPOT_DOLLARS = 2_500;

/** Buys a side early, now and then more of it, sometimes sells, and is paid in the end. */
function directional(hand: PastHand, manner: PastManner): void {
  const { chance } = hand;
  const outcome = foresee(hand, manner);
  const entryMs = entryOf(hand, outcome, manner);
  if (entryMs === null) return;
  let atMs = entryMs;
  buy(hand, manner, { outcome, atMs });
  if (chance.happens(AGAIN_PROBABILITY)) {
    atMs = later(hand, atMs);
    buy(hand, manner, { outcome, atMs });
  }
  if (chance.happens(SELL_PROBABILITY) && manner.holdsOn !== true) {
    const part = chance.pick(SELL_PARTS);
    const size = part === 1 ? hand.held(outcome) : toLots(hand.held(outcome) * part);
    hand.trade({ outcome, side: 'SELL', size, atMs: later(hand, atMs) });
  }
  redeem(hand);
}

/** One bet of a lifetime on what nobody expected. It won, and that says nothing of the next one. */
function jackpot(hand: PastHand, { printsMax }: PastManner): void {
  const { winner } = hand.past;
  const outcome = winner ?? 0;
  const atMs = momentIn(hand, 0.02, 0.1);
  const size = hand.sharesFor(JACKPOT_DOLLARS, hand.price(outcome, 'BUY', { atMs }));
  hand.trade({ outcome, side: 'BUY', size, atMs }, printsMax);
  redeem(hand);
}

/** Buys both sides below a dollar and merges, or splits and sells both above it. */
function maker(hand: PastHand, manner: PastManner): void {
  const { chance } = hand;
  for (let rounds = chance.whole(...ROUNDS); rounds > 0; rounds -= 1) {
    const first = chance.pick([0, 1] as const);
    const atMs = momentIn(hand, 0.02, 0.9);
    const otherMs = atMs + chance.whole(...OTHER_SIDE_MS);
    const dollars = drawBetween(chance, ...manner.dollars);
    const size = hand.sharesFor(dollars, MICRO / 2);
    const isMet = !chance.happens(UNMET_PROBABILITY);
    const second = otherOutcome(first);
    const side = chance.happens(SPLIT_PROBABILITY) ? 'SELL' : 'BUY';
    if (side === 'SELL') hand.sets('SPLIT', size, atMs - SECOND_MS);
    hand.trade({ outcome: first, side, size, atMs, role: 'maker' });
    if (!isMet) continue;
    hand.trade({ outcome: second, side, size, atMs: otherMs, role: 'maker' });
    if (side === 'BUY') hand.sets('MERGE', size, otherMs + SECOND_MS);
  }
  redeem(hand);
}

/** Buys as many shares of the one side as of the other for less than a dollar: it cannot lose. */
function hedger(hand: PastHand, { dollars }: PastManner): void {
  const { chance } = hand;
  const first = chance.pick([0, 1] as const);
  const atMs = momentIn(hand, ...ENTRY);
  const size = hand.sharesFor(drawBetween(chance, ...dollars), MICRO / 2);
  const order = { side: 'BUY', size, atMs, role: 'maker' } as const;
  const set = hand.price(0, 'BUY', order) + hand.price(1, 'BUY', order);
  if (set >= MICRO) return;
  hand.trade({ ...order, outcome: first });
  hand.trade({ ...order, outcome: otherOutcome(first) });
  redeem(hand);
}

/** Rests on both sides of the spread within minutes; now and then it has to pay the spread. */
function scalper(hand: PastHand, manner: PastManner): void {
  const { chance } = hand;
  const outcome = chance.pick([0, 1] as const);
  const atMs = momentIn(hand, 0.03, 0.9);
  const price = hand.price(outcome, 'BUY', { atMs, role: 'maker' });
  if (!isWithin(price, manner.prices)) return;
  const size = hand.sharesFor(drawBetween(chance, ...manner.dollars), price);
  hand.trade({ outcome, side: 'BUY', size, atMs, role: 'maker' });
  const soldAtMs = atMs + chance.whole(...HELD_MS);
  const role = chance.happens(STOPPED_PROBABILITY) ? 'taker' : 'maker';
  hand.trade({ outcome, side: 'SELL', size, atMs: soldAtMs, role });
}

export const PAST_HABITS: Readonly<Record<PastHabitName, PastHabit>> = {
  directional,
  maker,
  hedger,
  scalper,
  jackpot,
};

/**
 * The chance that the side which a directional wallet picked wins, where the price says `fair`: its
 * picks are right (1 + skill) / (1 − skill) times as often as they are wrong, whatever the price.
 */
export function chanceOfPick(skill: number, fair: number): number {
  const right = (1 + skill) * fair;
  return right / (right + (1 - skill) * (1 - fair));
}

/** The hidden winner more often than not, by skill; who does not know takes either side. */
function foresee({ past, chance }: PastHand, { skill, knows }: PastManner): 0 | 1 {
  const guess = chance.pick([0, 1] as const);
  if (past.winner === null || !knows) return guess;
  return skill > 0 ? past.winner : otherOutcome(past.winner);
}

function buy(
  hand: PastHand,
  { dollars, prices, printsMax }: PastManner,
  at: { readonly outcome: 0 | 1; readonly atMs: number },
): void {
  const price = hand.price(at.outcome, 'BUY', at);
  if (!isWithin(price, prices)) return;
  const size = hand.sharesFor(drawBetween(hand.chance, ...dollars), price);
  hand.trade({ ...at, side: 'BUY', size }, hand.chance.whole(1, printsMax));
}

/** A moment at which the price is to its taste; `null` when none of a few is. */
function entryOf(hand: PastHand, outcome: 0 | 1, { prices }: PastManner): number | null {
  for (let look = 0; look < LOOKS; look += 1) {
    const atMs = momentIn(hand, ...ENTRY);
    if (isWithin(hand.price(outcome, 'BUY', { atMs }), prices)) return atMs;
  }
  return null;
}

/** Some time after the market was resolved, before the world begins. */
function redeem(hand: PastHand): void {
  const { past, chance } = hand;
  const atMs = past.resolvedMs + chance.whole(...REDEEM_MS);
  hand.redeem(Math.min(-REDEEMED_BEFORE_MS, atMs));
}

function isWithin(price: number, [least, most]: readonly [number, number]): boolean {
  return price >= least * MICRO && price <= most * MICRO;
}

/** A moment between two parts of the market's life. */
function momentIn({ past, chance }: PastHand, from: number, until: number): number {
  const lifeMs = past.resolvedMs - past.listedMs;
  return Math.round(past.listedMs + lifeMs * (from + (until - from) * chance.next()));
}

/** A moment after another one, before nearly everything is known. */
function later({ past, chance }: PastHand, atMs: number): number {
  const untilMs = past.listedMs + (past.resolvedMs - past.listedMs) * LEAVE_UNTIL;
  return Math.round(atMs + (untilMs - atMs) * Math.max(0.01, chance.next()));
}

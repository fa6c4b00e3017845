import type { Notice } from '../../engine/domain/notice.ts';
import { type AtMs, DAY_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import {
  addMoney,
  cost,
  type Money,
  type Ppm,
  type Price,
  type Quantity,
  subtractMoney,
} from '../../engine/domain/values/money.ts';
import {
  cents,
  count,
  MINUS,
  money,
  moneyShort,
  shares,
  signedPercent,
} from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { day, duration } from '../format/moments.ts';
import { cut, marketName } from '../format/names.ts';
import { basisWords } from '../format/pair-words.ts';
import type { Button, Line, Reply } from '../reply.ts';
import { type NoticeFacts, numberOf, personOf, textOf } from './context.ts';
import { groupReply } from './word-group.ts';

const DAYS_IN_A_YEAR = 365;
const WORD_WIDTH = 24;
const BASIS_WIDTH = 80;
/** From here on cents of a size say nothing. */
const WHOLE_FROM = 10 * MICRO;
/** More shares than any book holds. */
const QUANTITY_MAX = 1_000_000_000 * MICRO;

/** One side of a pair: where and what is bought. */
export interface Leg {
  readonly venue: string;
  readonly side: string;
  readonly price: Price;
}

/**
 * A pair of markets whose two sides cost less than they pay. `market` names the one shown. `basis`
 * is what still differs in settlement; the pair is called arbitrage only where it is `verified` and
 * its basis is empty or was accepted by a person (design, law 8).
 */
export interface ArbitrageFound {
  /** The number of the pair, for commands. */
  readonly pair: string | null;
  readonly legs: readonly [Leg, Leg] | null;
  /** Pairs of shares that both books give. */
  readonly quantity: Quantity | null;
  readonly fees: Money | null;
  /** What the reader would put in. */
  readonly own: Money | null;
  readonly openMs: number | null;
  /** When it pays out. */
  readonly paysAtMs: AtMs | null;
  readonly verified: boolean;
  readonly basis: string | null;
  readonly acceptedBy: string | null;
  readonly acceptedAtMs: AtMs | null;
}

export function readArbitrage(notice: Notice): ArbitrageFound {
  const first = readLeg(notice, 'A');
  const second = readLeg(notice, 'B');
  return {
    pair: textOf(notice, 'pair') ?? numberOf(notice, 'pair')?.toString() ?? null,
    legs: first === null || second === null ? null : [first, second],
    quantity: microOf(notice, 'quantity', QUANTITY_MAX) as Quantity | null,
    fees: microOf(notice, 'fees', QUANTITY_MAX) as Money | null,
    own: microOf(notice, 'own', QUANTITY_MAX) as Money | null,
    openMs: numberOf(notice, 'openMs'),
    paysAtMs: numberOf(notice, 'paysAtMs'),
    verified: numberOf(notice, 'verified') === 1,
    basis: textOf(notice, 'basis'),
    acceptedBy: textOf(notice, 'acceptedBy'),
    acceptedAtMs: microOf(notice, 'acceptedAtMs', 8.64e15),
  };
}

function readLeg(notice: Notice, name: 'A' | 'B'): Leg | null {
  const price = microOf(notice, `price${name}`, MICRO);
  if (price === null) return null;
  const venue = cut(textOf(notice, `venue${name}`) ?? 'a venue', WORD_WIDTH);
  return {
    venue,
    side: cut(textOf(notice, `side${name}`) ?? '', WORD_WIDTH),
    price: price as Price,
  };
}

function microOf(notice: Notice, name: string, most: number): number | null {
  const value = numberOf(notice, name);
  return value !== null && Number.isSafeInteger(value) && value >= 0 && value <= most
    ? value
    : null;
}

interface Sums {
  readonly cost: Money;
  readonly net: Money;
  /** Net by cost. */
  readonly ratio: number;
}

/** What both sides cost with their fees, and what is left of the dollar that each pair pays. */
export function sumsOf({ legs, quantity, fees }: ArbitrageFound): Sums | null {
  if (legs === null || quantity === null || fees === null || quantity === 0) return null;
  const sides = addMoney(
    cost(legs[0].price, quantity, 'ceil'),
    cost(legs[1].price, quantity, 'ceil'),
  );
  const all = addMoney(sides, fees);
  if (all <= 0) return null;
  const net = subtractMoney(quantity as number as Money, all);
  return { cost: all, net, ratio: net / all };
}

/** `⇄ Arbitrage +3.4 % net · $32.92 on $967.08 · open 6 s` */
export function arbitrageReply(facts: NoticeFacts): Reply {
  if (textOf(facts.notice, 'structure') !== null) return groupReply(facts, takeButtons(facts));
  const found = readArbitrage(facts.notice);
  const sums = sumsOf(found);
  const called = isArbitrage(found) ? 'Arbitrage' : 'Basis spread';
  const title = [
    called,
    sums === null
      ? ''
      : ` ${oneDecimal(sums.ratio)} net · ${money(sums.net)} on ${money(sums.cost)}`,
    found.openMs === null ? '' : ` · open ${duration(found.openMs)}`,
  ].join('');
  const more = [
    pairLine(facts, found, sums),
    termsLine(facts, found, sums),
    basisLine(facts, found),
  ];
  const pair = found.pair === null ? '' : ` ${found.pair}`;
  return reply(title, {
    symbol: '⇄',
    blocks: [lines(...more.filter((line) => line.length > 0))],
    buttons: [
      ...takeButtons(facts),
      show('Details', found.pair === null ? '/arb' : `/pair${pair}`),
      ...(found.pair === null ? [] : [show('Not the same', `/pair${pair} reject`)]),
    ],
  });
}

/** Asks first where that is on; good as long as the core takes a yes. */
function takeButtons({ notice }: NoticeFacts): readonly Button[] {
  const id = textOf(notice, 'ask');
  const validMs = numberOf(notice, 'askMs');
  if (id === null || validMs === null) return [];
  const tap = { kind: 'command', text: `/arb take ${id}` } as const;
  return [{ label: `Take it ${duration(validMs)}`, tap, style: 'plain', validMs }];
}

function isArbitrage({ verified, basis, acceptedBy }: ArbitrageFound): boolean {
  return verified && (basis === null || acceptedBy !== null);
}

/** `Fed holds in January?  Polymarket YES 38.2¢ + Kalshi NO 55.6¢, 1,000 pairs · you: $17 on $500` */
function pairLine({ market }: NoticeFacts, found: ArbitrageFound, sums: Sums | null): Line {
  const { legs, quantity, own } = found;
  const sides = legs?.map(({ venue, side, price }) =>
    `${venue} ${side} ${cents(price)}`.replace('  ', ' '),
  );
  const parts = [
    sides === undefined ? '' : sides.join(' + '),
    quantity === null ? '' : `, ${shares(quantity)} pairs`,
    own === null || sums === null ? '' : ` · you: ${whole(own * sums.ratio)} on ${whole(own)}`,
  ].join('');
  return market === null ? [parts] : [marketName(market), `   ${parts}`];
}

/** `fees $29.08 · pays out in 66 days (19 % a year) · same outcome, verified` */
function termsLine({ notice }: NoticeFacts, found: ArbitrageFound, sums: Sums | null): Line {
  const days = found.paysAtMs === null ? null : Math.ceil((found.paysAtMs - notice.atMs) / DAY_MS);
  const yearly =
    days === null || days < 1 || sums === null
      ? ''
      : ` (${Math.round((sums.ratio * 100 * DAYS_IN_A_YEAR) / days)} % a year)`;
  return [
    ...(found.fees === null ? [] : [`fees ${money(found.fees)}`]),
    ...(days === null || days < 0 ? [] : [`pays out in ${count(days, 'day')}${yearly}`]),
    found.verified ? 'same outcome, verified' : 'not verified: it may not be the same outcome',
  ].join(' · ');
}

/** `void rules differ, accepted by you on 3 Nov` */
function basisLine(facts: NoticeFacts, { basis, acceptedBy, acceptedAtMs }: ArbitrageFound): Line {
  if (basis === null) return '';
  const differ = cut(basis.split(',').map(basisWords).join(', '), BASIS_WIDTH);
  if (acceptedBy === null) return `${differ}, not accepted`;
  const on = acceptedAtMs === null ? '' : ` on ${day(acceptedAtMs, facts.zone)}`;
  return `${differ}, accepted by ${personOf(facts, acceptedBy)}${on}`;
}

/** `+3.4 %` */
function oneDecimal(ratio: number): string {
  return signedPercent((Math.round(ratio * 1_000) * 1_000) as Ppm);
}

/** A size in whole dollars, rounded down; a small one with cents. */
function whole(amount: number): string {
  if (Math.abs(amount) < WHOLE_FROM) return moneyShort(Math.trunc(amount) as Money);
  const dollars = Math.trunc(Math.abs(amount) / MICRO).toLocaleString('en-US');
  return `${amount < 0 ? MINUS : ''}$${dollars}`;
}

import { DAY_MS } from '../../engine/domain/time.ts';
import {
  type Money,
  type Price,
  type Quantity,
  ratioOf,
} from '../../engine/domain/values/money.ts';
import { cents, count, money, shares, signedPercent } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { duration } from '../format/moments.ts';
import { cut, marketName } from '../format/names.ts';
import type { Button, Line, Reply } from '../reply.ts';
import { type NoticeFacts, numberOf, textOf } from './context.ts';

const QUESTION_WIDTH = 60;

/** `⇄ Arbitrage +4.1 % net · $3.20 on $78.10 · open 3 s`: a set or a ladder of one venue. */
export function groupReply(facts: NoticeFacts, take: readonly Button[]): Reply {
  const { notice } = facts;
  const numberIn = (name: string): number => numberOf(notice, name) ?? 0;
  const [cost, profit] = [numberIn('cost') as Money, numberIn('profit') as Money];
  const net = cost > 0 ? ` ${signedPercent(ratioOf(profit, cost))} net` : '';
  const open = duration(numberIn('openMs'));
  return reply(`Arbitrage${net} · ${money(profit)} on ${money(cost)} · open ${open}`, {
    symbol: '⇄',
    blocks: [lines(...sideLines(facts), termsLine(facts))],
    buttons: [...take, show('Details', '/arb')],
  });
}

function sideLines(facts: NoticeFacts): readonly Line[] {
  const { notice, market } = facts;
  const name: Line = market === null ? ['one event'] : [marketName(market)];
  const text = (key: string): string => textOf(notice, key) ?? '';
  const price = (key: string): string => cents((numberOf(notice, key) ?? 0) as Price);
  const many = shares((numberOf(notice, 'quantity') ?? 0) as Quantity);
  if (text('structure') === 'set') {
    const sides = numberOf(notice, 'sides') ?? 0;
    return [
      name,
      `${text('venueA')}: ${text('sideA')} of all ${sides} outcomes of the event, ${many} of each`,
    ];
  }
  return [
    [...name, `   ${text('venueA')} ${text('sideA')} ${price('priceA')}`],
    `${cut(text('second'), QUESTION_WIDTH)}   ${text('sideB')} ${price('priceB')}, ${many} of each`,
  ];
}

/** `fees $0.84 · pays out in 2 days · one of them must happen` */
function termsLine({ notice }: NoticeFacts): Line {
  const fees = numberOf(notice, 'fees');
  const paysAtMs = numberOf(notice, 'paysAtMs');
  const days = paysAtMs === null ? null : Math.ceil((paysAtMs - notice.atMs) / DAY_MS);
  const isSet = textOf(notice, 'structure') === 'set';
  return [
    ...(fees === null ? [] : [`fees ${money(fees as Money)}`]),
    ...(days === null || days < 0 ? [] : [`pays out in ${count(days, 'day')}`]),
    isSet
      ? 'their bounds leave nothing out: one of them must happen'
      : 'one cannot happen without the other',
  ].join(' · ');
}

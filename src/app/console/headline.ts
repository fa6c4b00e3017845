import { money, signedMoney } from '../../bot/format/amounts.ts';
import type { Line } from '../../bot/reply.ts';
import type { StatusView } from '../../engine/contract/views.ts';

/** `PAPER  equity $505.86   today +$5.86   open 6 · $29.98   copied 8 · skipped 14` */
export function bookLine({ ledgers, control, today }: StatusView): Line {
  const [paper] = ledgers;
  const state =
    control.killed !== null ? '■ KILLED  ' : control.paused !== null ? '‖ paused  ' : '';
  if (paper === undefined) return ` ${state}PAPER  starting`;
  return [
    ` ${state}`,
    { bold: 'PAPER' },
    `  equity ${money(paper.equity)}   today ${signedMoney(paper.today)}`,
    `   open ${paper.openPositions} · ${money(paper.atCost)}`,
    // In 80 columns there is room for this or for the state.
    ...(state === '' ? [`   copied ${today.copied} · skipped ${today.denied}`] : []),
  ];
}

/**
 * The feeds that are copied by, as one number: the age of the newest data, or what is wrong. Whether
 * another venue is there is told elsewhere.
 */
export function feedWords(all: StatusView['feeds']): string {
  const feeds = all.filter(({ isBeside }) => isBeside !== true);
  const bad = feeds.find(({ state }) => state === 'down' || state === 'silent');
  if (bad !== undefined) return `! ${bad.name} ${bad.state}`;
  const ages = feeds.flatMap(({ ageMs }) => ageMs ?? []);
  if (ages.length === 0) return 'Polymarket connecting';
  return `Polymarket ${(Math.min(...ages) / 1_000).toFixed(1)} s`;
}

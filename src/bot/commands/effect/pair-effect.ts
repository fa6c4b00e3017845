import type { Queries } from '../../../engine/contract/queries.ts';
import type { CommandBody } from '../../../engine/domain/command.ts';
import { money } from '../../format/amounts.ts';
import { marketName } from '../../format/names.ts';
import { basisWords, sidesWords } from '../../format/pair-words.ts';
import type { Line } from '../../reply.ts';
import { type Effect, effect, unchanged } from './effect.ts';

type JudgePair = CommandBody & { kind: 'judgePair' };

/** What a verdict on a pair leads to. */
export function pairEffect(queries: Queries, { number, verdict }: JudgePair): Effect {
  const view = queries.pair(number);
  if (view === null) return unchanged(`There is no pair ${number}.`);
  const { pair, polymarket } = view;
  const reset = { kind: 'judgePair', number, verdict: 'reset', why: null } as const;
  const name: Line = [marketName(polymarket)];
  if (verdict === 'reset') {
    if (pair.word === null && pair.demoted === null) {
      return unchanged(`Pair ${number} stands as it was found.`);
    }
    return effect(`Pair ${number} stands as it was found again`, { danger: 'more', lines: [name] });
  }
  if (verdict === 'reject') {
    if (pair.word?.verdict === 'rejected') return unchanged(`Pair ${number} is rejected already.`);
    return effect(`Pair ${number} is not one question: nothing of it is told or bought`, {
      danger: 'less',
      lines: [name],
      undo: reset,
    });
  }
  if (pair.word?.verdict === 'approved') return unchanged(`Pair ${number} is approved already.`);
  if (pair.state === 'rejected') {
    return unchanged(`Pair ${number} cannot be approved: its terms differ.`);
  }
  const accepted = pair.basis.map((basis) => `accepted: ${basisWords(basis)}`);
  return effect(`Pair ${number} counts as one question from now on`, {
    danger: 'more',
    lines: [name, ...accepted, 'It is told as arbitrage, and never bought without you.'],
    undo: reset,
  });
}

/** What saying yes to an opportunity leads to. */
export function takeEffect(queries: Queries, id: string): Effect {
  const open = queries.arbitrage().open.find(({ found }) => found.id === id);
  if (open === undefined) return unchanged('It is gone: the prices met, or 30 s are over.');
  const { found, market, sides } = open;
  return effect(`PAPER buying both sides, at most ${money(found.cost)}`, {
    danger: 'more',
    symbol: '⇄',
    lines: [[marketName(market)], sidesWords(sides), 'What becomes of it is told when it is over.'],
  });
}

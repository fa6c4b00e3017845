import type { PairView } from '../../engine/contract/arbitrage-view.ts';
import type { PairState } from '../../engine/domain/market-pair.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { change } from '../confirm.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Reply } from '../reply.ts';
import { pairCard, pairLine } from './pair-card.ts';

const VERDICTS: Readonly<Record<string, 'approve' | 'reject' | 'reset'>> = {
  approve: 'approve',
  accept: 'approve',
  verify: 'approve',
  same: 'approve',
  reject: 'reject',
  refuse: 'reject',
  different: 'reject',
  reset: 'reset',
  undo: 'reset',
};
const NAMES = ['approve', 'reject', 'reset'];
const STATES: readonly PairState[] = ['quarantined', 'verified', 'rejected'];
/** Pairs that one message lists. */
const LISTED_MAX = 12;
const PAIRS_READ_MAX = 5_000;
const WHY_LENGTH_MAX = 200;
const NUMBER = /^#?(\d{1,6})$/;

export const pair: ChatCommand = {
  name: 'pair',
  aliases: ['pairs', 'twin', 'twins'],
  summary: 'markets of both venues that may be one question',
  examples: [
    ['/pair', 'those that wait for a look, and how many are verified'],
    ['/pair 12', 'both questions, what differs, what it costs now'],
    ['/pair 12 approve both pay on the announcement', 'you read both texts: one question'],
    ['/pair 12 reject other void rule', 'never shown as one again'],
    ['/pair 12 reset', 'takes a verdict back'],
    ['/pair verified', 'those that are one question'],
  ],
  arguments: [
    { name: 'pair', about: `its number, or ${STATES.join(', ')}`, required: false },
    { name: 'do', about: 'approve, reject, reset', required: false, choices: NAMES },
    { name: 'why', about: 'what you read', required: false },
  ],
  role: 'viewer',
  danger: 'more',
  async run(call) {
    const [first, second] = call.words;
    if (first === undefined) return list(call, 'quarantined');
    const state = STATES.find((one) => one === first.toLowerCase());
    if (state !== undefined) return list(call, state);
    // Both orders are taken: `12 approve`, `approve 12`.
    const isTurned = NUMBER.test(second ?? '') && !NUMBER.test(first);
    const [number, verb, ...why] = isTurned
      ? [second ?? '', first, ...call.words.slice(2)]
      : call.words;
    const view = known(call, number ?? '');
    if (verb === undefined) {
      const { queries, speaker } = call;
      const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
      return pairCard(view, reader, speaker.actor);
    }
    const text = why.join(' ').trim().slice(0, WHY_LENGTH_MAX);
    return change(call, [
      {
        kind: 'judgePair',
        number: view.pair.number,
        verdict: verdictNamed(view.pair.number, verb),
        why: text === '' ? null : text,
      },
    ]);
  },
};

/** @throws UsageError when there is no such pair. */
function known({ queries }: CommandCall, word: string): PairView {
  const number = NUMBER.exec(word)?.[1];
  if (number === undefined) {
    throw new UsageError(`A pair is meant by its number, for example: /pair 12`, '/pair');
  }
  const view = queries.pair(Number(number));
  if (view === null) throw new UsageError(`There is no pair ${number}.`, '/pair');
  return view;
}

function verdictNamed(number: number, word: string): 'approve' | 'reject' | 'reset' {
  const verdict = VERDICTS[word.toLowerCase()];
  if (verdict !== undefined) return verdict;
  const meant = nearest(word.toLowerCase(), NAMES);
  throw new UsageError(
    `A pair is approved, rejected or reset; not "${word}".`,
    meant === null ? null : `/pair ${number} ${meant}`,
  );
}

function list({ queries }: CommandCall, state: PairState): Reply {
  const views = queries.pairs({ limit: PAIRS_READ_MAX, state });
  const { counts } = queries.arbitrage();
  const others = STATES.filter((one) => one !== state && counts[one] > 0);
  const buttons = [...others.map((one) => show(`${counts[one]} ${one}`, `/pair ${one}`))];
  if (views.length === 0) {
    const said =
      counts.verified + counts.quarantined + counts.rejected === 0
        ? 'No pairs yet: markets of both venues are compared as they are listed'
        : `No pair is ${state}`;
    return reply(said, { symbol: '⇄', buttons });
  }
  const shown = views.slice(0, LISTED_MAX);
  const more = views.length - shown.length;
  const isOne = views.length === 1;
  const verb =
    state === 'quarantined'
      ? `${isOne ? 'waits' : 'wait'} for somebody to compare their rules`
      : `${isOne ? 'is' : 'are'} ${state}`;
  return reply(`${count(views.length, 'pair')} ${verb}`, {
    symbol: '⇄',
    blocks: [lines(...shown.map(pairLine), ...(more > 0 ? [`and ${more} more`] : []))],
    buttons: [
      ...shown.slice(0, 3).map(({ pair: { number } }) => show(`Pair ${number}`, `/pair ${number}`)),
      ...buttons,
    ],
  });
}

import type { FeedView, OrderView, StatusView } from '../../../engine/contract/views.ts';
import { isInDoubt } from '../../commands/orders.ts';
import { count } from '../../format/amounts.ts';
import { duration } from '../../format/moments.ts';
import type { Alert } from '../contract/overview.ts';

/** What a person should look at now, most urgent first. */
export function alertsOf(status: StatusView, open: readonly OrderView[]): readonly Alert[] {
  return [
    ...killed(status),
    ...inDoubt(open),
    ...database(status),
    ...paused(status),
    ...status.feeds.flatMap(feedAlert),
    ...liveLacks(status),
  ];
}

function killed({ control, provingNothingOpen }: StatusView): readonly Alert[] {
  if (control.killed === null) return [];
  const proof = provingNothingOpen ? '; not proven yet that nothing is open' : '';
  const words = `Killed: ${control.killed.reason}${proof}`;
  return [{ id: 'killed', level: 'stop', words, line: '/kill off' }];
}

function inDoubt(open: readonly OrderView[]): readonly Alert[] {
  const doubts = open.filter(isInDoubt).length;
  if (doubts === 0) return [];
  const words = `${count(doubts, 'order')} in doubt: the venue did not say clearly what became of it`;
  return [{ id: 'inDoubt', level: 'warning', words, line: '/orders' }];
}

function database({ database: of, atMs }: StatusView): readonly Alert[] {
  if (of.failingSinceMs === null) return [];
  const since = duration(atMs - of.failingSinceMs);
  const words = `The database has taken no writes for ${since}; ${count(of.writesWaiting, 'write')} waiting`;
  return [{ id: 'database', level: 'warning', words, line: null }];
}

function paused({ control }: StatusView): readonly Alert[] {
  if (control.paused === null) return [];
  const words = `Paused, no new copies: ${control.paused.reason}`;
  return [{ id: 'paused', level: 'warning', words, line: '/resume' }];
}

function feedAlert({ name, state, note, isBeside }: FeedView): readonly Alert[] {
  if (state !== 'down' && state !== 'silent') return [];
  const level = isBeside === true ? 'notice' : 'warning';
  const words = `${name} is ${state}${note === null ? '' : `: ${note}`}`;
  return [{ id: `feed ${name}`, level, words, line: null }];
}

function liveLacks({ mode, liveMissing }: StatusView): readonly Alert[] {
  if (mode !== 'live' || liveMissing.length === 0) return [];
  const words = `Live lacks ${count(liveMissing.length, 'thing')}: ${liveMissing.join('; ')}`;
  return [{ id: 'live', level: 'warning', words, line: '/mode' }];
}

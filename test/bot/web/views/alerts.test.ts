import { expect, test } from 'vitest';
import { alertsOf } from '../../../../src/bot/web/views/alerts.ts';
import type { StatusView } from '../../../../src/engine/contract/views.ts';
import { NOW, order } from '../../chat-facts.ts';
import { ChatWorld } from '../../chat-world.ts';

const STATUS = new ChatWorld().queries.status();
const QUIET: StatusView = {
  ...STATUS,
  feeds: [],
  liveMissing: [],
  database: { kind: 'embedded', failingSinceMs: null, writesWaiting: 0 },
};

const FEED: StatusView['feeds'][number] = {
  name: 'Polymarket books',
  source: 'polymarket.market',
  state: 'live',
  ageMs: 100,
  lagMsP50: null,
  lagMsP99: null,
  messages: 1,
  reconnects: 0,
  problems: 0,
  trades: null,
  note: null,
};

test('where all is well, nobody is disturbed', () => {
  expect(alertsOf(QUIET, [])).toEqual([]);
});

test('what stops comes first, and what can be answered has its command', () => {
  const shown = order();
  const silent = { ...FEED, state: 'silent', note: 'nothing for 2 min' } as const;
  const beside = { ...FEED, name: 'Kalshi', state: 'down', isBeside: true } as const;
  const status: StatusView = {
    ...QUIET,
    atMs: NOW,
    mode: 'live',
    liveMissing: ['the clock is off'],
    provingNothingOpen: true,
    control: {
      ...QUIET.control,
      killed: { reason: 'by console', atMs: NOW },
      paused: { cause: 'dayLoss', reason: 'lost $25 today', atMs: NOW, day: null },
    },
    feeds: [silent, beside],
    database: { kind: 'server', failingSinceMs: NOW - 90_000, writesWaiting: 3 },
  };
  const inDoubt = { ...shown, order: { ...shown.order, status: 'inDoubt' as const } };
  const told = alertsOf(status, [inDoubt, shown]).map(
    ({ level, words, line }) => `${level}: ${words}${line === null ? '' : `  ${line}`}`,
  );
  expect(told).toEqual([
    'stop: Killed: by console; not proven yet that nothing is open  /kill off',
    'warning: 1 order in doubt: the venue did not say clearly what became of it  /orders',
    'warning: The database has taken no writes for 2 min; 3 writes waiting',
    'warning: Paused, no new copies: lost $25 today  /resume',
    'warning: Polymarket books is silent: nothing for 2 min',
    'notice: Kalshi is down',
    'warning: Live lacks 1 thing: the clock is off  /mode',
  ]);
});

import { describe, expect, test } from 'vitest';
import type { FeedView } from '../../../src/engine/contract/views.ts';
import { STATUS } from '../chat-past.ts';
import { Chat } from '../chat-person.ts';

const [QUIET] = STATUS.feeds;

function feed(name: string, more: Partial<FeedView> = {}): FeedView {
  return {
    ...QUIET!,
    name,
    state: 'live',
    note: null,
    ageMs: 100,
    lagMsP50: null,
    trades: null,
    ...more,
  };
}

const OWN = [
  feed('Polymarket books', { lagMsP50: 90 }),
  feed('Polymarket trades', { lagMsP50: 1_200 }),
  feed('Polymarket activity', { ageMs: 4_000 }),
  feed('Polymarket markets', { ageMs: 9_000 }),
];
const BESIDE = { isBeside: true } as const;
const BINANCE = feed('Binance prices', { ...BESIDE, host: 'data-stream.binance.vision' });
const SETTLEMENT = feed('Polymarket settlement prices', { ...BESIDE, host: 'prices.test' });
const COINS = feed('Polymarket coin markets', {
  ...BESIDE,
  state: 'waiting',
  note: 'price lags are switched off',
});
const LIST = feed('Kalshi markets', { ...BESIDE, ageMs: 200_000, host: 'api.kalshi.test' });
const STREAM = feed('Kalshi stream', { ...BESIDE, host: 'ws.kalshi.test' });
const ALL = [...OWN, BINANCE, SETTLEMENT, COINS, LIST, STREAM];

function changed(changes: Readonly<Record<string, Partial<FeedView>>>): readonly FeedView[] {
  return ALL.map((one) => ({ ...one, ...changes[one.name] }));
}

/** What may be the matter with the feeds, and the lines of /status about them. */
const CASES: Readonly<
  Record<string, readonly [feeds: readonly FeedView[], lines: readonly string[]]>
> = {
  'while all is well, the rest is counted by venue': [
    ALL,
    [
      'Polymarket books  90 ms behind · newest 0.1 s ago',
      'Polymarket trades  1.2 s behind · newest 0.1 s ago',
      'Polymarket activity  newest 4 s ago',
      'Polymarket markets  newest 9 s ago',
      '5 more live: 1 of Binance, 2 of Polymarket, 2 of Kalshi',
    ],
  ],
  'what is down comes with its trouble and host, whatever is copied by first': [
    changed({
      'Kalshi markets': {
        state: 'down',
        note: 'kalshi.event-page (unreachable): fetch failed',
        ageMs: null,
      },
      'Binance prices': {
        state: 'down',
        note: 'No stream from Binance, prices are missing: one.test: connect ECONNREFUSED 127.0.0.1:9. Asking failed, too: binance.time (unreachable): fetch failed.',
        ageMs: null,
        host: null,
      },
      'Polymarket activity': {
        state: 'down',
        note: 'data.activity (unavailable, 503)',
        ageMs: 60_000,
      },
    }),
    [
      'Polymarket activity  down: out of service for now (503) · newest 1 min ago',
      'Binance prices  down: No stream from Binance, prices are missing: one.test: connect ECONNREFUSED 127.0.0.1:9. Asking… · nothing yet',
      'Kalshi markets  down: no connection · api.kalshi.test · nothing yet',
      'Polymarket books  90 ms behind · newest 0.1 s ago',
      '5 more live: 4 of Polymarket, 1 of Kalshi',
    ],
  ],
  'what is heard in part says what is missing': [
    changed({
      'Binance prices': { note: 'no price now: DOGEUSDT' },
      'Kalshi markets': { note: 'Kalshi, or a part of it, does not trade now' },
      'Polymarket settlement prices': {
        state: 'silent',
        note: 'connected, and no price comes',
        ageMs: 20_000,
      },
    }),
    [
      'Polymarket settlement prices  silent: connected, and no price comes · prices.test · newest 20 s ago',
      'Binance prices  no price now: DOGEUSDT · data-stream.binance.vision · newest 0.1 s ago',
      'Kalshi markets  Kalshi, or a part of it, does not trade now · api.kalshi.test · newest 3 min ago',
      'Polymarket books  90 ms behind · newest 0.1 s ago',
      '5 more live: 4 of Polymarket, 1 of Kalshi',
    ],
  ],
  'a host that the trouble names is not repeated': [
    changed({
      'Binance prices': { note: 'from api.binance.us, a smaller exchange', host: 'api.binance.us' },
    }).slice(4, 5),
    ['Binance prices  from api.binance.us, a smaller exchange · newest 0.1 s ago'],
  ],
  'more that is wrong than lines are is named together': [
    ALL.map((one) => ({ ...one, state: 'down', note: 'not connected' })),
    [
      'Polymarket books  down: not connected · newest 0.1 s ago',
      'Polymarket trades  down: not connected · newest 0.1 s ago',
      'Polymarket activity  down: not connected · newest 4 s ago',
      'Polymarket markets  down: not connected · newest 9 s ago',
      '5 more to look at: Binance prices down, Polymarket settlement prices down, Polymarket coin markets down, Kalshi markets down and 1 more',
    ],
  ],
};

describe('the feeds in /status', () => {
  test.each(Object.keys(CASES))('%s', async (name) => {
    const [feeds, lines] = CASES[name]!;
    const chat = new Chat();
    chat.world.open = [];
    chat.world.status = { feeds };
    const [block] = (await chat.say('/status')).blocks;
    const all = block?.kind === 'lines' ? block.lines : [];
    expect(all.slice(1, -3)).toEqual(lines);
  });

  test('where there is room for one line only, it still names what is wrong', async () => {
    const chat = new Chat();
    const [paper] = STATUS.ledgers;
    chat.world.status = {
      feeds: changed({ 'Kalshi stream': { state: 'down', note: 'closed with 1006' } }),
      ledgers: [
        'paper',
        'live:polymarket:0x1',
        'live:polymarket:0x2',
        'live:polymarket:0x3',
        'live:polymarket:0x4',
        'live:polymarket:0x5',
      ].map((ledger) => ({ ...paper!, ledger: ledger as never })),
    };
    const [block] = (await chat.say('/status')).blocks;
    const all = block?.kind === 'lines' ? block.lines : [];
    expect(all).toContain(
      '1 to look at: Kalshi stream down · 8 live: 6 of Polymarket, 1 of Binance, 1 of Kalshi',
    );
  });
});

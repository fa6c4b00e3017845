import { line, type ScenarioLine } from './line.ts';

const SENDING = 'scenarios/faults/sending.test.ts';
const BOOKED = 'scenarios/faults/events.test.ts';
const KILL = 'scenarios/faults/kill.test.ts';
const HOST = 'scenarios/faults/host.test.ts';
const TRUST = 'engine/domain/book/market-book-trust.test.ts';
const BOOK = 'engine/domain/book/market-book.test.ts';
const LIVE_KILL = 'e2e/live-kill/live-kill.test.ts';

/** Crashes, lost answers, fills and books: what each leads to. */
export const FAULT_LINES: readonly ScenarioLine[] = [
  line('F1', 'killed before the intent is committed', [
    [
      SENDING,
      'F1: before the intent is committed, nothing is at the venue and nothing is reserved',
    ],
    [LIVE_KILL, 'sends nothing twice, loses no fill and agrees with the venue, seed %s'],
  ]),
  line('F2', 'killed between the commit and the POST', [
    [
      SENDING,
      'F2: after the commit and before the POST, it is never sent, and freed when no list has it',
    ],
  ]),
  line('F3', 'killed with the bytes sent, before the reply', [
    [
      SENDING,
      'F3: with its bytes at the venue, before the reply, the order is found by its hash and adopted',
    ],
  ]),
  line('F4', 'killed behind the reply, before it is persisted', [
    [
      SENDING,
      'F4: after the reply, before it is persisted, the order is found by its hash and adopted',
    ],
  ]),
  line('F5', 'killed between a fill and its booking', [
    [BOOKED, 'F5: %s, the fill is read again from the trades and applied once'],
  ]),
  line('F6', 'killed between the state and its message', [
    [
      BOOKED,
      'F6: between the state and the message, the message waits, and is marked when it may be a repetition',
    ],
  ]),
  line('F7', 'killed during a cancel', [
    [
      KILL,
      'F7: %s, the next one cancels again and ends it',
      'F7: when a fill outruns the cancel, the venue is right',
    ],
  ]),
  line('F8', 'killed during a migration or the first creation of the database', [
    [HOST, 'F8: killed in the first creation of the database (%s), the next start completes it'],
    [
      'data/store/migrate.test.ts',
      'leaves nothing of a migration that fails, and keeps the ones before it',
    ],
  ]),
  line('F9', 'a crash loop', [
    [
      KILL,
      'F9: starts killed after five crashes, refuses live, sends nothing, and a person arms it',
    ],
  ]),
  line('F10', 'a POST times out, and was matched', [
    [SENDING, 'F10: a POST that timed out and was matched is adopted, and no second order goes'],
  ]),
  line('F11', 'a POST times out, and was not taken', [
    [
      SENDING,
      'F11: a POST that timed out and was not taken is called so only behind the grace window',
      'F11: one that lands behind several empty lookups is still one order, and ours',
    ],
  ]),
  line('F12', 'the reply is lost, and the order is not found because it filled', [
    [
      SENDING,
      'F12: not found as an order because it filled, it is found by its trades and never rejected',
    ],
  ]),
  line('F13', '5xx after it was accepted; success that cannot be read; success with an error', [
    [
      SENDING,
      'F13: %s leaves it in doubt, and it is adopted',
      'F13: success without an id and with an error is a rejection, and says why',
    ],
  ]),
  line('F14', '425 for 90 s, then only orders that rest', [
    [
      SENDING,
      'F14: 425 for 90 s and post-only for two minutes, the same bytes go again until they are taken',
      'F14: a venue that comes back behind the deadline gets nothing, and cancels go meanwhile',
    ],
  ]),
  line('F15', '429 with and without Retry-After', [
    [
      SENDING,
      'F15: 429 with Retry-After, nothing goes before it, and then the same bytes go',
      'F15: 429 without it, what is sent gets rarer, and a cancel is not held back by it',
    ],
  ]),
  line('F16', '503: disabled, or cancels only', [
    [
      SENDING,
      'F16: a disabled venue gets no entry; one that only cancels still cancels',
      'F16: in disabled mode the order waits and ends by its deadline, with the words of the venue',
    ],
  ]),
  line('F17', 'credentials are refused', [
    [
      SENDING,
      'F17: once, they are derived anew and the order goes',
      'F17: that stay refused are tried once anew, then killed with an alarm',
    ],
  ]),
  line('F18', 'trades and orders are told twice', [
    [BOOKED, 'F18: trades and orders that are told again change nothing'],
  ]),
  line('F19', 'events of an order out of order', [
    [BOOKED, 'F19: any order of arrival, repeated as it likes, gives the same state'],
  ]),
  line('F20', 'a matched trade fails on the chain', [
    [
      'scenarios/loss/fills.test.ts',
      '9: MATCHED, RETRYING, FAILED on the channel undo it once; shares sold meanwhile kill',
    ],
  ]),
  line('F21', 'changes of a book are missed', [
    [TRUST, 'a missed delta shows in the carried best prices and lasts until the next snapshot'],
    [
      'engine/core/market/books.test.ts',
      'ask to be read again when their trust is lost, and not before',
    ],
  ]),
  line('F22', 'a feed is open, answers every PING and brings nothing', [
    [
      'data/polymarket/stream/market-stream-sockets.test.ts',
      'a frozen venue that still answers PING is noticed',
    ],
    ['e2e/silence.test.ts', 'streams that answer and bring nothing are noticed by what is missing'],
  ]),
  line('F23', 'a change before its snapshot, a snapshot older than its changes', [
    [
      BOOK,
      'ignores a delta before any snapshot',
      'ignores a snapshot and a delta older than what was applied',
    ],
  ]),
  line('F24', 'a crossed or empty book, a tick that changes', [
    [TRUST, 'a crossed snapshot is not trusted, a crossed event only if it stays crossed'],
    [BOOK, 'a change drops the book until a snapshot on the new grid'],
    [
      'scenarios/paper-venue.test.ts',
      'a tick that changes on the way makes the venue refuse the price',
    ],
  ]),
  line('F25', 'a part fills, then the channel is gone', [
    [
      BOOKED,
      'F25: what filled while it was closed is booked when it opens, and the rest is still right',
    ],
  ]),
];

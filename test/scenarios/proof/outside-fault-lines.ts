import { because, line, type ScenarioLine } from './line.ts';

const KILL = 'scenarios/faults/kill.test.ts';
const TIME = 'scenarios/faults/time.test.ts';
const STORAGE = 'scenarios/faults/storage.test.ts';
const HOST = 'scenarios/faults/host.test.ts';
const FRAMES = 'data/frame.test.ts';

/** Poisoned data, stores, clocks, people and models: what each leads to. */
export const OUTSIDE_FAULT_LINES: readonly ScenarioLine[] = [
  line('F26', 'the first leg of an arbitrage fills, the second does not', [
    [
      'scenarios/arbitrage.test.ts',
      'is sold again within the loss that is allowed when its second leg is gone',
    ],
    [
      'engine/intelligence/arbitrage/run.test.ts',
      'is rejected: the first is sold again within the cap',
      'never pays more than the cap: holds what it has, and says so',
    ],
  ]),
  line('F27', 'poisoned JSON, binary frames, deep nesting, keys of prototypes', [
    [FRAMES, 'not deep nesting from %s', 'nothing leaks into prototypes'],
    ['data/socket/system-sockets.test.ts', 'binary messages are counted and not delivered'],
  ]),
  line('F28', 'a frame of 10 MB, a book of a million levels', [
    [
      'data/socket/system-sockets.test.ts',
      'a message over the limit ends the connection, compressed: %s',
    ],
    [FRAMES, 'for a book or a change that is too long'],
  ]),
  line('F29', 'prices and sizes that are no numbers', [
    [
      'scenarios/faults/books.test.ts',
      'F29: a price of %j is refused before the book',
      'F29: a size of %j is refused before the book',
    ],
  ]),
  line('F30', 'the database is down at the intent', [
    [
      STORAGE,
      'F30: at the intent, nothing is sent, entries are blocked, cancels go, and it resumes',
    ],
  ]),
  line('F31', 'the result of a commit is unknown', [
    [STORAGE, 'F31: a commit whose result is unknown is written again before anything is sent'],
  ]),
  line('F32', 'a failover to a replica that is behind', [
    [
      STORAGE,
      'F32: an order of the journal that %s is ours, its signal is not copied again, and it is told',
      'F32: nothing is told where the database has what the journal has',
    ],
  ]),
  line('F33', 'Redis is down, slow, full or empty', [
    [STORAGE, 'F33: trading and recovery are the same when it %s'],
    [
      'data/state/redis-outage.test.ts',
      'fails every command while the server is gone, and serves again when it is back',
      'bounds every command in time while the server answers nothing',
    ],
  ]),
  line('F34', 'two programs on one folder', [
    [HOST, 'F34: a second program on the same folder ends with an error that says so'],
    [
      'e2e/kill/host-kill.test.ts',
      'polymind kill stops a program that copies, is proven, and holds over a restart',
    ],
  ]),
  line('F35', 'the disk is full, or an fsync fails', [
    [STORAGE, 'F35: %s stops entries, cancels what rests, keeps reading, and a restart recovers'],
  ]),
  line('F36', 'the one that trades stood still for a minute', [
    [
      TIME,
      'F36: wakes with an order in its hands, and does not send it any more',
      'F36: finds that the venue has canceled what rested, because nobody beat',
    ],
    [
      'e2e/scaled/takeover.test.ts',
      'through kill -9, a sleep and a cut from the database, nothing is sent twice and nothing lost',
    ],
  ]),
  because(
    'By the injected clock: wall and monotonic time are moved apart by hand.',
    line('F37', 'the wall clock is wrong or jumps', [
      [
        TIME,
        'F37: set %s an hour while an order waits, it does not get more time',
        'F37: set %s an hour, a doubt is not cut short and the account is right in the end',
        'F37: more than two seconds away from the venue is missing for live, and kills where it holds',
      ],
    ]),
  ),
  line('F38', 'the event loop is blocked for five seconds', [
    [
      TIME,
      'F38: an event loop that was blocked for five seconds misses a beat and sends no burst',
      'F38: what was seen before the block is too old to be copied behind it',
    ],
  ]),
  line('F39', 'who listens is too slow', [
    [
      'bot/web/live/stream.test.ts',
      'a reader who takes nothing is dropped, and holds no more than its bound meanwhile',
    ],
    ['bot/web/live/live-hub.test.ts', 'who is too slow is dropped, the others hear everything'],
  ]),
  line('F40', 'Telegram is down, revoked or wants a pause', [
    [
      'e2e/chat/telegram-hearing.test.ts',
      'it is down, revoked, shared with another program and failing, and each passes',
      'a chat that is stuck for a minute delays neither the kill of another one nor its answer',
    ],
  ]),
  line('F41', 'a restart brings updates again', [
    [
      'e2e/chat/telegram-hearing.test.ts',
      'acts once, whether it was known to be handled before a death or not',
    ],
    [
      'bot/telegram/trouble.test.ts',
      'what was handled is not handled again when Telegram brings it again',
    ],
  ]),
  line('F42', 'a button is pressed twice, late, by another person, or forged', [
    [
      'e2e/chat/telegram-confirm.test.ts',
      'is answered by one tap of whom it was put to, once, in time, on the state that it showed',
    ],
    [
      'e2e/chat/telegram-authorised.test.ts',
      'whatever strangers, viewers and traders send or forge has no effect beyond their role',
    ],
  ]),
  line('F43', 'strangers, groups and look-alike names', [
    [
      'bot/chat/front-desk.test.ts',
      'a stranger gets silence and one row in the audit a day',
      'a group that an operator is in lends his rights to nobody',
      'the same number on the other platform is another person',
    ],
    [
      'e2e/chat/discord-property.test.ts',
      'whatever strangers, viewers and traders send, nothing is done that their role does not allow',
    ],
  ]),
  line('F44', 'text that breaks messages', [
    [
      'bot/telegram/render.test.ts',
      'is taken by Telegram whatever is in it, and reads as the reply does',
      'cuts a title of 4,000 characters and still says the rest',
    ],
    [
      'bot/discord/render.test.ts',
      'is a message that Discord takes, rings nobody, and says what the reply says and nothing else',
    ],
  ]),
  line('F45', 'SQL in titles, names, labels and filters', [
    [
      'scenarios/faults/text.test.ts',
      'F45: %j is kept letter by letter, and the tables stay as they are',
    ],
    ['tidy.test.ts', 'nothing is unfinished, untyped or silenced'],
  ]),
  line('F46', 'a market speaks to the model', [
    [
      'engine/brain/injections.test.ts',
      'text %i enlarges nothing, changes no rule and takes no secret along',
    ],
    ['scenarios/model.test.ts', 'cannot enlarge anything, whatever it says: %s'],
  ]),
  line('F47', 'the model is down, slow or says nonsense', [
    [
      'scenarios/model.test.ts',
      'that is silent holds an entry up for its time and no longer',
      'after five failures it rests for five minutes, and is asked again then',
    ],
    ['engine/brain/llm-proposal.test.ts', 'refuses %s'],
  ]),
  line('F48', 'kill with 20 POSTs in flight', [
    [
      KILL,
      'F48: with 20 POSTs in flight, nothing new is sent, each is accounted for, and nothing is open',
    ],
  ]),
  line('F49', 'a market ends or pauses while orders are open', [
    [
      'scenarios/faults/market-ends.test.ts',
      'F49: a market that ends takes its waiting order along, and pays once',
      'F49: a market that pauses lets nothing new in, and what was held is sold when it goes on',
    ],
    ['scenarios/resolution.test.ts', 'are claimed at once, and count when the balance has them'],
  ]),
  line('F50', 'the owner trades on the same account', [
    [
      'engine/reconcile/diff-account.test.ts',
      'of a person are external trades, never an order’s',
      'that a person made are left alone',
    ],
    [
      'engine/domain/ledger-external.test.ts',
      'take the person’s shares first, then all copies’ in proportion, in lots',
    ],
  ]),
];

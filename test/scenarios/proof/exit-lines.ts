import { line, type ScenarioLine } from './line.ts';

const SAFETY = 'scenarios/loss/safety.test.ts';
const EXITS = 'scenarios/loss/exits.test.ts';
const COPYING = 'scenarios/copying.test.ts';
const GATES = 'scenarios/gates.test.ts';
const RESOLUTION = 'scenarios/resolution.test.ts';
const STREAM = 'data/polymarket/stream/market-stream.test.ts';

/** Exits, resolutions, feeds and kill. */
export const EXIT_LOSS_LINES: readonly ScenarioLine[] = [
  line('L28', 'a sale is not followed, or more is sold than is held', [
    [
      COPYING,
      'a leader who sells 30 % leaves us with 70 %',
      '100 %',
      'two exits of one position never sell more than is held',
      'a leader who sells more than we know of ends the copy, and opens nothing',
    ],
  ]),
  line('L29', 'a leader leaves by a merge, a redemption, a conversion or the other side', [
    [
      COPYING,
      'a merge that takes the exposure is an exit',
      'a redemption ends what is left',
      'a conversion takes the NO shares',
      'buying as much of the other outcome only ends the copy',
    ],
  ]),
  line('L30', 'our own filters block an exit', [
    [
      GATES,
      'a daily loss stops entries and no exit',
      'an exit that waited for long asks for a person and still goes on',
    ],
    ['scenarios/model.test.ts', 'never touches an exit'],
  ]),
  line('L31', 'exits die quietly, and only buying goes on', [
    [EXITS, '31: an exit that nobody carries out asks for a person within its window, and once'],
    ['app/running/live-loop.test.ts', 'stops everything, and is told once'],
  ]),
  line('L32', 'a price of nothing starts a sale, or keeps one away', [[EXITS, '32: %s']]),
  line('L33', 'what was won is not redeemed, or paid to somebody else', [
    [
      'data/polymarket/wallet/on-the-simulator.test.ts',
      'a wallet of type %i allows, merges and redeems in every kind of market',
    ],
    [
      RESOLUTION,
      'that paid somebody else are neither won nor lost, and a person hears of it',
      'are claimed at once, and count when the balance has them',
    ],
  ]),
  line('L34', 'a void market', [
    [RESOLUTION, 'of a void market pay a half, in both ledgers'],
    ['e2e/outcomes.test.ts', 'a void market, which no socket tells, pays half a dollar a share'],
  ]),
  line('L35', 'proposed, disputed, flipped', [
    [
      RESOLUTION,
      'that flips pays what became final',
      'is told once a stage, in the words of who holds shares, and pays nothing',
    ],
  ]),
  line('L36', 'a price of zero is a loss, and what is worth nothing stays exposure', [
    [
      EXITS,
      '36: a book at nothing loses nothing, a resolution does, and what is lost takes up no room',
    ],
    [RESOLUTION, 'are no exposure any more: others may be bought while they wait'],
  ]),
  line('L37', 'losers that nobody redeems are left out of a score', [
    [
      'scenarios/loss/scores.test.ts',
      '37: a wallet that leaves its losers unredeemed scores low, whatever its redemptions show',
    ],
  ]),
  line('L38', 'a socket is open and brings nothing for hours', [
    [STREAM, 'a frozen connection that answers every PING is left after an unanswered probe'],
    [
      'e2e/silence.test.ts',
      'streams that answer and bring nothing are noticed by what is missing',
      'a gap of more than a minute is told, with what was missed and what exits were done',
    ],
  ]),
  line('L39', 'a book is built on a hole', [
    [STREAM, 'a lost connection distrusts its books, and subscribes all of them again'],
    [
      'data/kalshi/stream/sequence.test.ts',
      'a lost frame costs every book of its subscription until new snapshots, and no other',
      'frames in the wrong order are a gap, and the late one is nothing',
    ],
  ]),
  line('L40', 'too many subscriptions on one socket bring no snapshots', [
    [STREAM, 'the tokens are spread over sockets of 200, opened one after another'],
    [
      'data/polymarket/stream/market-stream-sockets.test.ts',
      '450 tokens arrive over three connections, and changes follow',
    ],
  ]),
  line('L41', 'a channel is retired: it takes subscriptions and tells nothing', [
    [
      'data/polymarket/stream/rtds-stream.test.ts',
      'no trade for 20 s is a fault, whatever else is answered',
    ],
    [
      'e2e/silence.test.ts',
      'feeds that are away for minutes are told once, and once when they are back',
    ],
  ]),
  line('L42', 'levels come in another order', [
    [
      'engine/domain/book/market-book.test.ts',
      'takes levels in either order and a snapshot of either token',
    ],
  ]),
  line('L43', 'pages repeat', [
    [
      'data/polymarket/client/activity.test.ts',
      'a cursor that leads back is noticed',
      'rows of an earlier page that come again are noticed and not counted as twins',
    ],
    ['data/kalshi/client/client.test.ts', 'that lead in a circle end, with what was read and why'],
  ]),
  line('L44', '429 for long', [
    [
      'data/http/request-limiter.test.ts',
      'reads for exits overtake those that came before them',
      'a pause by the venue holds its group for as long as it said',
    ],
    ['data/http/token-bucket.test.ts', 'what is left at the end belongs to exits'],
  ]),
  line('L45', '425, then only orders that rest', [
    [
      SAFETY,
      '45: an order that takes is held, not hammered into refusals, and expires with its trade',
      '45: one whose trade stays young enough is sent when the window is over, and filled once',
    ],
  ]),
  line('L46', 'a clock that is 90 s off', [
    [
      SAFETY,
      '46: by %i ms keeps live from beginning, kills it where it is on, and signs by the venue',
      '46: on paper it kills nothing',
    ],
  ]),
  line('L47', 'a kill leaves orders behind', [
    [
      SAFETY,
      '47: with orders resting, partly filled, in flight and queued: none stays open, every fill is booked',
    ],
    [
      'e2e/live/kill-in-flight.test.ts',
      'a kill with 20 POSTs in flight and $what sends nothing more and accounts for each',
    ],
  ]),
  line('L48', 'a kill ends with a restart', [
    [
      SAFETY,
      '48: outlasts %s, until a person arms',
      '48: a kill acts at once, and is lifted only by who types the phrase and a code',
    ],
  ]),
];

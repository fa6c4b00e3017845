import { because, line, type ScenarioLine } from './line.ts';

const SAFETY = 'scenarios/loss/safety.test.ts';
const ARBITRAGE = 'scenarios/arbitrage.test.ts';

/** Limits, the model, both venues, and what trust is lost by. */
export const TRUST_LOSS_LINES: readonly ScenarioLine[] = [
  line('L49', 'the mode changes in the middle of an order', [
    [
      SAFETY,
      '49: an order keeps the ledger it was born in over a switch to paper, and so does its exit',
      '49: a live order that the venue refuses is an error, and never a paper trade',
      '49: what live lacks denies the copy with its reason, and never makes it on paper',
    ],
  ]),
  line('L50', 'the loss of a day is a counter in a cache', [
    [
      SAFETY,
      '50: the loss of the day is rebuilt from the ledger, and ends at midnight of its zone',
      '50: prices that move without a sale are no loss of the day',
    ],
  ]),
  line('L51', 'a hundred signals race for one cap', [
    [SAFETY, '51: never exceed the cap, in our books and at the exchange'],
  ]),
  line('L52', 'the model fails, enlarges or is talked to', [
    [
      'scenarios/model.test.ts',
      'cannot enlarge anything, whatever it says: %s',
      'that is silent holds an entry up for its time and no longer',
      'the budget of a day outlasts a restart and ends with the day',
    ],
    ['engine/brain/llm-proposal.test.ts', 'refuses %s'],
  ]),
  because(
    'No part judges the model on questions of the past: its shadow decides before the outcome is known and is paid by it.',
    line('L53', 'the model knows the answer that it is judged on', [
      [
        'scenarios/shadows.test.ts',
        'the shadow of a model asks it though entries do not wait for it',
        'a resolution pays them, and a restart goes on with them',
      ],
    ]),
  ),
  line('L54', 'two markets look alike and are not', [
    [
      'bench/match/proven.test.ts',
      'none that is verified is wrong, and nine in ten of the same are',
    ],
    [
      'engine/intelligence/matching/mistakes.test.ts',
      'the weather of $city is read at another station',
      'whole numbers: above 55 is not at least 55, but it is at least 56',
      'rules with a gap that nobody filled are not read',
    ],
  ]),
  line('L55', 'one leg fills, the other does not', [
    [
      ARBITRAGE,
      'is bought leg by leg, the thinner book first, in equal shares',
      'is sold again within the loss that is allowed when its second leg is gone',
    ],
  ]),
  line('L56', 'an edge that fees take', [
    [
      'engine/intelligence/arbitrage/oracle.test.ts',
      'what is found, and how much of it, is what trying every count of shares finds',
    ],
    [
      'engine/domain/venue-rules/kalshi.test.ts',
      'every cell of the table is met to the last micro-dollar',
    ],
  ]),
  line('L57', 'outcomes that are not all of them look cheap', [
    [
      'engine/intelligence/arbitrage/relations.test.ts',
      'make the other sides alone with %o',
      'make nothing when several may win, or are too few, too many or the same',
    ],
  ]),
  line('L58', 'retired endpoints and fields of zero at Kalshi', [
    ['e2e/doctor/broken-host.test.ts', 'a route that the venue retired: $path'],
    [
      'data/kalshi/parse-stream.test.ts',
      'best prices are told for both outcomes; nothing rests at 0 and 1',
    ],
  ]),
  line('L59', 'a price of another source than the one that settles', [
    [
      'engine/intelligence/price-lag/symbol-spot.test.ts',
      'without the settling feed it is an estimate with a wide error, and says so',
      'a price that nobody renewed is stale, and no price is no price',
    ],
    ['scenarios/price-lag.test.ts', 'is never bought with real money, whatever is live'],
  ]),
  line('L60', 'a key is stolen by a dependency', [
    [
      'tidy.test.ts',
      'installing runs no script and takes only checked packages',
      'every import stays within the table of zones',
    ],
    [
      'e2e/canary/canary.test.ts',
      'leaves no secret in its files, its database, its words, the chat or a report of a crash',
    ],
    ['data/http/sockets.test.ts', 'a redirect is refused and not followed'],
  ]),
  line('L61', 'a chat is taken over', [
    [
      'scenarios/loss/words.test.ts',
      '61: no command of the chat or of the host exports a key or sends money away',
    ],
    [
      'e2e/chat/telegram-authorised.test.ts',
      'whatever strangers, viewers and traders send or forge has no effect beyond their role',
    ],
  ]),
  line('L62', 'a dashboard that asks nobody who he is', [
    [
      'bot/web/server/routes.test.ts',
      'every route but the way in refuses whoever is not signed in, and says how to',
    ],
    ['bot/web/live/stream.test.ts', 'a stream is refused to who is not signed in'],
  ]),
  because(
    'No alarm counts hours without a trade: feeds are watched by what they bring, and the digest says each day why nothing was done.',
    line('L63', 'nothing happens, and nobody hears why', [
      [
        'e2e/silence.test.ts',
        'streams that answer and bring nothing are noticed by what is missing',
      ],
      ['bot/notice/digest.test.ts', 'comes with nothing to tell too, and says why'],
    ]),
  ),
  line('L64', 'paper that is better than the venue', [
    [
      'scenarios/paper-venue.test.ts',
      'depth that we took stays taken until the book shows another quantity',
      'it fills at the prices of its arrival, not at those of the decision',
    ],
  ]),
  line('L65', 'the disk, the database, Redis or a chat fails', [
    [
      'scenarios/faults/storage.test.ts',
      'F35: %s stops entries, cancels what rests, keeps reading, and a restart recovers',
      'F33: trading and recovery are the same when it %s',
    ],
    [
      'e2e/chat/discord-both.test.ts',
      'when one platform is down the other carries, and what was missed comes when it is back',
    ],
  ]),
  line('L66', 'text of a market breaks a message', [
    [
      'bot/telegram/render.test.ts',
      'is taken by Telegram whatever is in it, and reads as the reply does',
    ],
    ['bot/discord/render.test.ts', 'cuts a line of 4,000 characters and still fits'],
  ]),
  line('L67', 'a place from where no orders are taken', [
    [
      'e2e/doctor/broken-host.test.ts',
      'a place from where no orders are taken, without a way around it',
    ],
    [
      'scenarios/loss/words.test.ts',
      '67: a venue that takes no orders from here is asked once, and what it says is told',
    ],
  ]),
];

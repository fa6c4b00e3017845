import { line, type ScenarioLine } from './line.ts';

const DUPLICATES = 'scenarios/loss/duplicates.test.ts';
const FILLS = 'scenarios/loss/fills.test.ts';
const PRICES = 'scenarios/loss/prices.test.ts';
const COPIED = 'scenarios/loss/copied.test.ts';
const COPYING = 'scenarios/copying.test.ts';

/** How orders, fills and prices go wrong, and how the wrong thing is copied. */
export const ORDER_LOSS_LINES: readonly ScenarioLine[] = [
  line('L1', 'a POST times out, was filled, and is sent again', [
    [DUPLICATES, '1: however often answers are lost (%s), one buy is one order, found by its hash'],
  ]),
  line('L2', 'a POST lands late', [
    [
      DUPLICATES,
      '2: after %i ms it is taken once or never, at its price, and nothing follows it meanwhile',
      '2: one that may rest carries its own end, and is over when that has passed',
    ],
  ]),
  line('L3', 'a new price without the cancel of the first order', [
    [
      DUPLICATES,
      '3: an exit never runs beside the entry it replaces, when the cancel is lost (%s)',
      '3: the next try of an exit waits until the one in doubt is proven',
    ],
  ]),
  line('L4', 'one trade of a leader, seen by several feeds', [
    [
      DUPLICATES,
      '4: by three feeds it is one live order',
      '4: true twins of one transaction count twice, and repeated they count no more',
    ],
  ]),
  line('L5', 'a restart buys old trades again', [
    [
      DUPLICATES,
      '5: and begins again: one trade of a leader is never two orders, and no money is lost',
    ],
    ['e2e/kill/kill.test.ts', 'repeats nothing and loses nothing, seed %s'],
  ]),
  line('L6', 'two programs trade', [
    [
      DUPLICATES,
      '6: of several that start on one folder at once one holds it, and the next after its end',
    ],
  ]),
  line('L7', 'an order is missing from the lists although it is live', [
    [DUPLICATES, '7: is never taken for canceled, and keeps its money until two proofs agree'],
  ]),
  line('L8', 'delayed copies are lost with the process', [
    [
      DUPLICATES,
      '8: is made after the start while its trade is young enough',
      '8: is recorded as denied with its reason when it is not, and no order follows',
    ],
  ]),
  line('L9', 'a match never settles', [
    [
      FILLS,
      '9: gives shares and money back, is told, and nothing is sold on it',
      '9: MATCHED, RETRYING, FAILED on the channel undo it once; shares sold meanwhile kill',
    ],
  ]),
  line('L10', 'what was matched is missing from the answer', [
    [FILLS, '10: is booked from the trades, neither as nothing nor as all'],
  ]),
  line('L11', 'a sale right behind its buy is refused', [
    [
      FILLS,
      '11: the exit waits and tries again, sells what is held, and leaves no loop behind',
      '11: a venue that never lets them go is asked a bounded number of times, then a person',
    ],
  ]),
  line('L12', 'a part of an exit leaves dust', [
    [FILLS, '12: leaves what no order may sell, which waits to be redeemed, and tries no more'],
  ]),
  line('L13', 'rounding makes the limit worse than the ask', [
    [
      PRICES,
      '13: reaches its own limit and no further, on the grids of the venue, at every tick and size',
    ],
  ]),
  line('L14', 'a buy becomes cheaper and falls under a dollar', [
    [
      PRICES,
      '14: gives more shares for the same dollars, so that a buy never falls under the minimum',
    ],
  ]),
  line('L15', 'a match across outcomes flips the side', [
    [
      PRICES,
      '15: as maker we hold the side and the outcome that we bought, at our price, without a fee',
      '15: as taker too, and nothing of it is lost',
    ],
  ]),
  line('L16', 'fees and profit that are none', [
    [
      FILLS,
      '16: of 100 shares at 50 cents in %s (rate %f) the fee is $%f',
      '16: bought and sold at a rate of %f, money is what went in less losses and fees, as at the venue',
    ],
  ]),
  line('L17', 'an order that waits is counted as a position', [
    [
      FILLS,
      '17: is a reservation and no position, and nothing of it is left when it was never met',
    ],
  ]),
  line('L18', 'the tick changes', [
    [
      PRICES,
      '18: between the book and the sending: it is not sent, and the next copy is on the new steps',
      '18: unheard of: the venue refuses what is off its steps, once, and the money is free',
    ],
  ]),
  line('L19', 'the other outcome is bought', [
    [
      COPYING,
      'with three outcomes the token decides, and each has its own book',
      'outcomes in reversed order keep their tokens',
      'labels such as Up and Down mean nothing',
    ],
  ]),
  line('L20', 'an event of many outcomes is dropped without a word', [
    [
      COPIED,
      '20: five outcomes of one event are each copied, or denied with the cap that stops them',
    ],
  ]),
  line('L21', 'shares are taken for dollars', [
    [COPYING, 'dollars and shares are never confused: 1,000 shares at 3¢ scaled to a tenth are $3'],
  ]),
  line('L22', 'a copy is too large', [
    [
      'properties/limits.test.ts',
      'never exceed any limit, neither while they wait nor when they are filled',
    ],
    [
      COPIED,
      '22: a leader a thousand times our size moves no more than the caps, the cash and the book',
    ],
  ]),
  line('L23', 'forty prints of one order become forty copies', [
    [COPYING, 'forty prints are one clip and one copy'],
  ]),
  line('L24', 'a copy comes too late', [
    [
      COPIED,
      '24: too old by the time of the venue, or too far from its price: no copy, with both numbers',
    ],
  ]),
  line('L25', 'the wrong address is followed', [
    [
      'data/polymarket/feed/wallet-directory.test.ts',
      'that never traded and owns a trading wallet stands for that',
      'of which nothing is known is not guessed: %s',
    ],
    [
      'scenarios/standing.test.ts',
      'when it was silent for more than thirty days, all of them followed',
    ],
  ]),
  line('L26', 'the leader makes markets or hedges', [
    [
      COPYING,
      'a market maker on both sides is not copied',
      'a merge of complete sets changes no exposure, and copies nothing',
    ],
    [
      'scenarios/standing.test.ts',
      'makers, hedgers and exchanges are not copied, every other kind is',
    ],
  ]),
  line('L27', 'a leader pumps a thin book and sells into who copies', [
    [
      COPIED,
      '27: what moved the book is too dear to follow, what thinned it too poor, and a leader who is out again is not followed in',
    ],
  ]),
];

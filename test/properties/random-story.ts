import fc from 'fast-check';

const MARKETS = ['rain', 'snow', 'cup'] as const;
const OUTCOMES = {
  rain: ['Yes', 'No'],
  snow: ['Yes', 'No'],
  cup: ['Home', 'Draw', 'Away'],
} as const;

const market = fc.constantFrom(...MARKETS);
const anyToken = market.chain((name) =>
  fc.constantFrom(...OUTCOMES[name]).map((outcome) => `${name}.${outcome}`),
);
/** Mostly one token, so that copies meet exits. */
const token = fc.oneof(
  { weight: 3, arbitrary: fc.constant('rain.Yes') },
  { weight: 2, arbitrary: anyToken },
);
const leader = fc.constantFrom('anna', 'bert', 'carl');
const cents = (at: number): string => `0.${String(at).padStart(2, '0')}`;
const level = (at: number, size: number): string => `${cents(at)}x${size}`;

/** A book around a mid, thin or deep, sometimes one-sided or crossed. */
const book = fc
  .record({
    token,
    verb: fc.constantFrom('book', 'book', 'book', 'poll'),
    bid: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 46, max: 51 }) },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: 94 }) },
    ),
    spread: fc.constantFrom(1, 1, 1, 2, 2, 3, 4, -1),
    sizes: fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 })),
    empty: fc.constantFrom('no', 'no', 'no', 'no', 'bids', 'asks'),
  })
  .map(({ token: of, verb, bid, spread, sizes, empty }) => {
    const ask = bid + Math.max(spread, spread < 0 ? -1 : 1);
    const bids = `${level(bid, sizes[0])} ${level(bid - 1, 500)}`;
    const asks = `${level(ask, sizes[1])} ${level(ask + 1, 500)}`;
    return `${verb} ${of} ${empty === 'bids' ? '' : bids} / ${empty === 'asks' ? '' : asks}`;
  });

const trade = fc
  .record({
    leader,
    verb: fc.constantFrom('buys', 'buys', 'buys', 'sells'),
    token,
    quantity: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constantFrom(60, 100, 200)),
    at: fc.integer({ min: 46, max: 54 }),
    ago: fc.constantFrom('0s', '0s', '0s', '3s', '20s'),
    tx: fc.option(fc.integer({ min: 1, max: 9 })),
    feed: fc.constantFrom('trades', 'orders', 'data'),
  })
  .map(
    ({ leader: who, verb, token: of, quantity, at, ago, tx, feed }) =>
      `${who} ${verb} ${of} ${quantity} @ ${cents(at)} ago ${ago} feed ${feed}${tx === null ? '' : ` tx ${tx}`}`,
  );

const setTrade = fc
  .tuple(leader, fc.constantFrom('splits', 'merges', 'redeems', 'converts'), market, fc.nat(200))
  .map(([who, verb, of, quantity]) => `${who} ${verb} ${of} ${quantity}`);

const wait = fc
  .constantFrom(...'1ms 1ms 100ms 100ms 350ms 600ms 600ms 2s 2s 15s 31s 61s 5m 25h'.split(' '))
  .map((time) => `wait ${time}`);

const setting = fc
  .constantFrom(
    'entry.chase on',
    'entry.chase off',
    'entry.rest on',
    'entry.rest off',
    'exit.tries 1',
    'exit.tries 5',
    'exit.mode all',
    'size.mode leader',
    'size.mode kelly',
    'size.mode share',
    'trust.tiers on',
    'cooldown.marketMinutes 5',
    'cooldown.losses 1',
    'exit.stopLossPercent 3',
    'exit.takeProfitPercent 3',
    'exit.trailingPercent 2',
    'exit.maxHours 0.02',
    'limits.orderPercent 0.7',
    'limits.dayLossPercent 1',
    'limits.drawdownPercent 1',
    'limits.ordersPerMinute 60',
    'entry.minQuality 0',
    'entry.maxAgeSeconds 60',
    'entry.clipWindowSeconds 5',
    'timeZone Pacific/Auckland',
    'bankroll 60',
  )
  .map((words) => `set ${words}`);

const wallet = fc
  .tuple(
    leader,
    fc.constantFrom(
      'enabled no',
      'enabled yes',
      'enabled yes score 0.5',
      'exit 50%',
      'exit manual',
      'spend 12',
      'leader 0.2',
      'small skip',
      'lead 1',
      'from 1 to 99',
      'drift 20',
    ),
  )
  .map(([who, rule]) => `wallet ${who} ${rule}`);

const scored = fc
  .tuple(
    leader,
    fc.constantFrom('0.4', '0.49', '0.9', '0.9', '0.9'),
    fc.constantFrom('', '', '', 'kind maker', 'week -0.3', 'silent 40d'),
    fc.constantFrom('', '', 'copies 6 net -30', 'copies 40 edge 0.01/0.1'),
  )
  .map(([who, score, own, copies]) => `scored ${who} ${score} ${own} ${copies}`.trim());

const person = fc.oneof(
  fc.constantFrom('kill panic', 'arm', 'arm', 'arm', 'pause lunch', 'resume', 'resume'),
  fc.constantFrom('deposit 20', 'arm', 'resume'),
  token.map((of) => `close ${of}`),
  leader.map((who) => `unfollow ${who}`),
  leader.map((who) => `follow ${who}`),
  fc.constantFrom('filter deny keyword snow', 'filter remove keyword snow'),
);

const venue = fc.oneof(
  market.map((name) => `market ${name} accepting no`),
  market.map((name) => `market ${name} accepting yes fee 3`),
  fc.constantFrom(
    'tick rain 0.001',
    'tick rain 0.01',
    'market snow tick 0.001',
    'market cup min 15',
  ),
  fc.constantFrom('resolve rain 1/0', 'resolve snow 0.5/0.5', 'resolve cup 0/0/1'),
);

const line = fc.oneof(
  { weight: 9, arbitrary: book },
  { weight: 12, arbitrary: trade },
  { weight: 1, arbitrary: setTrade },
  { weight: 7, arbitrary: wait },
  { weight: 2, arbitrary: setting },
  { weight: 1, arbitrary: wallet },
  { weight: 1, arbitrary: person },
  { weight: 1, arbitrary: scored },
  { weight: 1, arbitrary: venue },
  { weight: 1, arbitrary: fc.constant('restart') },
);

const BEGIN = `
  set entry.driftPercent 20
  set entry.driftCents 8
  set entry.slippagePercent 10
  market rain fee 7 group weather
  market snow group weather delay 1s
  market cup outcomes Home/Draw/Away
  book rain.Yes 0.48x500 / 0.50x500
  book snow.Yes 0.28x500 / 0.30x500
  book cup.Home 0.38x500 / 0.40x500
  follow anna
  follow bert spend 12
  follow carl leader 0.3
`;

/** Anything that leaders, venues and a person may do, in any order. */
export const randomStory: fc.Arbitrary<string> = fc
  .array(line, { minLength: 20, maxLength: 90 })
  .map((lines) => `${BEGIN}${lines.join('\n')}`);

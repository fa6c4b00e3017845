import { expect, test } from 'vitest';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import { story } from './story.ts';
import { addressOf, rulesOf } from './wallet-words.ts';

/** One leader, two markets with deep books. */
const WORLD = `
  market rain group weather
  market snow group alps
  book rain.Yes 0.48x10000 / 0.50x10000
  book snow.Yes 0.48x10000 / 0.50x10000
  follow anna
`;

const BUYS = 'anna buys rain.Yes 100 @ 0.50';

interface Case {
  /** The rule as a person words it. */
  readonly rule: string;
  /** What both stories share after the rule was given. */
  readonly told: string;
  readonly without: string;
  readonly with: string;
}

/** The same story with and without one rule: the rule changes an order, or why there is none. */
const CASES: readonly Case[] = [
  {
    rule: 'enabled no',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled',
    with: '= copy rain.Yes denied walletDisabled 0 of 1',
  },
  {
    rule: 'mode live',
    told: '',
    without: 'never command changeWallet',
    with: '= command changeWallet refused',
  },
  {
    rule: 'spend 4',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= order buy rain.Yes $4 @0.52 filled 8',
  },
  {
    rule: 'stop 10',
    told: `${BUYS}\n wait 61s\n = order buy rain.Yes $5\n book rain.Yes 0.44x10000 / 0.46x10000\n wait 7s`,
    without: 'has rain.Yes 10 cost $5',
    with: '= order sell rain.Yes 10 @0.42 filled',
  },
  {
    rule: 'bankroll 1.5%',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= order buy rain.Yes $7.5 @0.52 filled 15',
  },
  {
    rule: 'leader 0.12',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= order buy rain.Yes $6 @0.52 filled 12',
  },
  {
    rule: 'max 3',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= order buy rain.Yes $3 @0.52 filled 6',
  },
  {
    rule: 'day 8',
    told: `${BUYS}\n anna buys snow.Yes 100 @ 0.50\n wait 1s\n = order buy rain.Yes $5`,
    without: '= order buy snow.Yes $5 @0.52 filled 10',
    with: '= order buy snow.Yes $3 @0.52 filled 6',
  },
  {
    rule: 'market 8',
    told: `${BUYS}\n wait 61s\n = order buy rain.Yes $5\n ${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= order buy rain.Yes $3 @0.52 filled 6',
  },
  {
    rule: 'score 0.5',
    told: `wallet anna confidence 0.4\n ${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= copy rain.Yes denied walletConfidence 0.4 of 0.5',
  },
  {
    rule: 'lead 60',
    told: `${BUYS}\n wait 61s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= copy rain.Yes denied clipMinimum $50 of $60',
  },
  {
    rule: 'lead 10',
    told: 'anna buys rain.Yes 30 @ 0.50\n wait 61s',
    without: '= copy rain.Yes denied clipMinimum $15 of $20',
    with: '= order buy rain.Yes $5 @0.52 filled 10',
  },
  {
    rule: 'from 55',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= copy rain.Yes denied priceBand 0.5 of 0.55',
  },
  {
    rule: 'to 45',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= copy rain.Yes denied priceBand 0.5 of 0.45',
  },
  {
    rule: 'to 51', // The upper end of the band is also the most that is paid.
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= order buy rain.Yes $5 @0.51 filled 10',
  },
  {
    rule: 'age 30s',
    told: `${BUYS} ago 20s\n wait 1s`,
    without: '= copy rain.Yes denied signalAge 20000ms of 15000ms',
    with: '= order buy rain.Yes $5 @0.52 filled 10',
  },
  {
    rule: 'drift 1',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= order buy rain.Yes $5 @0.51 filled 10',
  },
  {
    rule: 'small skip',
    told: `wallet anna spend 2\n ${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $2.6 @0.52 filled 5.2',
    with: '= copy rain.Yes denied venueMinimum $2 of $2.6 (rule skip)',
  },
  ...(
    [
      ['exit all', '= order sell rain.Yes 20 @0.46 filled'],
      ['exit 25%', '= order sell rain.Yes 5 @0.46 filled'],
      ['exit manual', '= exit rain.Yes denied exitManual 1 of 0'],
    ] as const
  ).map(([rule, after]) => ({
    rule,
    told: `wallet anna spend 10\n ${BUYS}\n wait 1s\n = order buy rain.Yes $10
      anna sells rain.Yes 50 @ 0.48\n wait 1s`,
    without: '= order sell rain.Yes 10 @0.46 filled',
    with: after,
  })),
  {
    rule: 'allow politics/weather',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= copy rain.Yes denied walletCategory 0 of 1 (not in politics, weather)',
  },
  {
    rule: 'deny sport',
    told: `${BUYS}\n wait 1s`,
    without: '= order buy rain.Yes $5 @0.52 filled 10',
    with: '= copy rain.Yes denied walletCategory 0 of 1 (sport)',
  },
];

test.each(CASES)('$rule changes what a copy does', async ({ rule, told, ...expected }) => {
  await story(`${WORLD}\n ${told}\n ${expected.without}`);
  await story(`${WORLD}\n wallet anna ${rule}\n ${told}\n ${expected.with}`);
});

test('every rule of a wallet has a story in which it changes something', () => {
  const ruled = new Set(CASES.flatMap(({ rule }) => Object.keys(rulesOf(rule.split(' ')))));
  const rules = Object.keys(defaultWalletRules(addressOf('anna'), 0));
  // A name, a date and the score itself are no rules; the score is told by `score 0.5`.
  const noRules = ['address', 'label', 'followedAtMs', 'confidence'];
  expect(rules.filter((rule) => !ruled.has(rule) && !noRules.includes(rule))).toEqual([]);
});

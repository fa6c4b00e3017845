import { GUARD_SETTINGS } from './guard-settings.ts';
import {
  centsSetting,
  choiceSetting,
  countSetting,
  durationSetting,
  moneySetting,
  numberSetting,
  percentSetting,
  type SettingDefinition,
  switchSetting,
  zoneSetting,
} from './setting-kinds.ts';

const SHARE = { min: 0, max: 100 } as const;
const WEIGHT = { min: 0, max: 1 } as const;

/**
 * Everything a user may tune, with its default. Percentages of limits are shares of `bankroll`.
 * What is not here is a documented constant.
 */
export const SETTINGS = {
  bankroll: moneySetting('500', 'the one number that all limits are shares of', {
    min: 10,
    max: 10_000_000,
  }),
  timeZone: zoneSetting('UTC', 'whose midnight ends a day of loss limits and daily caps'),

  'size.mode': choiceSetting(
    'fixed',
    'a share of bankroll, their dollars × scale, a share of what the book is worth, or by edge',
    ['fixed', 'leader', 'share', 'kelly'],
  ),
  'size.fixedPercent': percentSetting('1', 'one copy in sizing fixed and share', SHARE),
  'size.kellyPercent': percentSetting('25', 'share of what the Kelly criterion would spend', SHARE),
  'size.fixedMinimum': moneySetting('5', 'least one copy in sizing fixed spends', {
    min: 1,
    max: 10_000,
  }),

  'size.calmCents': centsSetting('10', 'usual move of a day above which copies shrink', {
    min: 0.1,
    max: 100,
  }),
  'size.riskPercent': percentSetting('50', 'how much a most doubtful payout takes off', SHARE),

  'limits.orderPercent': percentSetting('2', 'most one order spends', SHARE),
  'limits.marketPercent': percentSetting('5', 'most held in one market', SHARE),
  'limits.groupPercent': percentSetting('8', 'most held in one event group', SHARE),
  'limits.walletPercent': percentSetting('20', 'most held for one wallet', SHARE),
  'limits.walletDayPercent': percentSetting('10', 'most spent for one wallet in a day', SHARE),
  'limits.categoryPercent': percentSetting('40', 'most held in one category', SHARE),
  'limits.totalPercent': percentSetting('60', 'most held in all', SHARE),
  'limits.positions': countSetting('40', 'most positions at a time', { min: 1, max: 1_000 }),
  'limits.ordersPerMinute': countSetting('6', 'most entry orders in a minute', {
    min: 1,
    max: 120,
  }),
  'limits.dayLossPercent': percentSetting('5', 'realised loss that pauses until tomorrow', {
    min: 0.1,
    max: 100,
  }),
  'limits.drawdownPercent': percentSetting('15', 'fall from the best equity that pauses', {
    min: 0.1,
    max: 100,
  }),

  'entry.maxAgeSeconds': durationSetting('15', 'oldest leader trade that is copied', {
    min: 1,
    max: 3_600,
    unit: 'seconds',
  }),
  'entry.driftCents': centsSetting('2', 'most the price may have moved against us', {
    min: 0,
    max: 50,
  }),
  'entry.driftPercent': percentSetting('5', 'the same as a share of the leader price', SHARE),
  'entry.slippagePercent': percentSetting('2', 'most our average may exceed the best ask', SHARE),
  'entry.priceMinCents': centsSetting('5', 'lowest price that is entered', { min: 0, max: 100 }),
  'entry.priceMaxCents': centsSetting('95', 'highest price that is entered', { min: 0, max: 100 }),
  'entry.minLeaderClip': moneySetting('20', 'least dollars of a leader clip', {
    min: 0,
    max: 1_000_000,
  }),
  'entry.clipWindowSeconds': durationSetting('60', 'prints within it are one clip', {
    min: 1,
    max: 600,
    unit: 'seconds',
  }),
  'entry.minMinutesToClose': durationSetting('60', 'least time until the market closes', {
    min: 0,
    max: 525_600,
    unit: 'minutes',
  }),
  'entry.shortCryptoMarkets': switchSetting('off', 'allow 5- and 15-minute crypto windows'),
  'entry.small': choiceSetting('min', 'below the venue minimum: skip, or buy the minimum if near', [
    'skip',
    'min',
  ]),
  'entry.smallFactor': numberSetting('2', 'the minimum is near up to this multiple of the size', {
    min: 1,
    max: 10,
  }),
  'entry.minQuality': numberSetting('0.3', 'least market quality', { min: 0, max: 1 }),
  'quality.weightLiquidity': numberSetting('0.35', 'weight of depth in market quality', WEIGHT),
  'quality.weightSpread': numberSetting('0.25', 'weight of its bid/ask spread', WEIGHT),
  'quality.weightVolume': numberSetting('0.2', 'weight of its volume in a day', WEIGHT),
  'quality.weightTime': numberSetting('0.2', 'weight of the time until it closes', WEIGHT),
  'entry.chase': switchSetting('off', 'try again for what the first order did not get'),
  'entry.rest': switchSetting('off', 'let what is left wait in the book for some minutes'),

  'exit.mode': choiceSetting('mirror', 'follow their percentage, sell all, or leave it to you', [
    'mirror',
    'all',
    'manual',
  ]),
  'exit.maxBelowBidPercent': percentSetting('5', 'how far under the bid an exit may sell', SHARE),
  'exit.tries': countSetting('3', 'orders an exit sends before it needs you', { min: 1, max: 10 }),
  'exit.windowSeconds': durationSetting('90', 'time within which these tries are spread', {
    min: 3,
    max: 3_600,
    unit: 'seconds',
  }),
  'exit.sellUnsettled': switchSetting(
    'off',
    'sell shares before the chain confirmed their purchase',
  ),

  ...GUARD_SETTINGS,

  'lag.mode': choiceSetting('alert', 'price lags: not looked for, told, or bought on paper too', [
    'off',
    'alert',
    'paper',
  ]),
  'lag.reactionSeconds': durationSetting('1', 'how long a market may take to follow a spot price', {
    min: 0.25,
    max: 60,
    unit: 'seconds',
  }),
  'lag.edgeCents': centsSetting('1', 'least edge of a lag beyond ask, fee, half spread and error', {
    min: 0.1,
    max: 50,
  }),

  'arbitrage.mode': choiceSetting(
    'alert',
    'arbitrage: not looked for, told, asked, or bought on paper',
    ['off', 'alert', 'ask', 'auto'],
  ),
  'arbitrage.edgePercent': percentSetting('3', 'least certain gain by what both sides cost', {
    min: 0.1,
    max: 100,
  }),
  'arbitrage.minProfit': moneySetting('2', 'least certain gain at your size', {
    min: 0.01,
    max: 100_000,
  }),
  'arbitrage.yearlyPercent': percentSetting('15', 'least gain a year beyond 14 days', {
    min: 0,
    max: 1_000,
  }),
  'brains.shadow': switchSetting(
    'off',
    'measure naive copying and the rules in ledgers of their own',
  ),
  'llm.consult': switchSetting('off', 'ask a language model before an entry; it may only shrink'),
  'llm.fallback': choiceSetting('rules', 'without its answer: the rules alone, or no entry', [
    'rules',
    'reject',
  ]),
  'llm.timeoutSeconds': durationSetting('5', 'how long an entry waits for its answer', {
    min: 0.5,
    max: 60,
    unit: 'seconds',
  }),
  'llm.dayTokens': countSetting('200000', 'most tokens in a day', { min: 0, max: 100_000_000 }),
  'llm.dayDollars': moneySetting('2', 'most dollars for tokens in a day', { min: 0, max: 10_000 }),

  'wallets.minConfidence': numberSetting('0', 'least wallet score on paper', { min: 0, max: 1 }),
  'wallets.minConfidenceLive': numberSetting('0.5', 'least wallet score with real money', {
    min: 0,
    max: 1,
  }),
  'wallets.copyMakers': switchSetting(
    'off',
    'copy market makers, hedgers and exchange contracts too',
  ),
  'wallets.disableDays': countSetting('3', 'days under its least score that disable a wallet', {
    min: 1,
    max: 60,
  }),
  'wallets.disableDrawdownPercent': percentSetting(
    '20',
    'loss of its own week that disables a wallet',
    { min: 1, max: 100 },
  ),
  'wallets.disableInactiveDays': countSetting('30', 'days without a trade that disable a wallet', {
    min: 1,
    max: 3_650,
  }),
  'wallets.disableLossPercent': percentSetting('5', 'loss from copying a wallet that disables it', {
    min: 0.1,
    max: 100,
  }),

  'score.weightWinRate': numberSetting('0.3', 'weight of its win rate in a wallet score', WEIGHT),
  'score.weightRoi': numberSetting('0.3', 'weight of its profit per dollar', WEIGHT),
  'score.weightTiming': numberSetting('0.2', 'weight of the moves after its buys', WEIGHT),
  'score.weightConsistency': numberSetting('0.2', 'weight of how steadily it gains', WEIGHT),
} as const satisfies Record<string, SettingDefinition<unknown>>;

export type SettingKey = keyof typeof SETTINGS;

const SCORE_WEIGHTS = [
  'score.weightWinRate',
  'score.weightRoi',
  'score.weightTiming',
  'score.weightConsistency',
] as const satisfies readonly SettingKey[];

const QUALITY_WEIGHTS = [
  'quality.weightLiquidity',
  'quality.weightSpread',
  'quality.weightVolume',
  'quality.weightTime',
] as const satisfies readonly SettingKey[];

/** Weights of which one at least is more than nothing. */
const WEIGHTS: readonly (readonly [what: string, weights: readonly SettingKey[]])[] = [
  ['a score', SCORE_WEIGHTS],
  ['market quality', QUALITY_WEIGHTS],
];

type ValueOf<Definition> = Definition extends SettingDefinition<infer Value> ? Value : never;

/** Every setting's value, in the units of the code (micro-dollars, ppm, milliseconds). */
export type Settings = { readonly [Key in SettingKey]: ValueOf<(typeof SETTINGS)[Key]> };

export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: string };

/** The defaults with `overrides` (texts by key) on top; the first bad key or value is named. */
export function resolveSettings(overrides: Readonly<Record<string, string>>): SettingsResult {
  for (const key of Object.keys(overrides)) {
    if (!isSettingKey(key)) return { ok: false, problem: `there is no setting "${key}"` };
  }
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const key of SETTING_KEYS) {
    const definition: SettingDefinition<unknown> = SETTINGS[key];
    const text = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
    const value = definition.parse(text ?? definition.initial);
    if (value === null) {
      return { ok: false, problem: `${key} takes ${definition.expects}; got "${text ?? ''}"` };
    }
    values[key] = value;
  }
  for (const [what, weights] of WEIGHTS) {
    if (!weights.every((key) => values[key] === 0)) continue;
    const names = weights.join(', ');
    return { ok: false, problem: `one of ${names} takes more than 0: some part of ${what} counts` };
  }
  return { ok: true, settings: values as Settings };
}

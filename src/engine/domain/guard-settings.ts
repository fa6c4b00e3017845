import {
  countSetting,
  durationSetting,
  percentSetting,
  type SettingDefinition,
  switchSetting,
} from './setting-kinds.ts';

/** The past of what is reconstructed after a restart reaches so far. */
const COOLDOWN_HOURS_MAX = 48;

/** Settings that make copies smaller, put them off, or sell before a leader does. All off by default. */
export const GUARD_SETTINGS = {
  'trust.tiers': switchSetting('off', 'copy less of wallets that are new or score low'),
  'trust.newPercent': percentSetting('25', 'share of the size for a wallet that is new', {
    min: 1,
    max: 100,
  }),

  'cooldown.marketMinutes': durationSetting('0', 'after a loss no entry in that market; 0 is off', {
    min: 0,
    max: COOLDOWN_HOURS_MAX * 60,
    unit: 'minutes',
  }),
  'cooldown.losses': countSetting('0', 'losing markets in a row that rest a wallet; 0 is off', {
    min: 0,
    max: 50,
  }),
  'cooldown.walletHours': durationSetting('24', 'how long such a wallet is not copied', {
    min: 0.1,
    max: COOLDOWN_HOURS_MAX,
    unit: 'hours',
  }),

  'exit.takeProfitPercent': percentSetting('0', 'gain at the bid that sells a copy; 0 is off', {
    min: 0,
    max: 10_000,
  }),
  'exit.stopLossPercent': percentSetting('0', 'loss at the bid that sells a copy; 0 is off', {
    min: 0,
    max: 99,
  }),
  'exit.trailingPercent': percentSetting('0', 'fall from its best bid that sells it; 0 is off', {
    min: 0,
    max: 99,
  }),
  'exit.maxHours': durationSetting('0', 'how long a copy is held at most; 0 is off', {
    min: 0,
    max: 8_760,
    unit: 'hours',
  }),
} as const satisfies Record<string, SettingDefinition<unknown>>;

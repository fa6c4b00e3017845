import type { Decision, GateResult } from '../../../engine/domain/decision.ts';
import { QUALITY_PARTS, type QualityPart } from '../../../engine/domain/market-analysis.ts';
import type { SettingKey, Settings } from '../../../engine/domain/settings.ts';
import type { Ppm } from '../../../engine/domain/values/money.ts';
import { percent } from '../../format/amounts.ts';
import { PART_WORDS } from '../../format/market-words.ts';
import { copiesOf, gatePreview, lastCopies } from './recent-copies.ts';

const PPM = 1_000_000;
/** Finer shares of a score say nothing. */
const SHARE_STEP_PPM = 10_000;

const WEIGHT_KEYS = {
  liquidity: 'quality.weightLiquidity',
  spread: 'quality.weightSpread',
  volume: 'quality.weightVolume',
  timeDecay: 'quality.weightTime',
} as const satisfies Record<QualityPart, SettingKey>;

/** What another limit of a calm market would have made of recent copies. */
export function calmPreview(entries: readonly Decision[], after: Settings): string | null {
  const calm = after['size.calmCents'];
  return smallerPreview(entries, 'volatility', ({ actual }) => actual === null || actual > calm);
}

/** How many recent copies had a payout in doubt, which the setting makes smaller. */
export function riskPreview(entries: readonly Decision[], after: Settings): string | null {
  const acts = after['size.riskPercent'] > 0;
  return smallerPreview(
    entries,
    'resolutionRisk',
    ({ actual, limit }) => acts && (actual === null || actual > (limit ?? 0)),
  );
}

function smallerPreview(
  entries: readonly Decision[],
  gate: 'volatility' | 'resolutionRisk',
  shrinks: (result: GateResult) => boolean,
): string | null {
  const resultOf = (one: Decision) => one.gates.find((result) => result.gate === gate);
  const copies = copiesOf(entries).filter((one) => resultOf(one) !== undefined);
  if (copies.length === 0) return null;
  const met = copies.map(resultOf).filter((result) => result !== undefined);
  const before = met.filter(({ verdict }) => verdict === 'shrink').length;
  const now = met.filter(shrinks).length;
  return `would have made ${now} of the ${lastCopies(copies)} smaller (was ${before})`;
}

/** What other weights would have made of recent trades, by the parts that were written down. */
export function weightPreview(entries: readonly Decision[], after: Settings): string | null {
  return gatePreview(entries, 'quality', (actual, decision) => {
    const { note } = decision.gates.find(({ gate }) => gate === 'quality') ?? { note: null };
    return (qualityBy(note, after) ?? actual) >= after['entry.minQuality'];
  });
}

/** `liquidity now counts 52 % of market quality`: only the proportions of weights count. */
export function weightShare(key: SettingKey, after: Settings): string[] {
  const part = QUALITY_PARTS.find((one) => WEIGHT_KEYS[one] === key);
  if (part === undefined) return [];
  const sum = QUALITY_PARTS.reduce((total, one) => total + after[WEIGHT_KEYS[one]], 0);
  const share = Math.round((after[WEIGHT_KEYS[part]] / sum) * (PPM / SHARE_STEP_PPM));
  const words = percent((share * SHARE_STEP_PPM) as Ppm);
  return [`${PART_WORDS[part]} now counts ${words} of market quality`];
}

/** Quality of `liquidity 0.12, spread 0.40, volume 0.00, time left 0.62` by other weights. */
function qualityBy(note: string | null, after: Settings): number | null {
  let sum = 0;
  let weighted = 0;
  for (const part of QUALITY_PARTS) {
    const value = new RegExp(`\\b${PART_WORDS[part]} ([01]\\.\\d\\d)`).exec(note ?? '')?.[1];
    if (value === undefined) return null;
    sum += after[WEIGHT_KEYS[part]];
    weighted += after[WEIGHT_KEYS[part]] * Number(value);
  }
  return weighted / sum;
}

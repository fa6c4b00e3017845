import { QUALITY_PARTS, type QualityParts } from '../domain/market-analysis.ts';
import type { Settings } from '../domain/settings.ts';
import { invariant } from '../domain/values/invariant.ts';

/** How much each part counts unless a setting says otherwise; they add up to one. */
export const QUALITY_WEIGHTS: QualityParts = {
  liquidity: 0.35,
  spread: 0.25,
  volume: 0.2,
  timeDecay: 0.2,
};

/** The weights that the user set. */
export function qualityWeights(settings: Settings): QualityParts {
  return {
    liquidity: settings['quality.weightLiquidity'],
    spread: settings['quality.weightSpread'],
    volume: settings['quality.weightVolume'],
    timeDecay: settings['quality.weightTime'],
  };
}

/**
 * Quality 0 (do not enter) to 1: the mean of the parts by their weights, of which only the
 * proportions count. All zero stand for {@link QUALITY_WEIGHTS}.
 */
export function qualityOf(parts: QualityParts, weights: QualityParts = QUALITY_WEIGHTS): number {
  let sum = 0;
  let weighted = 0;
  for (const part of QUALITY_PARTS) {
    const weight = weights[part];
    invariant(weight >= 0, `The weight ${part} of quality is zero or more, not ${weight}`);
    sum += weight;
    weighted += weight * parts[part];
  }
  return sum === 0 ? qualityOf(parts) : Math.min(1, weighted / sum);
}

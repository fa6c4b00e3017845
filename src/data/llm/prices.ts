import type { ModelTerms } from '../../engine/domain/model.ts';
import { dollars } from '../../engine/domain/values/money.ts';

/** Dollars for a million tokens by the beginning of a model's name, as listed in November 2025. */
const PRICES: readonly (readonly [name: string, input: number, output: number])[] = [
  ['claude-haiku-4-5', 1, 5],
  ['claude-sonnet-4', 3, 15],
  ['claude-opus-4-5', 5, 25],
];

/** What is counted for a model whose price is not known: the dearest that was ever listed. */
const DEAREST = [15, 75] as const;

/** Asked where no model is named. */
export const DEFAULT_MODEL = 'claude-haiku-4-5';

/** A model by its name, with what its tokens are counted at. */
export function modelTerms(name: string): ModelTerms {
  const known = PRICES.find(([beginning]) => name.startsWith(beginning));
  const [input, output] = known === undefined ? DEAREST : [known[1], known[2]];
  return { name, inputPrice: dollars(input), outputPrice: dollars(output) };
}

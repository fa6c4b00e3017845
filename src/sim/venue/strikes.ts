import type { Template } from './catalogue.ts';
import type { WorldCoins } from './spot-question.ts';

export interface Strikes {
  /** As the questions word them. */
  readonly choices: readonly string[];
  /** Dollars, in the same order; none where no price is followed. */
  readonly strikes: readonly number[];
}

/** The prices that a template asks about: those around what the coin costs, lowest first. */
export function strikesOf(
  scene: { readonly coins?: WorldCoins; readonly nowMs: number },
  template: Template,
  drawn: readonly string[],
): Strikes {
  const { follows, choices = [] } = template;
  if (scene.coins === undefined || follows === undefined) return { choices: drawn, strikes: [] };
  const { symbol, step } = follows;
  const middle = Math.round(scene.coins.priceAt(symbol, scene.nowMs) / step) * step;
  const strikes = drawn.map((choice) => {
    const place = choices.indexOf(choice) - Math.floor(choices.length / 2);
    return middle + place * step;
  });
  return { choices: strikes.map((strike) => `$${strike.toLocaleString('en-US')}`), strikes };
}

import type { Parameters } from './parameters.ts';
import type { World } from './world.ts';

/** One call: what it says, and whether its caller still waits. */
export interface Ask {
  readonly world: World;
  readonly parameters: Parameters;
  readonly gone: AbortSignal;
}

/** A method of the Bot API. @throws Refusal */
export type Method = (ask: Ask) => unknown;

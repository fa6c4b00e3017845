import { cents, dollars } from '../../../src/engine/domain/values/money.ts';
import type { WalletRules } from '../../../src/engine/domain/wallet.ts';
import type { WorldOptions } from './still-world.ts';

/** Of every leader unless a test says otherwise. */
export const LIVE_RULES = {
  ...({ mode: 'live', confidence: 0.9, minConfidence: 0, maxDrift: cents(1) } as const),
  sizing: { kind: 'fixed', spend: dollars(10) } as const,
};

/** What a venue does with an exit is looked at here, not the wait for the chain before it. */
export const SELLS_AT_ONCE = { 'exit.sellUnsettled': 'on' } as const;

/** The process is gone. */
export class Died extends Error {
  override readonly name = 'Died';
}

export interface WireOptions extends WorldOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Of the leader, besides live and ten dollars a copy. */
  readonly rules?: Partial<WalletRules>;
}

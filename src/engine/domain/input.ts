import type { Command } from './command.ts';
import type { IntentId, LedgerId } from './ids.ts';
import type { MarketEvent } from './market-event.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';
import type { WalletRules } from './wallet.ts';

/** What a run begins with: everything that later steps depend on and no input carries. */
export interface Start {
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly wallets: readonly WalletRules[];
  readonly deposits: readonly { readonly ledger: LedgerId; readonly amount: Money }[];
}

/** What became of an effect; the only way in which the outside answers the core. */
export type EffectResult =
  | { readonly kind: 'committed'; readonly commitId: number }
  /** Whether it was written is known: it was not. */
  | { readonly kind: 'commitFailed'; readonly commitId: number; readonly error: string }
  | { readonly kind: 'placeFailed'; readonly intentId: IntentId; readonly error: string };

export type InputBody =
  | { readonly kind: 'start'; readonly start: Start }
  | { readonly kind: 'market'; readonly source: string; readonly event: MarketEvent }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'timer'; readonly timerId: string }
  | { readonly kind: 'effect'; readonly result: EffectResult };

/** One input of the loop: `seq` grows by one, `atMs` never goes back. */
export interface LoopInput {
  readonly seq: number;
  readonly atMs: AtMs;
  readonly body: InputBody;
}

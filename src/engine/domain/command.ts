import type { LedgerId, SignalId, TokenId, WalletAddress } from './ids.ts';
import type { FilterType, MarketFilter } from './market-filter.ts';
import type { Money } from './values/money.ts';
import type { WalletRules } from './wallet.ts';

/** What a person or the host asks of the core. Imperative, complete, already parsed. */
export type CommandBody =
  | { readonly kind: 'follow'; readonly rules: WalletRules }
  | {
      readonly kind: 'changeWallet';
      readonly address: WalletAddress;
      readonly change: Partial<Omit<WalletRules, 'address' | 'followedAtMs'>>;
    }
  | { readonly kind: 'unfollow'; readonly address: WalletAddress }
  | { readonly kind: 'changeSetting'; readonly key: string; readonly value: string }
  | { readonly kind: 'addFilter'; readonly filter: MarketFilter }
  | { readonly kind: 'removeFilter'; readonly type: FilterType; readonly value: string }
  | { readonly kind: 'kill'; readonly reason: string }
  | { readonly kind: 'arm' }
  /** A person read what trading with real money means. */
  | { readonly kind: 'acknowledgeLive' }
  /** Live entries begin a while after it, so that it can be taken back. */
  | { readonly kind: 'setMode'; readonly mode: 'paper' | 'live' }
  | { readonly kind: 'pause'; readonly reason: string }
  | { readonly kind: 'resume' }
  /** Sells everything held of a token in a ledger, whoever it was copied from. */
  | { readonly kind: 'close'; readonly ledger: LedgerId; readonly tokenId: TokenId }
  /** What a person thinks of a pair of markets; `reset` takes it back, and any demotion. */
  | {
      readonly kind: 'judgePair';
      readonly number: number;
      readonly verdict: 'approve' | 'reject' | 'reset';
      readonly why: string | null;
    }
  /** Buys an opportunity that was asked about, if it is still there. */
  | { readonly kind: 'takeArbitrage'; readonly id: SignalId }
  | { readonly kind: 'deposit'; readonly ledger: LedgerId; readonly amount: Money };

/** A command with who gave it; `id` makes a repeated delivery harmless. */
export interface Command {
  readonly id: string;
  readonly actor: string;
  readonly body: CommandBody;
}

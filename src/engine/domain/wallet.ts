import type { WalletAddress } from './ids.ts';
import type { OwnExitRules } from './own-exit.ts';
import type { AtMs } from './time.ts';
import type { Money, Ppm, Price } from './values/money.ts';

/** How much one copy spends. */
export type Sizing =
  | { readonly kind: 'fixed'; readonly spend: Money }
  | { readonly kind: 'bankroll'; readonly ratio: Ppm }
  /** The leader's dollars times `scaleFactor`. */
  | { readonly kind: 'leader' }
  /** `size.fixedPercent` of what the book is worth at cost. */
  | { readonly kind: 'share' }
  /** `size.kellyPercent` of what the Kelly criterion says. */
  | { readonly kind: 'kelly' };

/** What our copy does when the leader leaves. */
export type ExitRule =
  | { readonly mode: 'mirror' }
  | { readonly mode: 'all' }
  | { readonly mode: 'manual' }
  | { readonly mode: 'percent'; readonly ratio: Ppm };

/** What to do with a copy below the venue's minimum: leave it, or buy the minimum if near. */
export type SmallRule = 'skip' | 'min';

/** The rules for one followed wallet; `null` means that the setting of the same name applies. */
export interface WalletRules {
  readonly address: WalletAddress;
  readonly label: string | null;
  readonly enabled: boolean;
  readonly mode: 'paper' | 'live';
  readonly sizing: Sizing | null;
  /** 1,000,000 is 1.0; acts in sizing `leader`. */
  readonly scaleFactor: Ppm;
  readonly maxTradeSize: Money | null;
  readonly maxPerDay: Money | null;
  readonly maxPerMarket: Money | null;
  readonly minConfidence: number | null;
  readonly minLeaderClip: Money | null;
  readonly priceMin: Price | null;
  readonly priceMax: Price | null;
  readonly maxAgeMs: number | null;
  readonly maxDrift: Price | null;
  readonly small: SmallRule | null;
  readonly exit: ExitRule | null;
  /** When its copies are sold although it holds on; what is left out is as the settings say. */
  readonly ownExits: Partial<OwnExitRules> | null;
  readonly categoriesAllowed: readonly string[];
  readonly categoriesDenied: readonly string[];
  /** The newest score 0..1, `null` while there is none. */
  readonly confidence: number | null;
  readonly followedAtMs: AtMs;
}

/** A wallet followed with every default. */
export function defaultWalletRules(address: WalletAddress, followedAtMs: AtMs): WalletRules {
  return {
    address,
    label: null,
    enabled: true,
    mode: 'paper',
    sizing: null,
    scaleFactor: 1_000_000 as Ppm,
    maxTradeSize: null,
    maxPerDay: null,
    maxPerMarket: null,
    minConfidence: null,
    minLeaderClip: null,
    priceMin: null,
    priceMax: null,
    maxAgeMs: null,
    maxDrift: null,
    small: null,
    exit: null,
    ownExits: null,
    categoriesAllowed: [],
    categoriesDenied: [],
    confidence: null,
    followedAtMs,
  };
}

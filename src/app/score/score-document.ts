import type { WalletAddress } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type {
  Estimate,
  Horizon,
  WalletKind,
  WalletScore,
} from '../../engine/domain/wallet-score.ts';
import { TIMING_HORIZONS } from '../../engine/intelligence/scoring/judge/confidence.ts';

/** Digits behind the point that the document has. */
const DIGITS = 6;

type Bounds = readonly [low: number, high: number];

/** What `polymind score --json` says of one wallet. Ratios, shares and dollars, never percent. */
export interface ScoredWallet {
  readonly address: WalletAddress;
  /** Buys and sells. */
  readonly trades: number;
  /** In which it traded, ended or not. */
  readonly markets: number;
  /** Of ended markets; `null` without any. */
  readonly winRate: number | null;
  readonly roi: number | null;
  /** Mean of its moves at {@link timingHorizons}, dollars a share. */
  readonly timing: number | null;
  /** The longest horizons that are known, which are those that count, the shortest first. */
  readonly timingHorizons: readonly Horizon[];
  readonly consistency: number | null;
  readonly confidence: number;
  /** 90 %, of the confidence. */
  readonly interval: Bounds;
  readonly edge: number;
  /** 90 %, of the edge. */
  readonly edgeInterval: Bounds;
  readonly kind: WalletKind;
  /** First and newest trade, milliseconds UTC. */
  readonly from: AtMs;
  readonly to: AtMs;
}

export function scoredWallet(score: WalletScore): ScoredWallet {
  const timing = score.timing.slice(-TIMING_HORIZONS);
  const moves = timing.reduce((sum, { move }) => sum + move, 0);
  return {
    address: score.wallet,
    trades: score.trades,
    markets: score.markets,
    winRate: rounded(score.winRate),
    roi: rounded(score.roi),
    timing: timing.length === 0 ? null : rounded(moves / timing.length),
    timingHorizons: timing.map(({ horizon }) => horizon),
    consistency: rounded(score.consistency),
    confidence: rounded(score.confidence.value),
    interval: boundsOf(score.confidence),
    edge: rounded(score.edge.value),
    edgeInterval: boundsOf(score.edge),
    kind: score.kind,
    from: score.fromMs,
    to: score.untilMs,
  };
}

function boundsOf({ low, high }: Estimate): Bounds {
  return [rounded(low), rounded(high)];
}

function rounded<T extends number | null>(value: T): T {
  return value === null ? value : (Number(value.toFixed(DIGITS)) as T);
}

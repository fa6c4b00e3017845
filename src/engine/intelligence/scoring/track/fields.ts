import type { RowWidth } from './rows.ts';
import { SUMS_WIDTH } from './weights.ts';

/** Floats of a wallet's row. A field that holds several names the first of them. */
export const WALLET = {
  firstAtMs: 0,
  lastAtMs: 1,
  /** Time of the newest event that was counted for good. */
  countedUntilMs: 2,
  profit: 3,
  cost: 4,
  capital: 5,
  capitalMax: 6,
  /** Of ended markets: count, Σw, Σw²; shared by wins and returns. */
  ended: 7,
  wins: 10,
  returns: 11,
  returnSquares: 12,
  /** Of resolved markets with buys: count, Σw, Σw²; the weights are of the move to the payout. */
  resolved: 13,
  edge: 16,
  edgeSquares: 17,
  held: 18,
  heldSquares: 19,
  /** Three sums of five. */
  moves: 20,
  /** count, Σw, Σw², Σwx; x is 0 or 1, so Σwx² is Σwx. */
  blocks: 35,
  blockEnds: 39,
  blockProfit: 40,
  luckExpected: 41,
  luckVariance: 42,
  luckWins: 43,
  result: 44,
  resultPeak: 45,
  peakAtMs: 46,
  depth: 47,
  underMs: 48,
  /** count, Σ log, Σ log². */
  sizes: 49,
  /** count, Σ log. */
  sizesAfterLoss: 52,
  /** Σ log of ended markets. */
  holding: 54,
  best: 55,
  gross: 56,
  inSets: 57,
  dollars: 58,
  day: 59,
  weekDay: 60,
  /** Σw, Σw² of the edge, whose markets are weighed by certainty, too. */
  edgeWeights: 61,
  /** Ten singles. */
  bands: 63,
  /** Seven singles, at the day modulo seven. */
  weekProfit: 73,
  weekAtWork: 80,
} as const;

export const WALLET_LINK = {
  firstPosition: 0,
  firstCategory: 1,
  trades: 2,
  markets: 3,
  /** Positions that are kept. */
  kept: 4,
  activeDays: 5,
  bothSides: 6,
  soldOut: 7,
  quick: 8,
  lateAndRight: 9,
  lostLast: 10,
} as const;
export const WALLET_WIDTH: RowWidth = { floats: 63, singles: 24, links: 11 };

/** Floats of what a wallet has and did in one market. Dollars. */
export const POSITION = {
  paid: 0,
  received: 1,
  /** Profit that was counted when it last ended. */
  counted: 2,
  /** When it was opened, or ended. */
  sinceMs: 3,
  heldMs: 4,
  inSets: 5,
  entryDollars: 6,
  entryAtMs: 7,
  /** Σ dollars·(price + fee a share) of buys. */
  moveCost: 8,
  /** Dollars at work that the wallet's capital contains. */
  atWork: 9,
  /** Singles: Σ shares·p(1−p) of trades whose fee waits for the market's listing. */
  feeIn: 10,
  feeOut: 11,
  /** Σ dollars·p(1−p) of buys whose fee waits. */
  moveFeeBase: 12,
  /** Three pairs: Σ dollars, Σ dollars·move. */
  moves: 13,
} as const;

export const POSITION_LINK = {
  wallet: 0,
  market: 1,
  next: 2,
  previousHolder: 3,
  nextHolder: 4,
  firstLeg: 5,
  flags: 6,
  firstMark: 7,
} as const;
export const POSITION_WIDTH: RowWidth = { floats: 10, singles: 9, links: 8 };

export const FLAG = { open: 1, ended: 2, soldOut: 4, resolved: 8, afterLoss: 16 } as const;

/** One outcome of a position, or its complete sets. */
export const LEG = { shares: 0, bought: 1, dollars: 2, lowAtMs: 3 } as const;
export const LEG_LINK = { slot: 0, next: 1 } as const;
export const LEG_WIDTH: RowWidth = { floats: 4, singles: 0, links: 2 };

/** Slot of the leg that holds complete sets from splits, whose tokens may not be known yet. */
export const SETS = -2;

/** Five sums behind it. */
export const CATEGORY_LINK = { category: 0, next: 1 } as const;
export const CATEGORY_WIDTH: RowWidth = { floats: SUMS_WIDTH, singles: 0, links: 2 };

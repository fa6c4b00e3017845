import type { WalletRow } from '../../../contract/wallets.ts';

export const SORTS = [
  ['best', 'Best to copy'],
  ['confidence', 'Confidence'],
  ['edge', 'Edge'],
  ['winRate', 'Win rate'],
  ['roi', 'ROI'],
  ['result', 'Our result'],
  ['copied', 'Copies'],
  ['recent', 'Last trade'],
  ['name', 'Name'],
] as const;
export type Sort = (typeof SORTS)[number][0];
export type Shown = 'all' | 'followed' | 'candidates';

/** Scale factors that are one tap away. */
export const SCALES: readonly string[] = ['0.1', '0.25', '0.5', '1', '1.5', '2', '3'];

/** What a row is sorted by; unknown stands last. */
const VALUES: Readonly<Record<Exclude<Sort, 'best' | 'name'>, (row: WalletRow) => number | null>> =
  {
    confidence: (row) => row.confidence?.value ?? null,
    edge: (row) => row.edge?.value ?? null,
    winRate: (row) => row.winRate,
    roi: (row) => row.roi,
    result: (row) => (isMade(row) ? row.pnl : null),
    copied: (row) => row.copied,
    recent: (row) => row.lastTradeAtMs,
  };

/** Whether copying it could make anything: of a wallet that nobody followed there is no result. */
export function isMade({ isFollowed, copied }: WalletRow): boolean {
  return isFollowed || (copied ?? 0) > 0;
}

export interface By {
  readonly sort: Sort;
  readonly shown: Shown;
  readonly search: string;
}

/** Rows that fit, in the order asked for; equal ones stay as the service ranks them. */
export function sorted(rows: readonly WalletRow[], { sort, shown, search }: By): WalletRow[] {
  const words = search.trim().toLowerCase();
  const fitting = rows.filter(
    (row) =>
      (shown === 'all' || row.isFollowed === (shown === 'followed')) &&
      (words === '' ||
        `${row.wallet.name} ${row.wallet.label ?? ''} ${row.wallet.address}`
          .toLowerCase()
          .includes(words)),
  );
  if (sort === 'best') return fitting;
  if (sort === 'name') {
    return fitting.sort((a, b) => a.wallet.name.localeCompare(b.wallet.name, 'en'));
  }
  const value = VALUES[sort];
  return fitting.sort((a, b) => compare(value(a), value(b)));
}

/** Most first, unknown last. */
function compare(one: number | null, other: number | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return other - one;
}

import type { JSX } from 'preact';
import type { PageName } from '../state/place.ts';

/** Lines of 24 by 24. */
const PATHS: Readonly<Record<PageName, string>> = {
  overview: 'M3 17l5-6 4 3 8-9M3 21h18',
  wallets: 'M4 7h14a2 2 0 012 2v9a2 2 0 01-2 2H6a2 2 0 01-2-2V7zm0 0V6a2 2 0 012-2h10M16 14h.5',
  orders: 'M8 6h12M8 12h12M8 18h12M4 6h.5M4 12h.5M4 18h.5',
  arbitrage: 'M4 8h15l-4-4M20 16H5l4 4',
  rules: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M6.5 14.5v5',
  health: 'M3 12h4l2.5-6 4 12 2.5-6h5',
};

/** A picture beside a word that says the same. */
export function Icon({ of }: { readonly of: PageName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[of]} />
    </svg>
  );
}

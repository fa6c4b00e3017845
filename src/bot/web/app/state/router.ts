import { signal } from '@preact/signals';
import { hrefOf, type Place, readPlace } from './place.ts';

/** Where one is. */
export const place = signal<Place>(readPlace(''));

/** Follows the address. */
export function startRouter(): void {
  const follow = (): void => {
    const before = place.value;
    place.value = readPlace(location.hash);
    if (before.page !== place.value.page) globalThis.scrollTo(0, 0);
  };
  globalThis.addEventListener('hashchange', follow);
  follow();
}

/** Narrows the page; the way back does not lead through every letter. */
export function narrow(query: Readonly<Record<string, string>>): void {
  const { page, of } = place.value;
  const next = hrefOf(page, of, { ...place.value.query, ...query });
  history.replaceState(null, '', next);
  place.value = readPlace(next);
}

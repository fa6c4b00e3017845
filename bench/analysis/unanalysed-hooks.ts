import type { LoadHook, ResolveHook } from 'node:module';

/*
 * Hooks of the module loader that make a second copy of the product in one process: everything that
 * is imported with this mark, and what that imports, has code of its own, compiled by itself. In the
 * copy no price is ever taken down, which is all that analysis does with an event.
 */

export const MARK = '?unanalysed';
const TAKES_PRICES = '/core/market/market-entry.js';
const BEFORE = 'export function rollTrack(entry, atMs) {';

export const resolve: ResolveHook = async (specifier, context, next) => {
  const found = await next(specifier, context);
  const isOurs = found.url.startsWith('file:') && !found.url.includes('/node_modules/');
  const isMarked = context.parentURL?.endsWith(MARK) === true && !found.url.endsWith(MARK);
  return isOurs && isMarked ? { ...found, url: `${found.url}${MARK}` } : found;
};

export const load: LoadHook = async (url, context, next) => {
  const loaded = await next(url, context);
  if (!url.endsWith(`${TAKES_PRICES}${MARK}`)) return loaded;
  const source = String(loaded.source);
  if (!source.includes(BEFORE)) throw new Error(`${url} takes no prices: nothing to leave out`);
  return { ...loaded, source: source.replace(BEFORE, `${BEFORE} return;`) };
};

import { count } from '../format/amounts.ts';
import type { Span } from '../reply.ts';
import type { Joined } from './card-pace.ts';
import type { Tally } from './notice-message.ts';

const NAMES: Record<Tally, readonly [one: string, many: string]> = {
  copy: ['more copy', 'more copies'],
  exit: ['more exit', 'more exits'],
  skip: ['more skip', 'more skips'],
  signal: ['more signal', 'more signals'],
  order: ['more order', 'more orders'],
  result: ['more result', 'more results'],
  notice: ['more notice', 'more notices'],
};

/** Several messages as one line: `…  7 more copies, 12 more skips   /why today lists them`. */
export function joinedLine(counts: Joined['counts']): readonly Span[] {
  const parts = (Object.keys(NAMES) as readonly Tally[]).flatMap((tally) => {
    const of = counts[tally] ?? 0;
    return of === 0 ? [] : [count(of, ...NAMES[tally])];
  });
  const text = `…  ${parts.join(', ')}   `;
  if ((counts.skip ?? 0) > 0) return [text, { code: '/why today' }, ' lists them by reason'];
  return [text, { code: '/trades' }, ' lists them'];
}

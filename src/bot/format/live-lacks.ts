import { type LiveLack, lackOf } from '../../engine/domain/live-lack.ts';
import type { Line, Span } from '../reply.ts';
import { count } from './amounts.ts';

/** What a person does about it. */
const REMEDIES: Record<LiveLack, readonly Span[]> = {
  keystore: [
    'at the host ',
    { code: 'polymind keystore create' },
    ', then start again with its passphrase',
  ],
  credentials: ['the log of the host says why; it is tried anew at each start'],
  place: ['it has to run where the venue allows trading'],
  clock: ['set it by a time server; 2 s is the most that passes'],
  balance: ['pay in at the venue; nothing here moves money in or out'],
  allowances: ['at the host ', { code: 'polymind allowances' }, ' shows and sets it'],
  channel: ['it is tried again by itself'],
  unseen: ['it is looked at now; ask again in a minute'],
  comparison: ['it is done by itself and repeated until they agree'],
};

/** What live lacks, one line each, with what to do about it. */
export function lackLines(missing: readonly string[]): readonly Line[] {
  return missing.map((text) => {
    const lack = lackOf(text);
    return lack === null ? `– ${text}` : [`– ${text}: `, ...REMEDIES[lack]];
  });
}

/** `1 thing`, `3 things`. */
export function lackCount(missing: readonly string[]): string {
  return count(missing.length, 'thing');
}

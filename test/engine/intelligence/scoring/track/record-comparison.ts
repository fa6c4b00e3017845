import { expect } from 'vitest';
import type { WalletRecord } from '../../../../../src/engine/intelligence/scoring/record.ts';
import { differencesOf } from './record-differences.ts';

/** Whether two records say the same, numbers to nine digits. */
export function expectSameRecord(actual: WalletRecord | null, expected: WalletRecord | null): void {
  const differences = differencesOf(actual, expected, '');
  expect(differences).toEqual([]);
}

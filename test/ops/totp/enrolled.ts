import { join } from 'node:path';
import { expect } from 'vitest';
import { codeOf, STEP_MS, stepAt } from '../../../src/ops/totp/totp.ts';
import { TotpFile } from '../../../src/ops/totp/totp-file.ts';
import { temporaryFolder } from '../folder.ts';

export const WHO = 'telegram:123';
export const START_MS = 1_760_000_000_000;

/** A file with one enrolled person, and a clock that the test moves. */
export function enrolled() {
  const folder = temporaryFolder();
  const clock = { atMs: START_MS };
  const open = (): TotpFile => new TotpFile(folder, () => clock.atMs);
  const { secret } = open().enrol(WHO);
  const code = (by = 0): string => codeOf(secret, stepAt(clock.atMs) + by);
  const wrong = (): string => {
    const near = [-1, 0, 1].map((by) => code(by));
    return ['000000', '111111', '222222', '333333'].find((one) => !near.includes(one)) ?? '';
  };
  expect(open().prove(WHO, code())).toBe(true);
  // The code that proved it is used up.
  clock.atMs += 2 * STEP_MS;
  return { path: join(folder, 'totp.json'), folder, clock, open, code, wrong, secret };
}

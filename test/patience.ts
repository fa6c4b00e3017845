import { vi } from 'vitest';

/**
 * What a test waits for comes when it comes: the bound only ends a test that hangs, and is the same
 * on every machine. Vitest's own is one second, which a busy machine needs for itself.
 */
const PATIENCE_MS = 120_000;

const waitFor = vi.waitFor.bind(vi);
vi.waitFor = (check, options = {}) => {
  const wish = typeof options === 'number' ? { timeout: options } : options;
  return waitFor(check, { timeout: PATIENCE_MS, ...wish });
};

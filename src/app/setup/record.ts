import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivateDirectory, replaceDurably } from '../../ops/private-file.ts';

const FILE_NAME = 'setup.json';

const content = z.strictObject({
  version: z.literal(1),
  /** The wallet whose canary order was placed, found, cancelled and gone; when, in ms UTC. */
  canary: z.strictObject({ wallet: z.string(), atMs: z.int().positive() }),
});

/** When a canary order of this wallet went its whole way; `null` when none did. */
export function canaryAtMs(dataDir: string, wallet: string): number | null {
  try {
    const read = content.safeParse(JSON.parse(readFileSync(join(dataDir, FILE_NAME), 'utf8')));
    if (!read.success || read.data.canary.wallet !== wallet.toLowerCase()) return null;
    return read.data.canary.atMs;
  } catch (error) {
    // A note that is lost or torn costs one more canary order.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

export function noteCanary(dataDir: string, wallet: string, atMs: number): void {
  makePrivateDirectory(dataDir);
  const note: z.infer<typeof content> = {
    version: 1,
    canary: { wallet: wallet.toLowerCase(), atMs },
  };
  replaceDurably(join(dataDir, FILE_NAME), `${JSON.stringify(note)}\n`);
}

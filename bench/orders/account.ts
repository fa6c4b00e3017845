import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTradingKey, type TradingKey } from '../../src/app/running/live/trading-key.ts';
import { keystorePathIn, writeKeystore } from '../../src/ops/keystore/keystore-file.ts';
import { lockKey } from '../../src/ops/keystore/keystore-text.ts';

/** Cheap to open: nobody attacks a key that lives for minutes. */
const SCRYPT_N_CHEAP = 1_024;

/** A throw-away key in the thread that signs in the service too. */
export async function openThrowAwayKey(): Promise<TradingKey> {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-bench-key-'));
  const passphrase = randomBytes(32).toString('hex');
  const bytes = (): Uint8Array => new TextEncoder().encode(passphrase);
  try {
    const privateKey = `0x${randomBytes(32).toString('hex')}`;
    const keystorePath = keystorePathIn(folder);
    writeKeystore(keystorePath, lockKey(privateKey, bytes(), SCRYPT_N_CHEAP).text);
    return await openTradingKey({
      keystorePath,
      passphrase: async () => bytes(),
      funder: null,
      signatureType: 0,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

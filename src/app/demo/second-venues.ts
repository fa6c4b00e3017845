import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostsOf } from '../../data/binance/hosts.ts';
import { KalshiKey } from '../../data/kalshi/sign.ts';
import type { JointWorld } from '../../sim/joint/joint-world.ts';
import type { ProgramOptions } from '../running/program-options.ts';

/** Only the owner may read the key. */
const FILE_MODE = 0o600;

/** How the program reaches what stands beside Polymarket in a world, with a key that is thrown away. */
export function secondVenues({
  kalshi,
  binance,
  polybolt,
}: JointWorld): Required<Pick<ProgramOptions, 'spot' | 'kalshi'>> {
  const { keyId, privateKeyPem } = kalshi.keys.rsa;
  return {
    spot: { hosts: hostsOf(binance.urls), settlementUrl: polybolt.url },
    kalshi: {
      apiUrl: kalshi.restUrl,
      wsUrl: kalshi.wsUrl,
      key: new KalshiKey({ keyId, privateKey: privateKeyPem }),
    },
  };
}

/** A key in a file of its own folder, as the environment names it, until it is removed. */
export interface KeptKey {
  readonly env: Readonly<Record<'KALSHI_KEY_ID' | 'KALSHI_PRIVATE_KEY_FILE', string>>;
  remove(): void;
}

/** Writes a world's key to Kalshi where a client of another process finds it. */
export function keepKalshiKey({ kalshi }: Pick<JointWorld, 'kalshi'>): KeptKey {
  const { keyId, privateKeyPem } = kalshi.keys.rsa;
  const folder = mkdtempSync(join(tmpdir(), 'polymind-sim-'));
  const path = join(folder, 'kalshi-key.pem');
  writeFileSync(path, privateKeyPem, { mode: FILE_MODE });
  return {
    env: { KALSHI_KEY_ID: keyId, KALSHI_PRIVATE_KEY_FILE: path },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

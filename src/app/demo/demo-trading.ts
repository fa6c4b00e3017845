import { randomBytes } from 'node:crypto';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { keystorePathIn, writeKeystore } from '../../ops/keystore/keystore-file.ts';
import { lockKey } from '../../ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../../ops/keystore/passphrase.ts';
import { Scrubber } from '../../ops/scrubber.ts';
import { codeOf, stepAt } from '../../ops/totp/totp.ts';
import { TotpFile } from '../../ops/totp/totp-file.ts';
import { openTradingKey } from '../running/live/trading-key.ts';
import type { Trading } from '../running/program-options.ts';
import { chainOf, type DemoWorld } from './demo-world.ts';

/** What the demo's account has at the simulated exchange: the paper deposit's like. */
export const DEMO_DOLLARS = 500;
const KEY_BYTES = 32;
/** Locking and opening take a moment only: nobody attacks a key that is worth nothing. */
const SCRYPT_N = 4_096;
const PASSPHRASE_BYTES = 24;
/** Who operates at the host's console. */
const CONSOLE = 'console';

/** A key that is made for one demo and goes with it, with the codes of whoever watches. */
export interface DemoTrading {
  readonly trading: Trading;
  /** The 6 digits that count now, as an authenticator app would show them. */
  code(nowMs: number): string;
}

/**
 * Walks the way to live trading as an owner does at the host, with the simulator in the venue's
 * place: a key in an encrypted keystore, money at its address, one-time codes. All of it is thrown
 * away with the demo, and worth nothing anywhere else.
 */
export async function openDemoTrading(dataDir: string, world: DemoWorld): Promise<DemoTrading> {
  const scrubber = new Scrubber();
  const passphrase = randomBytes(PASSPHRASE_BYTES).toString('base64url');
  const privateKey = `0x${randomBytes(KEY_BYTES).toString('hex')}`;
  const keystorePath = keystorePathIn(dataDir);
  writeKeystore(keystorePath, lockKey(privateKey, passphraseBytes(passphrase), SCRYPT_N).text);
  const key = await openTradingKey({
    keystorePath,
    passphrase: async () => passphraseBytes(passphrase),
    funder: null,
    signatureType: 0,
  });
  world.venue.exchange.fund(key.account.funder, { dollars: DEMO_DOLLARS * MICRO });
  const secret = enrol(dataDir);
  return {
    trading: { key, chain: chainOf(world), journal: null, scrubber },
    code: (nowMs) => codeOf(secret, stepAt(nowMs)),
  };
}

/** The code of the step before proves it, so that the present one still counts. */
function enrol(dataDir: string): string {
  const codes = new TotpFile(dataDir);
  const { secret } = codes.enrol(CONSOLE);
  codes.prove(CONSOLE, codeOf(secret, stepAt(Date.now()) - 1));
  return secret;
}

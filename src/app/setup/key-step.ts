import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { keystorePathIn, readKeystore } from '../../ops/keystore/keystore-file.ts';
import { addressIn } from '../../ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../../ops/keystore/passphrase.ts';
import { keyToImport, lockInto, newPrivateKey } from '../host-side/key-making.ts';
import { newPassphrase } from '../host-side/passphrase.ts';
import type { Walk } from './walk.ts';

/** The key that signs, in its keystore. */
export interface SetupKey {
  readonly address: string;
  readonly keystorePath: string;
}

/** The key of the keystore; made or imported where there is none yet. */
export async function keyStep(walk: Walk): Promise<SetupKey> {
  const { talk } = walk;
  const { dataDir, polymarket } = walk.config();
  const keystorePath = resolve(polymarket.keystore ?? keystorePathIn(dataDir));
  talk.say('', '1  Key');
  if (existsSync(keystorePath)) {
    const address = addressIn(readKeystore(keystorePath));
    talk.say(`   ${address}, in ${shortPath(keystorePath)}.`);
    if (walk.options.keyFile !== null) {
      talk.say('   A keystore is never overwritten, so --key-file was not read.');
    }
    return { address, keystorePath };
  }
  const state = await originOf(walk);
  const address = await lock(walk, { keystorePath, state });
  return { address, keystorePath };
}

type Origin = 'created' | 'imported';

async function originOf({ talk, options }: Walk): Promise<Origin> {
  if (options.keyFile !== null) return 'imported';
  talk.say(
    '   There is none yet. A key for PolyMind alone is best: whoever has a key has',
    '   the money of its wallets.',
  );
  return await talk.choose<Origin>('   Make a new one, or import one that you have? new/import ', [
    { value: 'created', words: ['new', 'n'] },
    { value: 'imported', words: ['import', 'i'] },
  ]);
}

async function lock(
  { talk, context, options, passphrase }: Walk,
  { keystorePath, state }: { readonly keystorePath: string; readonly state: Origin },
): Promise<string> {
  const privateKey =
    state === 'created' ? newPrivateKey(context) : await keyToImport(context, options.keyFile);
  const bytes = passphraseBytes(await newPassphrase(context));
  try {
    talk.say('   Locking the key, and trying to open it again ...');
    const address = lockInto(keystorePath, privateKey, bytes);
    passphrase.keep(bytes);
    talk.say(
      `   ${address} is in ${shortPath(keystorePath)}.`,
      '   Keep a copy of this file and the passphrase, apart from each other: without',
      '   both the key is lost, and no command gives it out.',
      ...(state === 'imported' ? ['   Delete whatever else the key is written in.'] : []),
    );
    return address;
  } finally {
    bytes.fill(0);
  }
}

/** As it is typed here. */
export function shortPath(path: string): string {
  const here = relative('.', path);
  return here.startsWith('..') || here === '' ? path : here;
}

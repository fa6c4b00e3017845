import { randomBytes } from 'node:crypto';
import { writeKeystore } from '../../ops/keystore/keystore-file.ts';
import { lockKey, openKey } from '../../ops/keystore/keystore-text.ts';
import { isPrivateKey } from '../../ops/keystore/private-key.ts';
import { readSecretFile } from '../../ops/secret-file.ts';
import type { CommandContext } from '../command.ts';
import { hiddenLine } from './passphrase.ts';

type Asked = Pick<CommandContext, 'host' | 'stderr' | 'scrubber'>;

/** A fresh private key; the scrubber knows it. */
export function newPrivateKey({ scrubber }: Pick<CommandContext, 'scrubber'>): string {
  for (;;) {
    const privateKey = `0x${randomBytes(32).toString('hex')}`;
    if (!isPrivateKey(privateKey)) continue;
    scrubber.register(privateKey);
    return privateKey;
  }
}

/**
 * A private key that somebody has: typed unseen, or read from a file of mode 600. The scrubber knows
 * whatever was typed. @throws when it is none
 */
export async function keyToImport(context: Asked, file: string | null): Promise<string> {
  const typed = (await typedKey(context, file)).trim().toLowerCase();
  context.scrubber.register(typed);
  const privateKey = typed.startsWith('0x') ? typed : `0x${typed}`;
  if (isPrivateKey(privateKey)) return privateKey;
  throw new Error('that is no private key: it has 64 hex digits, with or without 0x before them');
}

async function typedKey(context: Asked, file: string | null): Promise<string> {
  if (file === null) {
    return await hiddenLine(context, {
      prompt: 'The private key: ',
      withoutTerminal:
        'the key is typed at a terminal only, unseen; without one: polymind keystore import --key-file FILE',
    });
  }
  const read = readSecretFile(file);
  // The name is not told: who mistakes the option gives the key itself there.
  if ('problem' in read) throw new Error(`the file of --key-file ${read.problem}`);
  return read.secret;
}

/** Locks the key into a new file and returns its address. @throws KeystoreExistsError */
export function lockInto(path: string, privateKey: string, passphrase: Uint8Array): string {
  const locked = lockKey(privateKey, passphrase);
  // A key that cannot be opened again would be lost with its money.
  openKey(locked.text, passphrase);
  writeKeystore(path, locked.text);
  return locked.address;
}

/** What whoever has a new keystore has to know. */
export function lockedText(of: {
  readonly path: string;
  readonly address: string;
  readonly state: 'created' | 'imported';
}): string {
  const lines = [
    `${of.address} is in ${of.path}.`,
    'Keep a copy of this file and the passphrase, apart from each other: without both the key is lost,',
    'and no command gives it out.',
  ];
  if (of.state === 'imported') lines.push('Delete whatever else the key is written in.');
  return `${lines.join('\n')}\n`;
}

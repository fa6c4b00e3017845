import { resolve } from 'node:path';
import { keystorePathIn, readKeystore, requireNoKeystore } from '../ops/keystore/keystore-file.ts';
import { addressIn } from '../ops/keystore/keystore-text.ts';
import { passphraseBytes } from '../ops/keystore/passphrase.ts';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import { keyToImport, lockedText, lockInto, newPrivateKey } from './host-side/key-making.ts';
import { newPassphrase } from './host-side/passphrase.ts';

/** What looks like a private key among words. */
const KEY_IN_WORDS = /(?:0x)?[0-9a-f]{64}/i;

const USAGE = `keystore create
       polymind keystore import [--key-file FILE]
       polymind keystore address

The encrypted file with the key that signs live orders: POLYMARKET_KEYSTORE, or keystore.json in
POLYMIND_DATA_DIR. It is never overwritten, and no command gives the key out again.

  create    makes a new key
  import    locks a key that you have; it is typed at the terminal and not shown, or read from a file
  address   prints the address of the key; needs no passphrase
  --key-file FILE  where the key to import is, as 64 hex digits in a file of mode 600

The passphrase is typed twice at the terminal, or comes from POLYMARKET_KEYSTORE_PASSPHRASE or the
file that POLYMARKET_KEYSTORE_PASSPHRASE_FILE names.`;

export const keystoreCommand = defineCommand({
  name: 'keystore',
  summary: 'the encrypted key that signs live orders: create, import, address',
  usage: USAGE,
  options: { 'key-file': { type: 'string' } },
  async run(context) {
    const { args, values, scrubber } = context;
    // Whatever happens with it: it is not repeated.
    for (const word of [...args, String(values['key-file'] ?? '')]) {
      const key = KEY_IN_WORDS.exec(word)?.[0];
      if (key !== undefined) scrubber.register(key);
    }
    const [verb, ...words] = args;
    if (words.some((word) => KEY_IN_WORDS.test(word))) throw keyOnCommandLine();
    if (words.length > 0) {
      throw new CommandUsageError('keystore takes one word: polymind keystore create');
    }
    if (values['key-file'] !== undefined && verb !== 'import') {
      throw new CommandUsageError('--key-file belongs to import: polymind keystore import');
    }
    switch (verb) {
      case 'create':
        return await create(context);
      case 'import':
        return await importKey(context);
      case 'address':
        return address(context);
      default:
        throw new CommandUsageError(
          'keystore takes create, import or address: polymind keystore create',
        );
    }
  },
});

function keyOnCommandLine(): CommandUsageError {
  return new CommandUsageError(
    'a key is not given on the command line, which others on this host and the shell history see: ' +
      'if it holds money, move it; then polymind keystore import',
  );
}

async function create(context: CommandContext): Promise<number> {
  const path = freePath(context);
  return await lock(context, { path, privateKey: newPrivateKey(context), state: 'created' });
}

async function importKey(context: CommandContext): Promise<number> {
  const path = freePath(context);
  const file = context.values['key-file'];
  const privateKey = await keyToImport(context, typeof file === 'string' ? file : null);
  return await lock(context, { path, privateKey, state: 'imported' });
}

function address(context: CommandContext): number {
  const path = pathOf(context);
  const found = addressIn(readKeystore(path));
  const { json, stdout } = context;
  stdout.write(json ? `${JSON.stringify({ address: found, keystore: path })}\n` : `${found}\n`);
  return 0;
}

function pathOf({ loadConfig }: Pick<CommandContext, 'loadConfig'>): string {
  const { dataDir, polymarket } = loadConfig();
  return resolve(polymarket.keystore ?? keystorePathIn(dataDir));
}

/** Asked first, so that nobody types a passphrase for nothing. */
function freePath(context: CommandContext): string {
  const path = pathOf(context);
  requireNoKeystore(path);
  return path;
}

async function lock(
  context: CommandContext,
  of: {
    readonly path: string;
    readonly privateKey: string;
    readonly state: 'created' | 'imported';
  },
): Promise<number> {
  const { json, stdout, stderr } = context;
  const passphrase = passphraseBytes(await newPassphrase(context));
  if (stderr.isTTY === true) stderr.write('Locking the key, and trying to open it again ...\n');
  try {
    const address = lockInto(of.path, of.privateKey, passphrase);
    stdout.write(
      json
        ? `${JSON.stringify({ address, keystore: of.path, state: of.state })}\n`
        : lockedText({ ...of, address }),
    );
    return 0;
  } finally {
    passphrase.fill(0);
  }
}

import { resolve } from 'node:path';
import { passphraseBytes, weaknessOf } from '../../ops/keystore/passphrase.ts';
import type { Passphrase } from '../../ops/keystore/signer.ts';
import { readSecretFile } from '../../ops/secret-file.ts';
import { type CommandContext, CommandUsageError } from '../command.ts';
import type { Config } from '../config.ts';
import { canHide, HiddenLines } from './hidden-lines.ts';

/** Passphrases that may be refused, or typed differently the second time. */
const TRIES_MAX = 3;

const WITHOUT_TERMINAL =
  'the passphrase is typed at a terminal only, unseen; without one set POLYMARKET_KEYSTORE_PASSPHRASE_FILE=./passphrase';

const WITHOUT_FILE =
  'with POLYMIND_SIGNER=process the passphrase is in a file that only the signer reads: set POLYMARKET_KEYSTORE_PASSPHRASE_FILE=./passphrase';

type Terminal = Pick<CommandContext, 'host' | 'stderr'>;
type Asked = Terminal & Pick<CommandContext, 'scrubber' | 'loadConfig'>;

/** What the environment says, which asks nobody; `null` when it says nothing. */
export function givenPassphrase({ signer, polymarket }: Config): Passphrase | null {
  const { keystorePassphrase: given, keystorePassphraseFile: file } = polymarket;
  if (signer === 'process') return file === null ? null : { file: resolve(file) };
  return given === null ? null : async () => passphraseBytes(given);
}

/**
 * What opens the keystore, whenever it is needed: from the environment, whose file is read anew each
 * time, or typed at the terminal. It is kept nowhere; a typed one is not even told to the scrubber.
 * A signer in a process of its own reads the file itself.
 */
export function passphraseSource(
  context: Terminal & Pick<CommandContext, 'loadConfig'>,
): Passphrase {
  const config = context.loadConfig();
  if (config.signer === 'process') {
    return givenPassphrase(config) ?? (() => Promise.reject(new CommandUsageError(WITHOUT_FILE)));
  }
  return async () => {
    const given = context.loadConfig().polymarket.keystorePassphrase;
    return passphraseBytes(
      given ??
        (await hiddenLine(context, {
          prompt: 'The passphrase of the keystore: ',
          withoutTerminal: WITHOUT_TERMINAL,
        })),
    );
  };
}

/** A passphrase for a new keystore: strong enough, and when it is typed, typed twice. */
export async function newPassphrase(context: Asked): Promise<string> {
  const given = passphraseFor(context);
  if (given === null) {
    return await withHiddenLines(context, WITHOUT_TERMINAL, (lines) => twice(context, lines));
  }
  const weakness = weaknessOf(given);
  if (weakness !== null) throw new Error(`POLYMARKET_KEYSTORE_PASSPHRASE ${weakness}`);
  return given;
}

/** Whoever makes a keystore has its passphrase, wherever the key is opened later. */
function passphraseFor({ loadConfig, scrubber }: Asked): string | null {
  const { keystorePassphrase, keystorePassphraseFile } = loadConfig().polymarket;
  if (keystorePassphraseFile === null) return keystorePassphrase;
  const read = readSecretFile(keystorePassphraseFile);
  if ('problem' in read) {
    throw new Error(`POLYMARKET_KEYSTORE_PASSPHRASE_FILE: the file ${read.problem}`);
  }
  scrubber.register(read.secret);
  return read.secret;
}

/** One line that is typed unseen. @throws CommandUsageError without a terminal */
export async function hiddenLine(
  terminal: Terminal,
  of: { readonly prompt: string; readonly withoutTerminal: string },
): Promise<string> {
  return await withHiddenLines(terminal, of.withoutTerminal, (lines) =>
    ask(terminal, lines, of.prompt),
  );
}

async function withHiddenLines(
  { host: { input } }: Terminal,
  withoutTerminal: string,
  work: (lines: HiddenLines) => Promise<string>,
): Promise<string> {
  if (!canHide(input)) throw new CommandUsageError(withoutTerminal);
  const lines = new HiddenLines(input);
  try {
    return await work(lines);
  } finally {
    lines.close();
  }
}

async function twice(context: Asked, lines: HiddenLines): Promise<string> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const first = await ask(context, lines, 'A passphrase for it: ');
    context.scrubber.register(first);
    const weakness = weaknessOf(first);
    if (weakness !== null) {
      context.stderr.write(`It ${weakness}. Five unrelated words are good.\n`);
    } else if ((await ask(context, lines, 'The same again: ')) === first) {
      return first;
    } else {
      context.stderr.write('The two are different.\n');
    }
  }
  throw new Error('no passphrase was chosen: nothing was written');
}

/** Prompts go to standard error: standard output belongs to the result. */
async function ask({ stderr }: Terminal, lines: HiddenLines, prompt: string): Promise<string> {
  stderr.write(prompt);
  const line = await lines.next();
  stderr.write('\n');
  if (line === null) throw new Error('nothing was typed');
  return line;
}

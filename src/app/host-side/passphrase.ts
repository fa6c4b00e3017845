import { passphraseBytes, weaknessOf } from '../../ops/keystore/passphrase.ts';
import { type CommandContext, CommandUsageError } from '../command.ts';
import { canHide, HiddenLines } from './hidden-lines.ts';

/** Passphrases that may be refused, or typed differently the second time. */
const TRIES_MAX = 3;

const WITHOUT_TERMINAL =
  'the passphrase is typed at a terminal only, unseen; without one set POLYMARKET_KEYSTORE_PASSPHRASE_FILE=./passphrase';

type Terminal = Pick<CommandContext, 'host' | 'stderr'>;
type Asked = Terminal & Pick<CommandContext, 'scrubber' | 'loadConfig'>;

/**
 * What opens the keystore, whenever it is needed: from the environment, whose file is read anew each
 * time, or typed at the terminal. It is kept nowhere; a typed one is not even told to the scrubber.
 */
export function passphraseSource(
  context: Terminal & Pick<CommandContext, 'loadConfig'>,
): () => Promise<Uint8Array> {
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
  const given = context.loadConfig().polymarket.keystorePassphrase;
  if (given === null) {
    return await withHiddenLines(context, WITHOUT_TERMINAL, (lines) => twice(context, lines));
  }
  const weakness = weaknessOf(given);
  if (weakness !== null) throw new Error(`POLYMARKET_KEYSTORE_PASSPHRASE ${weakness}`);
  return given;
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

import { resolve } from 'node:path';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import { ENV_FILE } from './env-file.ts';
import { walkLive } from './setup/walk-live.ts';

const USAGE = `setup live [--env FILE] [--key-file FILE]

The way to real money, step by step at this terminal: a key, the wallet that trades, its allowances,
money, one-time codes, the doctor's checks, and one order far from the market that is placed and
cancelled. It shows what it is about to do and asks. What is done already is shown and not asked again:
stop it anywhere with Ctrl-C, and run it again to go on. Real money stays off until somebody confirms
/mode live in the chat.

  --env FILE       where the wallet is written (default ${ENV_FILE}, which polymind reads when it starts)
  --key-file FILE  the key to import, as 64 hex digits in a file of mode 600, instead of typing it`;

export const setupCommand = defineCommand({
  name: 'setup',
  summary: 'the way to real money, step by step: setup live',
  usage: USAGE,
  options: { env: { type: 'string' }, 'key-file': { type: 'string' } },
  async run(context) {
    const [what, ...words] = context.args;
    if (what !== 'live' || words.length > 0) {
      throw new CommandUsageError('setup takes live: polymind setup live');
    }
    requireTerminal(context);
    const { env, 'key-file': keyFile } = context.values;
    return await walkLive(context, {
      envPath: resolve(typeof env === 'string' ? env : ENV_FILE),
      keyFile: typeof keyFile === 'string' ? keyFile : null,
    });
  },
});

function requireTerminal({ host, json, stdout, stderr }: CommandContext): void {
  const output = json ? stderr : stdout;
  if (host.input.isTTY === true && output.isTTY === true) return;
  throw new CommandUsageError(
    'setup asks as it goes, so it needs a terminal: polymind setup live; without one: keystore, allowances, totp and doctor',
  );
}

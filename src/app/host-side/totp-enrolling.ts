import { renderUnicodeCompact } from 'uqr';
import { inGroups } from '../../ops/totp/totp.ts';
import type { TotpFile } from '../../ops/totp/totp-file.ts';
import type { CommandContext } from '../command.ts';
import { PeopleLink } from './people-link.ts';
import type { TotpChange } from './totp-change.ts';
import { TypedLines } from './typed-lines.ts';

/** Codes that may be mistyped before the person is left to look at the phone in peace. */
const PROOF_TRIES_MAX = 3;

/**
 * Makes a secret, shows it on the terminal and asks for a code of it; whether one was right. Only
 * then the secret counts.
 */
export async function enrolAtTerminal(
  context: Pick<CommandContext, 'stdout' | 'scrubber' | 'host'> & { readonly stop?: AbortSignal },
  file: TotpFile,
  actor: string,
): Promise<boolean> {
  const { stdout, host, stop } = context;
  showSecret(context, file, actor);
  const typed = new TypedLines(host.input, stop);
  try {
    for (let tries = 0; tries < PROOF_TRIES_MAX; tries += 1) {
      stdout.write('The 6-digit code that the app shows now: ');
      const line = await typed.next();
      if (line === null) break;
      if (file.prove(actor, digitsOf(line))) return true;
      stdout.write('That is not its code. Does the phone have the right time?\n');
    }
  } finally {
    typed.close();
  }
  return false;
}

/** A new secret, on the terminal. */
export function showSecret(
  { stdout, scrubber }: Pick<CommandContext, 'stdout' | 'scrubber'>,
  file: TotpFile,
  actor: string,
): void {
  const { secret, uri } = file.enrol(actor);
  scrubber.register(secret);
  stdout.write(
    [
      `For ${actor}: scan this with an authenticator app, or type the key; then close this window.`,
      '',
      renderUnicodeCompact(uri, { border: 2 }),
      '',
      `  key   ${inGroups(secret)}`,
      `  link  ${uri}`,
      '',
      '',
    ].join('\n'),
  );
}

/** Apps show `482 913`. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/** The change is made and holds; that it could not be written down is said, not hidden. */
export async function tellOthers(
  { loadConfig, stderr }: Pick<CommandContext, 'loadConfig' | 'stderr'>,
  change: TotpChange,
): Promise<void> {
  try {
    await new PeopleLink(loadConfig()).tellTotp(change);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    stderr.write(`polymind: done, but not in the audit: ${why}\n`);
  }
}

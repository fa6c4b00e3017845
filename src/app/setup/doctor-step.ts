import { VenueError } from '../../data/http/venue-error.ts';
import type { ConfiguredWallet } from '../allowances/wallet.ts';
import type { Check, CheckState } from '../doctor/check.ts';
import { runChecks } from '../doctor/run-checks.ts';
import type { Walk } from './walk.ts';

const MARKS: Readonly<Record<CheckState, string>> = {
  ok: 'ok',
  wrong: ' !',
  warn: ' ?',
  skipped: ' -',
};
const NAME_WIDTH = 20;

/** Looks at everything that live depends on; what is wrong. */
export async function doctorStep(walk: Walk, wallet: ConfiguredWallet): Promise<readonly Check[]> {
  const { talk } = walk;
  talk.say('', '6  Doctor');
  await letIn(walk, wallet);
  const wrong: Check[] = [];
  const passphrase = walk.passphrase.source;
  const checks = runChecks({ config: walk.config(), passphrase, signal: talk.stop });
  for await (const check of checks) {
    talk.say(`   ${MARKS[check.ok]}  ${check.name.padEnd(NAME_WIDTH)}  ${check.found}`);
    if (check.todo !== null) talk.say(`       ${check.todo}`);
    if (check.ok === 'wrong') wrong.push(check);
  }
  talk.requireGoing();
  // It may have been mistyped: whoever needs it next asks for it anew.
  if (wrong.some(({ id }) => id === 'keystore')) walk.passphrase.forget();
  talk.say(
    wrong.length === 0
      ? '   Nothing is wrong.'
      : `   Wrong: ${wrong.map(({ name }) => name).join(', ')}. Put it right, then polymind setup live.`,
  );
  return wrong;
}

/** The venue makes credentials for a key that has none when they are first asked for. */
async function letIn(walk: Walk, wallet: ConfiguredWallet): Promise<void> {
  try {
    await walk.account.executor(wallet);
  } catch (error) {
    // The doctor says what is wrong, in its own words.
    if (!(error instanceof VenueError)) throw error;
  }
}

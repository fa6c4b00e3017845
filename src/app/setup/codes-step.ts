import { isTotpActor, TotpFile } from '../../ops/totp/totp-file.ts';
import { permanentPeople } from '../host-side/permanent-people.ts';
import { enrolAtTerminal, tellOthers } from '../host-side/totp-enrolling.ts';
import type { Walk } from './walk.ts';

/** Who operates at the host itself. */
const CONSOLE = 'console';

/** One-time codes for whoever confirms live; whether somebody has them. */
export async function codesStep(walk: Walk): Promise<boolean> {
  const { talk, context } = walk;
  talk.say('', '5  Codes');
  const file = new TotpFile(walk.dataDir);
  const enrolled = file.list().filter(({ proven }) => proven);
  if (enrolled.length > 0) {
    talk.say(`   ${enrolled.map(({ actor }) => actor).join(', ')} can confirm.`);
    return true;
  }
  talk.say('   What raises risk takes a code of an authenticator app on your phone, too.');
  const actor = await whoConfirms(walk);
  const terminal = { ...context, stdout: talk.output, stop: talk.stop };
  const isProven = await enrolAtTerminal(terminal, file, actor);
  talk.requireGoing();
  if (!isProven) {
    talk.say(`   Not proven, so it does not count yet: polymind setup live asks again.`);
    return false;
  }
  await tellOthers(context, { actor, change: 'enrolled' });
  talk.say(`   ${actor} can confirm; this code is used up, the next one counts.`);
  return true;
}

/** An admin whom the environment names, else whoever types here. */
async function whoConfirms(walk: Walk): Promise<string> {
  const { talk } = walk;
  const named = permanentPeople(walk.config()).filter(({ role }) => role === 'admin');
  const fallback = named[0]?.name ?? CONSOLE;
  for (;;) {
    const line = await talk.ask(
      `   Who confirms? telegram:ID, discord:ID or ${CONSOLE} [${fallback}] `,
    );
    const actor = line === '' ? fallback : line;
    if (isTotpActor(actor)) return actor;
    talk.say(
      '   A person is telegram: and the number of the account, for example telegram:123456789.',
    );
  }
}

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Enrolled, isTotpActor, TotpFile } from '../ops/totp/totp-file.ts';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import { digitsOf, enrolAtTerminal, showSecret, tellOthers } from './host-side/totp-enrolling.ts';

const SECRET_FILE_MODE = 0o600;

const USAGE = `totp list
       polymind totp enrol telegram:123456789 [--secret-to FILE]
       polymind totp verify telegram:123456789 CODE
       polymind totp reset telegram:123456789

One-time codes for what raises risk, from any authenticator app. They are kept in totp.json in
POLYMIND_DATA_DIR; nobody can enrol from a chat. A person is telegram:ID, discord:ID or console.

  enrol    makes a secret, shows it on the terminal and asks for a code of it
  verify   the same proof later: the secret counts from then on
  reset    forgets a person's secret, also one that is locked
  --secret-to FILE  writes the secret as an otpauth:// link into a new file of mode 600 instead.
                    Output that is no terminal ends in logs, so the secret is never printed there,
                    and neither with --json`;

export const totpCommand = defineCommand({
  name: 'totp',
  summary: 'one-time codes of people: enrol, verify, reset, list',
  usage: USAGE,
  options: { 'secret-to': { type: 'string' } },
  async run(context) {
    const [verb, ...words] = context.args;
    switch (verb) {
      case 'list':
        if (words.length > 0) throw new CommandUsageError('list takes nothing: polymind totp list');
        return list(context);
      case 'enrol':
        return await enrol(context, actorOf('enrol', words));
      case 'verify':
        return await verify(context, words);
      case 'reset':
        return await reset(context, actorOf('reset', words));
      default:
        throw new CommandUsageError(
          'totp takes list, enrol, verify or reset: polymind totp enrol telegram:123456789',
        );
    }
  },
});

function actorOf(verb: string, words: readonly string[]): string {
  const [actor = '', ...more] = words;
  if (!isTotpActor(actor) || more.length > 0) {
    throw new CommandUsageError(
      `${verb} takes one person: polymind totp ${verb} telegram:123456789`,
    );
  }
  return actor;
}

function fileOf({ dataDir }: Pick<CommandContext, 'dataDir'>): TotpFile {
  return new TotpFile(resolve(dataDir));
}

function list(context: CommandContext): number {
  const people = fileOf(context).list();
  context.stdout.write(context.json ? `${JSON.stringify({ people })}\n` : listText(people));
  return 0;
}

function listText(people: readonly Enrolled[]): string {
  if (people.length === 0) return 'Nobody is enrolled: polymind totp enrol telegram:123456789\n';
  return people.map((one) => `${one.actor}  ${stateOf(one)}\n`).join('');
}

function stateOf({ proven, enrolledAtMs, lockedUntilMs }: Enrolled): string {
  if (!proven) return 'waits for its first code: polymind totp verify';
  const since = `enrolled ${new Date(enrolledAtMs).toISOString()}`;
  if (lockedUntilMs === null) return since;
  return `${since}, locked until ${new Date(lockedUntilMs).toISOString()}`;
}

async function enrol(context: CommandContext, actor: string): Promise<number> {
  const { json, stdout, scrubber, values, host } = context;
  const target = values['secret-to'];
  const isShown = stdout.isTTY === true && !json;
  if (typeof target !== 'string' && !isShown) {
    throw new CommandUsageError(
      `the secret is shown on a terminal only: polymind totp enrol ${actor} --secret-to FILE`,
    );
  }
  if (typeof target === 'string') {
    const { secret, uri } = fileOf(context).enrol(actor);
    scrubber.register(secret);
    writeFileSync(target, `${uri}\n`, { flag: 'wx', mode: SECRET_FILE_MODE });
    const next = `polymind totp verify ${actor} CODE`;
    stdout.write(
      json
        ? `${JSON.stringify({ actor, state: 'waits', secretIn: resolve(target) })}\n`
        : `The secret of ${actor} is in ${target}. It counts after: ${next}\n`,
    );
    return 0;
  }
  if (host.input.isTTY !== true) {
    showSecret(context, fileOf(context), actor);
    stdout.write(`It counts after: polymind totp verify ${actor} CODE\n`);
    return 0;
  }
  if (await enrolAtTerminal(context, fileOf(context), actor)) return await proven(context, actor);
  stdout.write(`\nNot proven, so it does not count yet: polymind totp verify ${actor} CODE\n`);
  return 1;
}

async function verify(context: CommandContext, words: readonly string[]): Promise<number> {
  const [actor = '', ...code] = words;
  if (!isTotpActor(actor) || code.length === 0) {
    throw new CommandUsageError(
      'verify takes a person and a code: polymind totp verify telegram:123456789 482913',
    );
  }
  if (fileOf(context).prove(actor, digitsOf(code.join('')))) return await proven(context, actor);
  throw new Error(`That is not the code of ${actor} now: check the clock of phone and host`);
}

async function proven(context: CommandContext, actor: string): Promise<number> {
  await tellOthers(context, { actor, change: 'enrolled' });
  const { json, stdout } = context;
  stdout.write(
    json
      ? `${JSON.stringify({ actor, state: 'enrolled' })}\n`
      : `${actor} is enrolled; this code is used up, the next one counts.\n`,
  );
  return 0;
}

async function reset(context: CommandContext, actor: string): Promise<number> {
  if (!fileOf(context).reset(actor)) throw new Error(`${actor} is not enrolled`);
  await tellOthers(context, { actor, change: 'reset' });
  const { json, stdout } = context;
  stdout.write(
    json
      ? `${JSON.stringify({ actor, state: 'none' })}\n`
      : `${actor} has no codes any more; what needs one is refused until it is enrolled again.\n`,
  );
  return 0;
}

import { CommandUsageError, defineCommand } from './command.ts';
import type { Check, CheckState } from './doctor/check.ts';
import { NAME_WIDTH } from './doctor/check-table.ts';
import { type ConsentedProbe, probeWithConsent } from './doctor/probe-consent.ts';
import type { ProbeStep } from './doctor/probe-order.ts';
import { runChecks } from './doctor/run-checks.ts';
import { givenPassphrase, passphraseSource } from './host-side/passphrase.ts';
import { KeptPassphrase } from './setup/kept-passphrase.ts';
import { programVersion } from './version.ts';

const USAGE = `doctor [--probe-order [--yes]]

Checks everything that the service depends on and changes nothing: this host, database, chats, the
venue's hosts and rules, and with a keystore also key, wallet, money and allowances. Each line says
what was found and what to do. The key is opened when POLYMARKET_KEYSTORE_PASSPHRASE or its _FILE is
set. Exit code 1 when something is wrong.

  --probe-order  afterwards places one post-only order far below the market, finds it by its own hash,
                 cancels it and finds it gone; asks first, and nothing is placed while a check is wrong
  --yes          does not ask`;

const MARKS: Readonly<Record<CheckState, string>> = {
  ok: 'ok',
  wrong: ' !',
  warn: ' ?',
  skipped: ' -',
};

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'checks host, database, chats, venue, key, wallet and money; changes nothing',
  usage: USAGE,
  options: { 'probe-order': { type: 'boolean' }, yes: { type: 'boolean' } },
  async run(context) {
    const { json, stdout, values, args } = context;
    if (args.length > 0) throw new CommandUsageError('doctor takes no words: polymind doctor');
    const isProbing = values['probe-order'] === true;
    if (values.yes === true && !isProbing) {
      throw new CommandUsageError('--yes belongs to --probe-order: polymind doctor --probe-order');
    }
    const config = context.loadConfig();
    const kept = new KeptPassphrase(() => passphraseSource(context));
    try {
      const of = { context, config, passphrase: kept.source };
      const checks = await told(of, isProbing);
      const isWell = checks.every((check) => check.ok !== 'wrong');
      const probe = isProbing ? await probeIf(isWell, of) : null;
      const ok = isWell && (probe === null || probe.every((step) => step.ok));
      if (json) {
        const document = { version: programVersion(), ok, checks, ...(probe && { probe }) };
        stdout.write(`${JSON.stringify(document)}\n`);
      }
      return ok ? 0 : 1;
    } finally {
      kept.forget();
    }
  },
});

/** Each line as soon as it is known; the document only when all are. */
async function told(
  { context: { json, stdout }, config, passphrase }: ConsentedProbe,
  isProbing: boolean,
): Promise<readonly Check[]> {
  const isGiven = givenPassphrase(config) !== null || isProbing;
  const checks: Check[] = [];
  for await (const check of runChecks({ config, passphrase: isGiven ? passphrase : null })) {
    checks.push(check);
    if (!json) stdout.write(lineOf(check));
  }
  return checks;
}

/** One line for a terminal. */
export function lineOf({ ok, name, found, todo }: Check): string {
  return `${MARKS[ok]}  ${name.padEnd(NAME_WIDTH)}  ${found}${todo === null ? '' : `: ${todo}`}\n`;
}

async function probeIf(isWell: boolean, of: ConsentedProbe): Promise<readonly ProbeStep[]> {
  if (isWell) return await probeWithConsent(of);
  of.context.stderr.write('No order is placed while something is wrong.\n');
  return [{ id: 'placed', ok: false, text: 'no order is placed while something is wrong' }];
}

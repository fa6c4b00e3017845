import { createLogger } from '../ops/log.ts';
import { FAULT_PROFILES } from '../sim/wire/faults.ts';
import { CommandUsageError, defineCommand } from './command.ts';
import { type HeadlessSummary, runHeadless } from './demo/headless.ts';
import { nearest } from './nearest.ts';
import { parseSets, SET_OPTION, SET_USAGE } from './set-option.ts';

const SECONDS_DEFAULT = '30';

const USAGE = `demo

The whole service against simulated venues on this machine: no account, no network, no real money.

  --headless        no console: runs for a while and prints what happened
  --seconds N       how long, headless (default ${SECONDS_DEFAULT})
  --seed S          which world (default 7)
  --speed X         compresses the world's schedule (default 1)
  --faults PROFILE  ${Object.keys(FAULT_PROFILES).join(', ')} (default none)
  --record FILE     writes every input as a tape
${SET_USAGE}`;

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'the whole service against simulated venues, with a console',
  usage: USAGE,
  options: {
    headless: { type: 'boolean' },
    seconds: { type: 'string', default: SECONDS_DEFAULT },
    seed: { type: 'string', default: '7' },
    speed: { type: 'string', default: '1' },
    faults: { type: 'string', default: 'none' },
    record: { type: 'string' },
    ...SET_OPTION,
  },
  async run({ values, json, stdout, stderr, scrubber }) {
    const options = {
      seed: values.seed,
      speed: numberOption('--speed', values.speed, SPEED),
      faults: faultProfile(values.faults),
      settings: parseSets(values.set),
      log: createLogger({ level: 'warn', scrubber }),
    };
    const summary = await runHeadless({
      ...options,
      seconds: numberOption('--seconds', values.seconds, SECONDS),
      recordTo: values.record ?? null,
      progress: (left) => {
        if (stderr.isTTY === true) stderr.write(`\r\u001b[K${left} s to go`);
      },
    });
    if (stderr.isTTY === true) stderr.write('\r\u001b[K');
    stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary));
    return summary.invariants.violations === 0 ? 0 : 1;
  },
});

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const SPEED: Bounds = { min: 0.1, max: 1_000 };
const SECONDS: Bounds = { min: 1, max: 86_400 };

function numberOption(option: string, text: string, { min, max }: Bounds): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new CommandUsageError(`${option} takes a number from ${min} to ${max}, got "${text}"`);
}

function faultProfile(name: string): keyof typeof FAULT_PROFILES {
  if (Object.hasOwn(FAULT_PROFILES, name)) return name as keyof typeof FAULT_PROFILES;
  const names = Object.keys(FAULT_PROFILES);
  const near = nearest(name, names) ?? names.join(', ');
  throw new CommandUsageError(`there is no fault profile "${name}"; there is ${near}`);
}

function describe(summary: HeadlessSummary): string {
  const { signals, decisions, fills, positions, invariants, seed, seconds } = summary;
  const reasons = Object.entries(decisions.byReason)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `    ${String(count).padStart(5)}  ${reason}\n`);
  const feeds = Object.entries(summary.feeds).map(
    ([name, feed]) =>
      `  ${name}: ${feed.messages} messages, ${feed.reconnects} reconnects, lag ${feed.lagMsP50 ?? '–'} ms\n`,
  );
  return (
    `seed ${seed}, ${seconds} s\n` +
    `  signals: ${signals.copy} copy, ${signals.exit} exit\n` +
    `  decisions: ${decisions.accepted} accepted, ${decisions.held} held, ${decisions.denied} denied\n` +
    `${reasons.join('')}  PAPER  ${fills} fills · ${positions} open positions\n${feeds.join('')}` +
    `  invariants: checked ${invariants.checked} times, ${invariants.violations} broken\n`
  );
}

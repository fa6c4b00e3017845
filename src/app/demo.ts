import { createLogger } from '../ops/log.ts';
import { FAULT_PROFILES } from '../sim/wire/faults.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { faultOption, numberOption, SECONDS, SPEED } from './demo/demo-options.ts';
import { type HeadlessSummary, runHeadless } from './demo/headless.ts';
import { runInteractive } from './demo/interactive.ts';
import { permanentPeople } from './host-side/permanent-people.ts';
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
  async run(context) {
    const { values, json, stdout, scrubber, host, looks, loadConfig } = context;
    const config = loadConfig();
    const headless = values.headless === true;
    const hasScreen = !headless && looks.screen && host.output.isTTY === true;
    const options = {
      seed: values.seed,
      speed: numberOption('--speed', values.speed, SPEED),
      faults: faultOption(values.faults),
      settings: parseSets(values.set),
      recordTo: values.record ?? null,
      people: permanentPeople(config),
      // A screen is not torn by a log; what ends the demo is printed when it is gone.
      log: createLogger({ level: hasScreen ? 'silent' : 'warn', scrubber }),
    };
    if (!headless) {
      const { input, output } = host;
      await runInteractive({
        ...options,
        ...looks,
        input,
        output,
        phones: config,
        stopped: host.untilStopped(),
      });
      return 0;
    }
    const seconds = numberOption('--seconds', values.seconds, SECONDS);
    const summary = await runHeadless({ ...options, seconds, progress: progressOn(context) });
    stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary));
    return summary.invariants.violations === 0 ? 0 : 1;
  },
});

function progressOn({ stderr }: Pick<CommandContext, 'stderr'>): (left: number) => void {
  return (left) => {
    if (stderr.isTTY === true)
      stderr.write(left === 0 ? '\r\u001b[K' : `\r\u001b[K${left} s to go`);
  };
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

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandUsageError, defineCommand } from './command.ts';
import { openTrading } from './run/open-trading.ts';
import { logOf, runProgram } from './run/run-program.ts';
import { parseSets, SET_OPTION, SET_USAGE } from './set-option.ts';

const USAGE = `record <dir>

The running service with every input written to a tape in the folder: venue frames, commands,
timers and results. \`polymind replay\` gives the same decisions again.

${SET_USAGE}`;

export const recordCommand = defineCommand({
  name: 'record',
  summary: "the running service's inputs into a tape",
  usage: USAGE,
  options: SET_OPTION,
  async run(context) {
    const { args, values, host, looks, stderr, scrubber, loadConfig } = context;
    const [folder, ...more] = args;
    if (folder === undefined || more.length > 0) {
      throw new CommandUsageError('record takes one folder: polymind record tapes');
    }
    const config = loadConfig();
    const settings = parseSets(values.set);
    mkdirSync(folder, { recursive: true });
    const recordTo = join(folder, tapeName(new Date()));
    const log = logOf({ config, host, looks, scrubber });
    stderr.write(`recording to ${recordTo}\n`);
    const open = () => openTrading(context, { config, log });
    await runProgram({ config, host, looks, log, settings, recordTo, openTrading: open });
    return 0;
  },
});

/** `polymind-20261122-220501.jsonl.gz`, in UTC. */
function tapeName(now: Date): string {
  const digits = now
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .replace('T', '-');
  return `polymind-${digits}.jsonl.gz`;
}

import { CommandUsageError, defineCommand } from './command.ts';
import { openTrading } from './run/open-trading.ts';
import { logOf, runProgram } from './run/run-program.ts';
import { parseSets, SET_OPTION, SET_USAGE } from './set-option.ts';

const USAGE = `run

The program: follows wallets on Polymarket and copies their trades, on paper until a person has
confirmed live. Works in an empty folder; what it cannot reach it names and keeps trying. Type /help,
or paste a profile link.

  --standby         while another program leads on the same DATABASE_URL, waits and does nothing else;
                    takes over within seconds when that one is gone. Start both like this: one leads
${SET_USAGE}`;

export const runCommand = defineCommand({
  name: 'run',
  summary: 'the service, on paper until told otherwise',
  usage: USAGE,
  options: { ...SET_OPTION, standby: { type: 'boolean' } },
  async run(context) {
    const { values, host, looks, scrubber, loadConfig } = context;
    const config = loadConfig();
    const log = logOf({ config, host, looks, scrubber });
    const settings = parseSets(values.set);
    const open = () => openTrading(context, { config, log });
    const standsBy = values.standby === true;
    if (standsBy && config.databaseUrl === null) {
      throw new CommandUsageError(
        'standing by takes a server that both programs reach: DATABASE_URL=… polymind run --standby',
      );
    }
    const of = { config, host, looks, log, settings, standsBy };
    await runProgram({ ...of, recordTo: null, openTrading: open });
    return 0;
  },
});

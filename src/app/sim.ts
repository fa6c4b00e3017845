import { accountsOf } from '../sim/accounts.ts';
import { FAULT_PROFILES } from '../sim/wire/faults.ts';
import { defineCommand } from './command.ts';
import { faultOption, numberOption, SPEED } from './demo/demo-options.ts';
import { type DemoWorld, startDemoWorld } from './demo/demo-world.ts';

/** Test accounts that exist in each world. */
const ACCOUNTS = 3;

const USAGE = `sim

The simulator's wire servers alone, until stopped: Gamma, CLOB reads, market websocket, RTDS and
Data API of a seeded world, on free ports of this machine. Prints the environment that points any
client at them.

  --seed S          which world (default 7)
  --speed X         compresses the world's schedule (default 1)
  --faults PROFILE  ${Object.keys(FAULT_PROFILES).join(', ')} (default none)
  --port N          first of six neighbouring ports (default: free ones)`;

export const simCommand = defineCommand({
  name: 'sim',
  summary: "the simulator's wire servers alone",
  usage: USAGE,
  options: {
    seed: { type: 'string', default: '7' },
    speed: { type: 'string', default: '1' },
    faults: { type: 'string', default: 'none' },
    port: { type: 'string', default: '0' },
  },
  async run({ values, json, stdout, host }) {
    const world = await startDemoWorld({
      seed: values.seed,
      speed: numberOption('--speed', values.speed, SPEED),
      faults: faultOption(values.faults),
      ports: numberOption('--port', values.port, { min: 0, max: 65_530 }),
    });
    const document = describeWorld(world, values.seed);
    stdout.write(json ? `${JSON.stringify(document)}\n` : asText(document));
    await host.untilStopped();
    await world.sim.close();
    return 0;
  },
});

type WorldDocument = ReturnType<typeof describeWorld>;

function describeWorld({ venue, sim }: DemoWorld, seed: string) {
  return {
    env: sim.env,
    accounts: accountsOf(seed, ACCOUNTS),
    markets: venue.markets.map(({ conditionId, tokenIds, version, tick, question }) => ({
      conditionId,
      tokenIds,
      version,
      tickSize: String(tick / 1_000_000),
      question,
    })),
    leaders: venue.leaders.map(({ address, skill, kind, name }) => ({
      address,
      skill,
      kind,
      name,
    })),
  };
}

function asText({ env, markets, leaders }: WorldDocument): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  const wallets = leaders.map(({ address, name, kind }) => `  ${address}  ${name} (${kind})\n`);
  return `${variables.join('')}\n${markets.length} markets, leaders:\n${wallets.join('')}`;
}

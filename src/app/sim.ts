import { MICRO } from '../engine/domain/values/micro.ts';
import { ACCOUNT_DOLLARS, accountsOf, type SimAccount } from '../sim/accounts.ts';
import { FAULT_PROFILES } from '../sim/wire/faults.ts';
import { defineCommand } from './command.ts';
import { faultOption, numberOption, SPEED } from './demo/demo-options.ts';
import { type DemoWorld, startDemoWorld } from './demo/demo-world.ts';

/** Test accounts in each world: one of each kind of wallet. */
const ACCOUNTS = 4;

const USAGE = `sim

The simulator's wire servers alone, until stopped: Gamma, the CLOB with its trading side, market and
user websockets, RTDS and Data API of a seeded world, on free ports of this machine. Prints the
environment that points any client at them, and test accounts with ${ACCOUNT_DOLLARS.toLocaleString('en-US')} dollars each: a
key, the address where its money is (funder), and how it signs (0 the key itself, 1 its proxy, 2 its
safe, 3 its deposit wallet). Nothing in it is worth anything anywhere else.

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
    const accounts = accountsOf(values.seed, ACCOUNTS);
    for (const { funder } of accounts) {
      world.venue.exchange.fund(funder, { dollars: ACCOUNT_DOLLARS * MICRO });
    }
    const document = describeWorld(world, accounts);
    stdout.write(json ? `${JSON.stringify(document)}\n` : asText(document));
    await host.untilStopped();
    await world.sim.close();
    return 0;
  },
});

type WorldDocument = ReturnType<typeof describeWorld>;

function describeWorld({ venue, sim }: DemoWorld, accounts: readonly SimAccount[]) {
  return {
    env: sim.env,
    accounts: accounts.map((account) => ({ ...account, dollars: ACCOUNT_DOLLARS })),
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

function asText({ env, accounts, markets, leaders }: WorldDocument): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  const wallets = leaders.map(({ address, name, kind }) => `  ${address}  ${name} (${kind})\n`);
  const keys = accounts.map(
    ({ privateKey, funder, signatureType }) => `  ${privateKey}  ${funder}  ${signatureType}\n`,
  );
  return `${variables.join('')}\nTest accounts (key, funder, signature type):\n${keys.join('')}\n${markets.length} markets, leaders:\n${wallets.join('')}`;
}

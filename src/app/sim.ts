import { MICRO } from '../engine/domain/values/micro.ts';
import { ACCOUNT_DOLLARS, accountsOf, bareAccountOf, type SimAccount } from '../sim/accounts.ts';
import { JOINT_PORTS, type JointWorld, startJointWorld } from '../sim/joint/joint-world.ts';
import { FAULT_PROFILES } from '../sim/wire/faults.ts';
import { defineCommand } from './command.ts';
import { faultOption, numberOption, SPEED } from './demo/demo-options.ts';
import { type KeptKey, keepKalshiKey } from './demo/second-venues.ts';

/** Test accounts in each world: one of each kind of wallet. */
const ACCOUNTS = 4;
/** What the key has that set nothing up: dollars of both kinds, and POL for gas. */
const BARE_DOLLARS = 1_000;
const BARE_USDCE = 100;
const BARE_POL_WEI = 5n * 10n ** 18n;
/** The highest first port that leaves room for the others. */
const PORT_MAX = 65_536 - JOINT_PORTS;

const USAGE = `sim

The simulator's wire servers alone, until stopped, on free ports of this machine. Polymarket: Gamma,
the CLOB with its trading side, market and user websockets, RTDS, Data API, settlement prices, a node
of the chain and the relayer. Beside it Kalshi and Binance. What coins cost is the same everywhere.

Prints the environment that points any client at them, and a file with a key to Kalshi that goes when
the simulator stops. Test accounts at Polymarket have ${ACCOUNT_DOLLARS.toLocaleString('en-US')} dollars each: a
key, the address where its money is (funder), and how it signs (0 the key itself, 1 its proxy, 2 its
safe, 3 its deposit wallet). One more key has ${BARE_DOLLARS.toLocaleString('en-US')} dollars of the venue, ${BARE_USDCE} of bridged USDC and POL
for gas, and allowed nobody anything. Nothing in it is worth anything anywhere else.

  --seed S          which world (default 7)
  --speed X         compresses the world's schedule (default 1); what coins do is compressed with it,
                    and windows are only as long as their names say at 1
  --faults PROFILE  ${Object.keys(FAULT_PROFILES).join(', ')} (default none)
  --port N          first of ${JOINT_PORTS} neighbouring ports (default: free ones)`;

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
    const world = await startJointWorld({
      seed: values.seed,
      speed: numberOption('--speed', values.speed, SPEED),
      faults: faultOption(values.faults),
      ports: numberOption('--port', values.port, { min: 0, max: PORT_MAX }),
    });
    const key = keepKalshiKey(world);
    const { accounts, bare } = openAccounts(world, values.seed);
    const document = {
      ...describeWorld(world, { accounts, key }),
      bare: { ...bare, dollars: BARE_DOLLARS },
    };
    stdout.write(json ? `${JSON.stringify(document)}\n` : asText(document));
    await host.untilStopped();
    key.remove();
    await world.close();
    return 0;
  },
});

type WorldDocument = ReturnType<typeof describeWorld> & { readonly bare: SimAccount };

function openAccounts({ venue, sim }: JointWorld, seed: string) {
  const accounts = accountsOf(seed, ACCOUNTS);
  for (const account of accounts) {
    venue.exchange.fund(account.funder, { dollars: ACCOUNT_DOLLARS * MICRO });
    sim.chain?.know(account);
  }
  const bare = bareAccountOf(seed);
  const money = { pusd: BARE_DOLLARS * MICRO, usdce: BARE_USDCE * MICRO, polWei: BARE_POL_WEI };
  sim.chain?.fundBare(bare.funder, money);
  return { accounts, bare };
}

function describeWorld(
  { venue, env }: JointWorld,
  { accounts, key }: { readonly accounts: readonly SimAccount[]; readonly key: KeptKey },
) {
  return {
    env: { ...env, ...key.env },
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

function asText({ env, accounts, bare, markets, leaders }: WorldDocument): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  const wallets = leaders.map(({ address, name, kind }) => `  ${address}  ${name} (${kind})\n`);
  const keys = accounts.map(
    ({ privateKey, funder, signatureType }) => `  ${privateKey}  ${funder}  ${signatureType}\n`,
  );
  return `${variables.join('')}\nTest accounts (key, funder, signature type):\n${keys.join('')}\nA key that set nothing up:\n  ${bare.privateKey}  ${bare.address}\n\n${markets.length} markets, leaders:\n${wallets.join('')}`;
}

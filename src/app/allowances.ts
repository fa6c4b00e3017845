import { POLYMARKET_APPROVALS } from '../engine/domain/venue-rules/polymarket-contracts.ts';
import { type Change, changeAllowances } from './allowances/change.ts';
import { elsewhereLines, showAllowances } from './allowances/show.ts';
import { unreadStandings } from './allowances/standing.ts';
import { configuredWallet } from './allowances/wallet.ts';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import { nearest } from './nearest.ts';

const NAMES = POLYMARKET_APPROVALS.map(({ name }) => name);

const USAGE = `allowances
       polymind allowances set [--only NAME]
       polymind allowances revoke [--only NAME]

Which of the venue's contracts may move the wallet's dollars and shares, what each is needed for, and
what is allowed now. The wallet is the key in the keystore, or POLYMARKET_FUNDER with
POLYMARKET_SIGNATURE_TYPE. What is allowed now is read from the node of POLYGON_RPC_URL.

  set      gives what trading needs and is missing; spenders are the venue's contracts, as built in
  revoke   takes back all that is allowed
  --only NAME  changes only that one: ${NAMES.slice(0, 5).join(', ')},
               ${NAMES.slice(5).join(', ')}

set and revoke are for a wallet that is its own key: they show what will be signed, ask, take the
passphrase as the other commands do, and wait for each transaction. Gas is paid in POL.`;

export const allowancesCommand = defineCommand({
  name: 'allowances',
  summary: 'what the venue may move of the wallet; set and revoke it, for a key of its own',
  usage: USAGE,
  options: { only: { type: 'string' } },
  async run(context) {
    const [verb, ...words] = context.args;
    const only = onlyOf(context);
    if (words.length > 0) {
      throw new CommandUsageError('allowances takes one word: polymind allowances set');
    }
    switch (verb) {
      case undefined:
        if (only === null) return await show(context);
        throw new CommandUsageError(`--only belongs to set or revoke: polymind allowances set`);
      case 'set':
      case 'revoke':
        return await change(context, verb, only);
      default:
        throw new CommandUsageError('allowances takes set or revoke: polymind allowances set');
    }
  },
});

function onlyOf({ values }: CommandContext): string | null {
  const only = values['only'];
  if (typeof only !== 'string') return null;
  if (NAMES.includes(only)) return only;
  const meant = nearest(only, NAMES) ?? NAMES[0];
  throw new CommandUsageError(`there is no allowance "${only}": --only ${meant}`);
}

async function show(context: CommandContext): Promise<number> {
  const config = context.loadConfig();
  await showAllowances(context, configuredWallet(config), config.polygon.rpcUrl);
  return 0;
}

async function change(
  context: CommandContext,
  kind: Change['kind'],
  only: string | null,
): Promise<number> {
  const config = context.loadConfig();
  const wallet = configuredWallet(config);
  if (wallet.kind !== 'eoa') {
    const lines = elsewhereLines(wallet, kind === 'set' ? unreadStandings() : []);
    context.stderr.write(`${lines.join('\n')}\n`);
    return 1;
  }
  const { rpcUrl } = config.polygon;
  if (rpcUrl === null) {
    throw new Error('nothing is sent without a node of the chain: set POLYGON_RPC_URL');
  }
  return await changeAllowances(context, { kind, only, wallet, rpcUrl });
}

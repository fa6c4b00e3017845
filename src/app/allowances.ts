import { POLYMARKET_APPROVALS } from '../engine/domain/venue-rules/polymarket-contracts.ts';
import { type Change, changeAllowances } from './allowances/change.ts';
import { showAllowances } from './allowances/show.ts';
import { configuredWallet } from './allowances/wallet.ts';
import { type CommandContext, CommandUsageError, defineCommand } from './command.ts';
import { passphraseSource } from './host-side/passphrase.ts';
import { TypedLines } from './host-side/typed-lines.ts';
import { nearest } from './nearest.ts';
import { relayerAccess } from './running/polymarket-urls.ts';

const NAMES = POLYMARKET_APPROVALS.map(({ name }) => name);

const USAGE = `allowances
       polymind allowances set [--only NAME]
       polymind allowances revoke [--only NAME]

Which of the venue's contracts may move the wallet's dollars and shares, what each is needed for, and
what is allowed now. The wallet is the key in the keystore, or POLYMARKET_FUNDER with
POLYMARKET_SIGNATURE_TYPE. What is allowed now is read from the node of POLYGON_RPC_URL; without one the
venue is asked, if POLYMARKET_KEYSTORE_PASSPHRASE_FILE says how to open the key.

  set      gives what trading needs and is missing; spenders are the venue's contracts, as built in
  revoke   takes back all that is allowed
  --only NAME  changes only that one: ${NAMES.slice(0, 5).join(', ')},
               ${NAMES.slice(5).join(', ')}

set and revoke show what will be signed, ask, take the passphrase as the other commands do, and wait
until it is mined. A wallet that is its own key sends each itself over POLYGON_RPC_URL and pays gas in
POL; for a proxy, a Safe or a deposit wallet the venue's relayer sends all at once and pays, which takes
POLYMARKET_RELAYER_KEY.`;

export const allowancesCommand = defineCommand({
  name: 'allowances',
  summary: 'what the venue may move of the wallet; set and revoke it',
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
  await showAllowances(context, configuredWallet(config), config);
  return 0;
}

async function change(
  context: CommandContext,
  kind: Change['kind'],
  only: string | null,
): Promise<number> {
  const { host, stderr } = context;
  const config = context.loadConfig();
  const wallet = configuredWallet(config);
  if (host.input.isTTY !== true) {
    throw new CommandUsageError(
      `allowances ${kind} asks before it signs, so it needs a terminal: polymind allowances ${kind}`,
    );
  }
  return await changeAllowances(context, {
    ...{ kind, only, wallet },
    rpcUrl: config.polygon.rpcUrl,
    relayer: relayerAccess(config),
    passphrase: passphraseSource(context),
    isYes: async (question) => {
      stderr.write(`${question} y/N `);
      const typed = new TypedLines(host.input);
      try {
        const line = (await typed.next())?.toLowerCase();
        return line === 'y' || line === 'yes';
      } finally {
        typed.close();
      }
    },
  });
}

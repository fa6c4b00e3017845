import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { changeAllowances } from '../allowances/change.ts';
import { isMissing, readStandings, type Standing, spenderWords } from '../allowances/standing.ts';
import { venueStandingsOf } from '../allowances/venue-standings.ts';
import type { ConfiguredWallet } from '../allowances/wallet.ts';
import { relayerAccess } from '../running/polymarket-urls.ts';
import { withPassphrase } from './account.ts';
import { awaitArrival } from './arrival.ts';
import type { Walk } from './walk.ts';

/** Gives what trading needs and is missing, after a yes. Whether all of it is there. */
export async function allowanceStep(walk: Walk, wallet: ConfiguredWallet): Promise<boolean> {
  const { talk } = walk;
  talk.say('', '3  Allowances');
  const missing = (await standingsOf(walk, wallet)).filter(isMissing);
  if (missing.length === 0) {
    talk.say('   All that trading needs are there.');
    return true;
  }
  talk.say(
    '   The venue moves only what it is allowed to. Trading needs these, which are',
    '   missing:',
    '',
    ...missing.map(missingLine),
    '',
  );
  const { polygon, polymarket } = walk.config();
  const lacking = lackingText(wallet, { ...polygon, ...polymarket });
  if (lacking !== null) {
    talk.say(...lacking.map((line) => `   ${line}`));
    return false;
  }
  if (wallet.kind === 'eoa') await requireGas(walk, wallet, polygon.rpcUrl);
  if ((await set(walk, wallet)) !== 0) return false;
  const left = (await standingsOf(walk, wallet)).filter(isMissing);
  talk.say(
    left.length === 0 ? '   All that trading needs are there.' : '   Some are still missing.',
  );
  return left.length === 0;
}

function missingLine({ approval }: Standing): string {
  return `   ${approval.name.padEnd(18)}${approval.neededFor.padEnd(27)}${spenderWords(approval)}`;
}

/** Why nothing can be given from here; `null` when it can. */
function lackingText(
  { kind }: ConfiguredWallet,
  of: { readonly rpcUrl: string | null; readonly relayerKey: string | null },
): readonly string[] | null {
  if (kind === 'eoa') {
    if (of.rpcUrl !== null) return null;
    return [
      'Your key gives them itself, through a node of Polygon.',
      'Set POLYGON_RPC_URL, then polymind setup live.',
    ];
  }
  if (of.relayerKey !== null) return null;
  return [
    "This wallet gives them through the venue's relayer.",
    'Set POLYMARKET_RELAYER_KEY, then polymind setup live.',
  ];
}

/** From the chain, else as the venue tells. */
async function standingsOf(walk: Walk, wallet: ConfiguredWallet): Promise<readonly Standing[]> {
  const config = walk.config();
  const { rpcUrl } = config.polygon;
  if (rpcUrl !== null) {
    return await readStandings(new PolygonRpc(rpcUrl, SYSTEM_RUNTIME), wallet.funder);
  }
  const executor = await walk.account.executor(wallet);
  return (await venueStandingsOf(executor, config)).standings;
}

/** The key's own transactions cost POL. */
async function requireGas(
  walk: Walk,
  wallet: ConfiguredWallet,
  rpcUrl: string | null,
): Promise<void> {
  if (rpcUrl === null) return;
  const rpc = new PolygonRpc(rpcUrl, SYSTEM_RUNTIME);
  const look = () => rpc.balance(wallet.funder);
  if ((await look()) > 0n) return;
  await awaitArrival(walk, {
    address: wallet.funder,
    what: 'a little POL, which pays the gas,',
    look,
  });
}

async function set(walk: Walk, wallet: ConfiguredWallet): Promise<number> {
  const { context, talk } = walk;
  const config = walk.config();
  const spoken = { ...context, json: false, stdout: talk.output, stderr: talk.output };
  return await withPassphrase(walk, (passphrase) =>
    changeAllowances(spoken, {
      ...{ kind: 'set', only: null, wallet, passphrase },
      rpcUrl: config.polygon.rpcUrl,
      relayer: relayerAccess(config),
      isYes: (question) => talk.isYes(question),
    }),
  );
}

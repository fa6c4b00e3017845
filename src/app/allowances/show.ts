import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { dollarsIn } from '../../data/polygon/rpc/token-calls.ts';
import {
  isDollarToken,
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { CommandContext } from '../command.ts';
import type { Config } from '../config.ts';
import { givenPassphrase } from '../host-side/passphrase.ts';
import { pusd } from './amounts.ts';
import {
  isMissing,
  nowWords,
  readStandings,
  requirePolygon,
  type Standing,
  spenderWords,
  TOKEN_WORDS,
  unreadStandings,
} from './standing.ts';
import { readVenueStandings } from './venue-standings.ts';
import { type ConfiguredWallet, WALLET_WORDS } from './wallet.ts';

interface Shown {
  readonly wallet: ConfiguredWallet;
  readonly hasRelayer: boolean;
  readonly source: 'chain' | 'venue' | null;
  /** Micro-dollars of pUSD; `null` when nobody was asked. */
  readonly balance: bigint | null;
  readonly standings: readonly Standing[];
}

const WITHOUT_NODE = [
  'What is allowed now stands on the chain: set POLYGON_RPC_URL to a Polygon node to read it, or',
  'POLYMARKET_KEYSTORE_PASSPHRASE_FILE to ask the venue, which takes the key.',
];
const BY_VENUE = 'As the venue told; of the others only the chain knows: set POLYGON_RPC_URL.';

/** Prints every allowance of the wallet and what it is now. @throws RpcError, VenueError, SignerError */
export async function showAllowances(
  { json, stdout }: Pick<CommandContext, 'json' | 'stdout'>,
  wallet: ConfiguredWallet,
  config: Config,
): Promise<void> {
  const shown = await readSomewhere(wallet, config);
  stdout.write(json ? `${JSON.stringify(asDocument(shown))}\n` : asText(shown));
}

/** From the chain; else from the venue, when the key can be opened without asking; else not at all. */
async function readSomewhere(wallet: ConfiguredWallet, config: Config): Promise<Shown> {
  const { relayerKey } = config.polymarket;
  const shown = { wallet, hasRelayer: relayerKey !== null };
  const { rpcUrl } = config.polygon;
  if (rpcUrl !== null) {
    const rpc = new PolygonRpc(rpcUrl, SYSTEM_RUNTIME);
    await requirePolygon(rpc);
    const balance = await dollarsIn(rpc, wallet.funder);
    const standings = await readStandings(rpc, wallet.funder);
    return { ...shown, source: 'chain', balance, standings };
  }
  const passphrase = givenPassphrase(config);
  if (passphrase === null) {
    return { ...shown, source: null, balance: null, standings: unreadStandings() };
  }
  const read = await readVenueStandings(wallet, config, passphrase);
  return { ...shown, source: 'venue', ...read };
}

function asDocument({ wallet, source, balance, standings }: Shown): object {
  return {
    wallet: { kind: wallet.kind, key: wallet.key, funder: wallet.funder },
    chainId: POLYGON_CHAIN_ID,
    isRead: source !== null,
    source,
    pusdMicros: balance?.toString() ?? null,
    allowances: standings.map(({ approval, now }) => ({
      name: approval.name,
      version: approval.version,
      token: approval.token,
      tokenAddress: POLYMARKET_CONTRACTS[approval.token],
      spender: approval.spender,
      spenderAddress: POLYMARKET_CONTRACTS[approval.spender],
      neededFor: approval.neededFor,
      isNeeded: approval.isNeeded,
      now: now === null ? null : nowWords(now),
    })),
  };
}

function asText({ wallet, hasRelayer, source, balance, standings }: Shown): string {
  const holds = balance === null ? '' : `, holds ${pusd(balance)}`;
  return [
    `${wallet.funder} (${WALLET_WORDS[wallet.kind]})${holds}`,
    '',
    ...rowsOf(standings),
    '',
    ...(source === null ? WITHOUT_NODE : [summaryOf(standings)]),
    ...(source === 'venue' ? [BY_VENUE] : []),
    ...(wallet.kind === 'eoa' || hasRelayer ? [] : elsewhereLines(wallet, standings)),
    '',
  ].join('\n');
}

function rowsOf(standings: readonly Standing[]): string[] {
  const rows = standings.map((standing) => {
    const { approval, now } = standing;
    const neededFor = approval.isNeeded ? approval.neededFor : `${approval.neededFor} (optional)`;
    const parties = `${TOKEN_WORDS[approval.token]} for ${spenderWords(approval)}`;
    const mark = isMissing(standing) ? ' !' : '  ';
    return [mark, approval.name, parties, neededFor, nowWords(now)];
  });
  const header = ['  ', 'name', 'allowance', 'needed for', 'now'];
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function summaryOf(standings: readonly Standing[]): string {
  const needed = standings.filter(({ approval }) => approval.isNeeded).length;
  const missing = standings.filter(isMissing).length;
  return missing === 0
    ? `All ${needed} that trading needs are there.`
    : `${missing} of the ${needed} that trading needs are missing: polymind allowances set`;
}

/** What the owner of a contract wallet has to approve, as calls that the contract makes. */
function elsewhereLines(
  { kind, funder }: ConfiguredWallet,
  standings: readonly Standing[],
): string[] {
  const calls = standings
    .filter(
      (standing) => standing.approval.isNeeded && (standing.now === null || isMissing(standing)),
    )
    .map(({ approval }) => {
      const [token, spender] = [approval.token, approval.spender].map(
        (name) => POLYMARKET_CONTRACTS[name],
      );
      const call = isDollarToken(approval.token)
        ? `approve(${spender}, unlimited)`
        : `setApprovalForAll(${spender}, true)`;
      return `  ${approval.name}: ${call} on ${token}`;
    });
  return [
    `A ${WALLET_WORDS[kind]} acts through the venue's relayer: with POLYMARKET_RELAYER_KEY, polymind allowances set`,
    "does it; else it is done on the venue's site, when trading is enabled there.",
    ...(calls.length === 0 ? [] : [`To be called by ${funder}:`, ...calls]),
  ];
}

import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { dollarsIn } from '../../data/polygon/rpc/token-calls.ts';
import {
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { CommandContext } from '../command.ts';
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
import { type ConfiguredWallet, WALLET_WORDS } from './wallet.ts';

interface Shown {
  readonly wallet: ConfiguredWallet;
  /** Micro-dollars of pUSD; `null` when there is no node to read from. */
  readonly balance: bigint | null;
  readonly standings: readonly Standing[];
}

const WITHOUT_NODE =
  'What is allowed now stands on the chain: set POLYGON_RPC_URL to a Polygon node to read it.';

/** Prints every allowance of the wallet and what it is now. @throws RpcError */
export async function showAllowances(
  { json, stdout }: Pick<CommandContext, 'json' | 'stdout'>,
  wallet: ConfiguredWallet,
  rpcUrl: string | null,
): Promise<void> {
  const shown = rpcUrl === null ? unread(wallet) : await read(wallet, rpcUrl);
  stdout.write(json ? `${JSON.stringify(asDocument(shown))}\n` : asText(shown));
}

function unread(wallet: ConfiguredWallet): Shown {
  return { wallet, balance: null, standings: unreadStandings() };
}

async function read(wallet: ConfiguredWallet, rpcUrl: string): Promise<Shown> {
  const rpc = new PolygonRpc(rpcUrl, SYSTEM_RUNTIME);
  await requirePolygon(rpc);
  const balance = await dollarsIn(rpc, wallet.funder);
  return { wallet, balance, standings: await readStandings(rpc, wallet.funder) };
}

function asDocument({ wallet, balance, standings }: Shown): object {
  return {
    wallet: { kind: wallet.kind, key: wallet.key, funder: wallet.funder },
    chainId: POLYGON_CHAIN_ID,
    isRead: balance !== null,
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

function asText({ wallet, balance, standings }: Shown): string {
  const holds = balance === null ? '' : `, holds ${pusd(balance)}`;
  return [
    `${wallet.funder} (${WALLET_WORDS[wallet.kind]})${holds}`,
    '',
    ...rowsOf(standings),
    '',
    ...(balance === null ? [WITHOUT_NODE] : [summaryOf(standings)]),
    ...(wallet.kind === 'eoa' ? [] : elsewhereLines(wallet, standings)),
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
export function elsewhereLines(
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
      const call =
        approval.token === 'pusd'
          ? `approve(${spender}, unlimited)`
          : `setApprovalForAll(${spender}, true)`;
      return `  ${approval.name}: ${call} on ${token}`;
    });
  return [
    `The money is in a ${WALLET_WORDS[kind]}: its allowances are set on the venue's site, when trading is enabled there,`,
    "or through the venue's relayer. This command sends nothing for it.",
    ...(calls.length === 0 ? [] : [`To be called by ${funder}:`, ...calls]),
  ];
}

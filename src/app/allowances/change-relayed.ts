import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { approvalCall } from '../../data/polygon/rpc/token-calls.ts';
import { deployDepositWallet } from '../../data/polymarket/wallet/deploy-deposit-wallet.ts';
import { Relayer } from '../../data/polymarket/wallet/relayer.ts';
import {
  currentGeneration,
  type DepositGeneration,
  walletAddressesOf,
} from '../../data/polymarket/wallet/wallet-addresses.ts';
import type { CallsAnswer } from '../../data/polymarket/wallet/wallet-calls.ts';
import { walletCallsOf } from '../../data/polymarket/wallet/wallet-calls-of.ts';
import { walletAddress } from '../../engine/domain/ids.ts';
import {
  POLYGON_CHAIN_ID,
  type PolymarketApproval,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { CommandContext } from '../command.ts';
import { openApprovingKey } from './approving-key.ts';
import type { Change } from './change.ts';
import { countText, documentOf, isWanted, nothingToDo, planLines } from './change-words.ts';
import { readStandings, requirePolygon, type Standing, unreadStandings } from './standing.ts';
import { type ConfiguredWallet, WALLET_WORDS } from './wallet.ts';

/** The venue's relayer, which sends and pays for what a wallet contract's key signed. */
export interface RelayerAccess {
  readonly url: string;
  /** `null` when this installation has none. */
  readonly apiKey: string | null;
}

/** What people see at the venue of such a batch. */
const LABELS = { set: 'Allowances', revoke: 'Allowances taken back' } as const;

/** The way to the wallet: its relayer, and a node where there is one. */
interface Ways {
  readonly relayer: Relayer;
  readonly rpc: PolygonRpc | null;
}

/** Shows what will be signed, asks, and has the relayer send all of it at once. Returns the exit code. */
export async function changeRelayed(context: CommandContext, change: Change): Promise<number> {
  const { wallet, relayer: access } = change;
  if (access.apiKey === null) throw new Error(withoutKey(wallet));
  const relayer = new Relayer({ ...access, address: wallet.key }, SYSTEM_RUNTIME);
  try {
    const rpc = change.rpcUrl === null ? null : new PolygonRpc(change.rpcUrl, SYSTEM_RUNTIME);
    return await changeThrough(context, change, { relayer, rpc });
  } finally {
    relayer.close();
  }
}

function withoutKey({ kind }: ConfiguredWallet): string {
  return `a ${WALLET_WORDS[kind]} acts through the venue's relayer, which wants an API key: set POLYMARKET_RELAYER_KEY (polymarket.com, Settings, API Keys)`;
}

async function changeThrough(context: CommandContext, change: Change, ways: Ways): Promise<number> {
  const isMade = await requireWallet(change, ways);
  const standings = await standingsThrough(change.wallet, ways.rpc);
  const approvals = standings.filter((one) => isWanted(one, change)).map((one) => one.approval);
  if (approvals.length === 0) return nothingToDo(context, change);
  context.stderr.write(planText(change, approvals, isMade));
  if (!(await change.isYes(`Sign and send ${countText(approvals.length)}?`))) {
    context.stderr.write('Nothing was signed.\n');
    return 1;
  }
  const answer = isMade ? null : await deployDepositWallet(change.wallet.key, outcomeWays(ways));
  if (answer !== null && answer.kind !== 'mined')
    return report(context, change, { answer, approvals });
  return report(context, change, { answer: await relay(change, ways, approvals), approvals });
}

/** Whether the wallet is there; only a deposit wallet can be made from here. */
async function requireWallet({ kind, wallet }: Change, { relayer, rpc }: Ways): Promise<boolean> {
  if (wallet.kind === 'eoa' || wallet.kind === 'proxy') return true;
  if (await relayer.isDeployed(wallet.funder, wallet.kind)) return true;
  if (wallet.kind !== 'depositWallet' || kind !== 'set') {
    throw new Error(
      `the ${WALLET_WORDS[wallet.kind]} ${wallet.funder} is not made yet: log in with its key at polymarket.com once`,
    );
  }
  const present = walletAddressesOf(wallet.key).depositWallet[await generationOf(rpc)];
  if (wallet.funder.toLowerCase() === present) return false;
  // The relayer would make another wallet than the one that is configured.
  throw new Error(
    `${wallet.funder} would be a deposit wallet of an earlier kind, which is not made any more: the one of this key is ${present}`,
  );
}

/** What the factory makes now, or, without a node, since the last change that is known. */
async function generationOf(rpc: PolygonRpc | null): Promise<DepositGeneration> {
  return rpc === null ? 'beacon' : await currentGeneration(rpc);
}

async function standingsThrough(
  { funder }: ConfiguredWallet,
  rpc: PolygonRpc | null,
): Promise<readonly Standing[]> {
  if (rpc === null) return unreadStandings();
  await requirePolygon(rpc);
  return await readStandings(rpc, funder);
}

function planText(
  { kind, wallet }: Change,
  approvals: readonly PolymarketApproval[],
  isMade: boolean,
): string {
  const name = WALLET_WORDS[wallet.kind];
  return [
    ...(isMade ? [] : [`The relayer makes the ${name} first.`]),
    `The ${name} ${wallet.funder} allows,`,
    "all at once through the venue's relayer, which pays the gas:",
    '',
    ...planLines(approvals, kind),
    '',
    '',
  ].join('\n');
}

function outcomeWays({ relayer, rpc }: Ways) {
  return { relayer, node: rpc, runtime: SYSTEM_RUNTIME };
}

async function relay(
  { kind, wallet, passphrase }: Change,
  { relayer, rpc }: Ways,
  approvals: readonly PolymarketApproval[],
): Promise<CallsAnswer> {
  const signer = await openApprovingKey(wallet, passphrase);
  try {
    const [key, funder] = [walletAddress(wallet.key), walletAddress(wallet.funder)];
    if (key === null || funder === null) throw new Error(`${wallet.funder} is no address`);
    const account = { chainId: POLYGON_CHAIN_ID, wallet: wallet.kind, key, funder } as const;
    const calls = walletCallsOf({ account, signer, rpc, relayer }, SYSTEM_RUNTIME);
    if (typeof calls === 'string') return { kind: 'failed', transaction: null, why: calls };
    return await calls.make(
      approvals.map((approval) => approvalCall(approval, kind)),
      LABELS[kind],
    );
  } finally {
    await signer.close();
  }
}

function report(
  { json, stdout, stderr }: CommandContext,
  change: Change,
  { answer, approvals }: { answer: CallsAnswer; approvals: readonly PolymarketApproval[] },
): number {
  const names = approvals.map(({ name }) => name);
  if (json) stdout.write(documentOf(change, [{ names, ...documentAnswer(answer) }]));
  if (answer.kind === 'mined') {
    if (!json) stdout.write(`All ${names.length} are mined: ${answer.transactions.join(', ')}\n`);
    return 0;
  }
  const words = answer.kind === 'failed' ? 'Not done' : 'Not known, it may be mined yet';
  stderr.write(`${words}: ${answer.why}\npolymind allowances shows what is allowed now.\n`);
  return 1;
}

function documentAnswer(answer: CallsAnswer): object {
  if (answer.kind === 'mined') return { state: 'mined', hashes: answer.transactions };
  return { state: answer.kind, hash: answer.transaction, why: answer.why };
}

import { VenueError } from '../../data/http/venue-error.ts';
import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import { Relayer } from '../../data/polymarket/wallet/relayer.ts';
import { POLYGON_CHAIN_ID } from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import { WALLET_WORDS } from '../allowances/wallet.ts';
import { relayerAccess } from '../running/polymarket-urls.ts';
import { type Finding, fine, skipped, warning, wrong } from './check.ts';
import { unanswered } from './failure-words.ts';
import type { Inspection } from './inspection.ts';
import { withoutWallet } from './wallet-needed.ts';

const STATUS_UNAUTHORIZED = 401;
const STATUS_FORBIDDEN = 403;
const RPC = 'POLYGON_RPC_URL';
const RELAYER = 'POLYMARKET_RELAYER_URL';
const RELAYER_KEY = 'POLYMARKET_RELAYER_KEY';

/** The node that balances are read from, and that a key of its own sends with. */
export async function checkChainNode(inspection: Inspection): Promise<Finding> {
  try {
    const startMs = performance.now();
    const chainId = await inspection.chainId();
    if (chainId === null) return skipped(`${RPC} is not set: balances come from the venue alone`);
    if (chainId !== POLYGON_CHAIN_ID) {
      return wrong(
        `${RPC} is a node of chain ${chainId}, and Polygon is ${POLYGON_CHAIN_ID}`,
        `set ${RPC} to a node of Polygon`,
      );
    }
    return fine(`Polygon, answers in ${Math.round(performance.now() - startMs)} ms`);
  } catch (error) {
    return unanswered(error, RPC);
  }
}

/** A wallet contract that is not there yet can neither trade nor redeem. */
export async function checkDeployed(inspection: Inspection): Promise<Finding> {
  const needed = await withoutWallet(inspection);
  if ('skip' in needed) return needed.skip;
  const { kind, key, funder } = needed.wallet;
  if (kind === 'eoa') return fine('the key itself, which needs no contract');
  try {
    const holdings = await inspection.holdings(funder);
    const relayer = relayerOf(inspection, key);
    const isThere = holdings?.isContract ?? (await relayer.isDeployed(funder, kind));
    if (isThere) return fine(`the ${WALLET_WORDS[kind]} is on the chain`);
    return wrong(
      `the ${WALLET_WORDS[kind]} ${funder} is not on the chain yet`,
      kind === 'depositWallet'
        ? 'polymind setup live makes it'
        : 'enable trading once on polymarket.com, which makes it',
    );
  } catch (error) {
    return unanswered(error, error instanceof RpcError ? RPC : RELAYER);
  }
}

/** Who sends for a wallet that is a contract. */
export async function checkRelayer(inspection: Inspection): Promise<Finding> {
  const needed = await withoutWallet(inspection);
  if ('skip' in needed) return needed.skip;
  const { kind, key } = needed.wallet;
  if (kind === 'eoa') return skipped('a key of its own sends by itself');
  const relayer = relayerOf(inspection, key);
  if (!relayer.hasKey) {
    return warning(
      `${RELAYER_KEY} is not set: allowances and redeeming are done by hand`,
      `make a relayer API key at polymarket.com/settings and set ${RELAYER_KEY}`,
    );
  }
  try {
    await relayer.params(kind);
    return fine('answers, and takes the API key');
  } catch (error) {
    if (!isRefused(error)) return unanswered(error, RELAYER);
    return wrong(
      `the relayer refuses ${RELAYER_KEY} (${error.status})`,
      `make a new relayer API key with the key ${key} at polymarket.com/settings`,
    );
  } finally {
    relayer.close();
  }
}

function relayerOf({ config, runtime }: Inspection, address: string): Relayer {
  return new Relayer({ ...relayerAccess(config), address }, runtime);
}

function isRefused(error: unknown): error is VenueError {
  const refusals: readonly (number | null)[] = [STATUS_UNAUTHORIZED, STATUS_FORBIDDEN];
  return error instanceof VenueError && refusals.includes(error.status);
}

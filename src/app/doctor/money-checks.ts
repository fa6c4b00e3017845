import { VenueError } from '../../data/http/venue-error.ts';
import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import type { TokenId } from '../../engine/domain/ids.ts';
import { dollars } from '../../engine/domain/values/money.ts';
import {
  POLYMARKET_APPROVALS,
  POLYMARKET_CONTRACTS,
  type PolymarketApproval,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import { pusd, usdce } from '../allowances/amounts.ts';
import { isMissing, readStandings, spenderWords, TOKEN_WORDS } from '../allowances/standing.ts';
import { openAccount } from './account-checks.ts';
import { type Finding, fine, skipped, warning, wrong } from './check.ts';
import { unanswered } from './failure-words.ts';
import type { Inspection } from './inspection.ts';
import { listedOrNull } from './venue-checks.ts';
import { withoutWallet } from './wallet-needed.ts';

/** The venue takes no smaller order that takes liquidity. */
const BALANCE_MICROS_MIN = BigInt(dollars(1));
const NEEDED = POLYMARKET_APPROVALS.filter(({ isNeeded }) => isNeeded);

/** Dollars to trade with, as the venue counts them and as the chain does. */
export async function checkBalance(inspection: Inspection): Promise<Finding> {
  const needed = await withoutWallet(inspection);
  if ('skip' in needed) return needed.skip;
  const { funder } = needed.wallet;
  try {
    const holdings = await inspection.holdings(funder);
    const open = await openAccount(inspection);
    if (holdings === null && 'skip' in open) return open.skip;
    const told =
      'skip' in open ? null : BigInt((await open.account.executor.balances.read(null)).micro);
    const has = holdings?.pusd ?? told ?? 0n;
    if (has < BALANCE_MICROS_MIN) return tooLittle(funder, has, holdings?.usdce ?? 0n);
    if (told !== null && told !== has) {
      return warning(
        `${pusd(has)} on the chain, and the venue counts ${pusd(told)}`,
        'wait a minute: the venue looks at the chain from time to time',
      );
    }
    return fine(`${pusd(has)}${told === null ? ' on the chain' : ''}`);
  } catch (error) {
    return failed(error);
  }
}

function tooLittle(funder: string, has: bigint, unwrapped: bigint): Finding {
  if (unwrapped >= BALANCE_MICROS_MIN) {
    return wrong(
      `${pusd(has)} in ${funder}, and ${usdce(unwrapped)}, which the venue does not count`,
      'make pUSD of it: polymind setup live, or deposit it on polymarket.com',
    );
  }
  return wrong(
    `${pusd(has)} in ${funder}: no order is as small as that`,
    'send pUSD to that address on Polygon, or deposit on polymarket.com',
  );
}

/** What the venue's contracts may move: from the chain, or as far as the venue tells. */
export async function checkAllowances(inspection: Inspection): Promise<Finding> {
  const needed = await withoutWallet(inspection);
  if ('skip' in needed) return needed.skip;
  try {
    const rpc = await inspection.polygon();
    if (rpc === null) return await toldAllowances(inspection);
    const standings = await readStandings(rpc, needed.wallet.funder);
    const missing = standings.filter(isMissing).map(({ approval }) => approval);
    return judged(missing, `all ${NEEDED.length} that trading and redeeming need`);
  } catch (error) {
    return failed(error);
  }
}

async function toldAllowances(inspection: Inspection): Promise<Finding> {
  const open = await openAccount(inspection);
  if ('skip' in open) return open.skip;
  const listed = (await listedOrNull(inspection)) ?? [];
  const tokenOf = (version: 'v1' | 'v2') =>
    listed.find(({ market }) => market.version === version)?.market.outcomes[0]?.tokenId;
  const assets: readonly (readonly [PolymarketApproval['token'], TokenId | null | undefined])[] = [
    ['pusd', null],
    ['conditionalTokens', tokenOf('v1')],
    ['positionManager', tokenOf('v2')],
  ];
  const missing: PolymarketApproval[] = [];
  let looked = 0;
  for (const [token, tokenId] of assets) {
    if (tokenId === undefined) continue;
    const { allowances } = await open.account.executor.balances.read(tokenId);
    for (const approval of NEEDED.filter((each) => each.token === token)) {
      const allowed = allowances.get(POLYMARKET_CONTRACTS[approval.spender].toLowerCase());
      // Of contracts that only redeem, the venue says nothing.
      if (allowed === undefined) continue;
      looked += 1;
      if (allowed === 0n) missing.push(approval);
    }
  }
  if (looked === 0) return skipped('the venue names none of them: set POLYGON_RPC_URL');
  return judged(missing, `${looked} that trading needs; those for redeeming need POLYGON_RPC_URL`);
}

function judged(missing: readonly PolymarketApproval[], all: string): Finding {
  if (missing.length === 0) return fine(all);
  const lacking = missing.map(
    (approval) =>
      `${spenderWords(approval)} may not move ${TOKEN_WORDS[approval.token]} (${approval.name})`,
  );
  return wrong(lacking.join(', '), 'polymind allowances set');
}

function failed(error: unknown): Finding {
  if (error instanceof RpcError) return unanswered(error, 'POLYGON_RPC_URL');
  if (error instanceof VenueError) return unanswered(error, 'POLYMARKET_CLOB_URL');
  throw error;
}

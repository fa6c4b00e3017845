import type { TokenId } from '../../../engine/domain/ids.ts';
import { type Market, outcomeIndex } from '../../../engine/domain/market.ts';
import type { Claimed, Redemption, RedemptionAnswer } from '../../../engine/domain/redemption.ts';
import { decimalFromMicro } from '../../../engine/domain/values/micro.ts';
import { POLYGON_CHAIN_ID } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import { type ChainNode, nodeFailureOf } from './chain-node.ts';
import { BYTES, mayMoveShares, payoutV1, payoutV2, sharesIn } from './chain-questions.ts';
import { contractsOf, type Held, redeemCalls } from './redeem-calls.ts';
import type { WalletCall } from './wallet-calls.ts';

/** A payout of thirds is rounded by the venue, in one way or the other. */
const ROUNDING_MICROS_MAX = 1n;

/** The calls that can be made now; otherwise why not. */
export type Ready =
  | { readonly kind: 'ready'; readonly calls: readonly WalletCall[] }
  | Extract<RedemptionAnswer, { readonly kind: 'failed' | 'notFinal' }>;

/**
 * Asks the chain before anything is signed: that it is the right one, that the payout is final and
 * the one that we believe in, that the wallet has the shares and lets them be moved, and that the
 * contract would do it. @throws RpcError
 */
export async function readyToRedeem(
  node: ChainNode,
  wallet: string,
  redemption: Redemption,
): Promise<Ready> {
  const { market } = redemption;
  const chain = await node.chainId();
  if (chain !== POLYGON_CHAIN_ID) {
    return failed(`POLYGON_RPC_URL is a node of chain ${chain}, Polygon is ${POLYGON_CHAIN_ID}`);
  }
  const unsettled = redemption.kind === 'redeem' ? await notFinal(node, redemption) : null;
  if (unsettled !== null) return unsettled;
  const contracts = contractsOf(market);
  const tokens = tokensOf(redemption);
  const held = await sharesIn(node, { shares: contracts.shares, wallet }, tokens);
  const short = shortOf(redemption, held);
  if (short !== null) return failed(short);
  if (!(await mayMoveShares(node, wallet, contracts))) {
    const what = `${contracts.payer} may not move the wallet's shares`;
    return failed(`${what}: polymind allowances set`);
  }
  const calls = redeemCalls(redemption, held);
  if (typeof calls === 'string') return failed(calls);
  return (await wouldRevert(node, wallet, { redemption, calls })) ?? { kind: 'ready', calls };
}

async function notFinal(
  node: ChainNode,
  { market, claims }: Extract<Redemption, { kind: 'redeem' }>,
): Promise<Ready | null> {
  for (const claim of claims) {
    const index = outcomeIndex(market, claim.tokenId);
    const label = market.outcomes[index]?.label;
    if (label === undefined) return failed(`${claim.tokenId} is no outcome of ${market.id}`);
    const payout = await payoutNow(node, market, { claim, index });
    if (payout === null) {
      // Of v2 the call itself will tell.
      if (market.version === 'v2') continue;
      return { kind: 'notFinal', why: 'the chain has no payout for this market yet' };
    }
    if (!isSame(payout, claim)) {
      const why = `the chain pays ${dollars(payout)} for a share of ${label}, we expect ${dollars(BigInt(claim.payout))}`;
      return { kind: 'notFinal', why };
    }
  }
  return null;
}

async function payoutNow(
  node: ChainNode,
  market: Market,
  { claim, index }: { readonly claim: Claimed; readonly index: number },
): Promise<bigint | null> {
  return market.version === 'v1'
    ? await payoutV1(node, market.id, index)
    : await payoutV2(node, claim.tokenId);
}

function isSame(payout: bigint, { payout: ours }: Claimed): boolean {
  const apart = payout - BigInt(ours);
  return apart <= ROUNDING_MICROS_MAX && apart >= -ROUNDING_MICROS_MAX;
}

/** A node may say anything, also what is no amount of dollars. */
function dollars(micros: bigint): string {
  const isAmount = micros <= BigInt(Number.MAX_SAFE_INTEGER);
  return isAmount ? decimalFromMicro(Number(micros)) : `${micros} millionths`;
}

function tokensOf(redemption: Redemption): readonly TokenId[] {
  return redemption.kind === 'redeem'
    ? redemption.claims.map(({ tokenId }) => tokenId)
    : redemption.market.outcomes.map(({ tokenId }) => tokenId);
}

/** What the wallet does not have of what is asked for. */
function shortOf(redemption: Redemption, held: NonNullable<Held>): string | null {
  if (redemption.kind === 'redeem') {
    const paying = redemption.claims.filter(({ payout }) => payout > 0);
    if (paying.length === 0) return 'none of these shares pays anything';
    const isThere = paying.some(({ tokenId }) => (held.get(tokenId) ?? 0n) > 0n);
    return isThere ? null : 'the wallet has none of these shares: already claimed?';
  }
  const sets = Math.min(...[...held.values()].map(Number));
  if (sets >= redemption.quantity) return null;
  const [has, asked] = [sets, redemption.quantity].map(decimalFromMicro);
  return `the wallet has ${has} complete sets, ${asked} were to be merged: already merged?`;
}

/** The calls as the wallet would make them, each alone. */
async function wouldRevert(
  node: ChainNode,
  wallet: string,
  { redemption, calls }: { readonly redemption: Redemption; readonly calls: readonly WalletCall[] },
): Promise<Ready | null> {
  for (const { to, data } of calls) {
    try {
      await node.call({ from: wallet, to, data }, BYTES);
    } catch (error) {
      const failure = nodeFailureOf(error);
      if (failure?.isRevert !== true) throw error;
      const why = `the contract would refuse it now: ${failure.text}`;
      const isEarly = redemption.kind === 'redeem' && redemption.market.version === 'v2';
      return isEarly ? { kind: 'notFinal', why } : failed(why);
    }
  }
  return null;
}

function failed(why: string): Extract<Ready, { kind: 'failed' }> {
  return { kind: 'failed', transaction: null, why };
}

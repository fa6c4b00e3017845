import type { ListedMarket } from '../../data/polymarket/client/gamma-market.ts';
import type { WalletAddress } from '../../engine/domain/ids.ts';
import type { Market } from '../../engine/domain/market.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { type Finding, fine, skipped, warning, wrong } from './check.ts';
import { retired, unanswered } from './failure-words.ts';
import type { Inspection } from './inspection.ts';

/** A clock that is further off makes ages of trades wrong, and orders refused. */
const SKEW_MS_MAX = 2 * SECOND_MS;
/** What orders are signed as: for markets of v1 and of v2. */
const SIGNED_VERSIONS: readonly number[] = [2, 3];
/** The CLOB learns of a market later than the list. */
const TRIED_MARKETS = 3;
const NOT_FOUND = 404;
/** An address that holds nothing. */
const NOBODY = '0x0000000000000000000000000000000000000000' as WalletAddress;

export async function checkPlace(inspection: Inspection): Promise<Finding> {
  try {
    const { blocked, country } = await inspection.client.geoblock({ signal: inspection.signal() });
    if (!blocked) return fine(`${country}: Polymarket takes orders from here`);
    const found = `${country}: Polymarket takes no orders from here`;
    const todo = 'run on paper: live stays off here, and PolyMind works around no rule';
    return (await inspection.isLiveMeant()) ? wrong(found, todo) : warning(found, todo);
  } catch (error) {
    return unanswered(error, 'POLYMARKET_GEOBLOCK_URL');
  }
}

export async function checkClock(inspection: Inspection): Promise<Finding> {
  const { clob } = inspection.client;
  try {
    const { skewMs, uncertaintyMs } = await clob.clockSkew({ signal: inspection.signal() });
    const seconds = (Math.abs(skewMs) / SECOND_MS).toFixed(1);
    const direction = skewMs > 0 ? 'behind' : 'ahead of';
    const found = `${seconds} s ${direction} the venue's`;
    if (Math.abs(skewMs) - uncertaintyMs > SKEW_MS_MAX) {
      return wrong(
        `${found}; at most ${SKEW_MS_MAX / SECOND_MS} s are good`,
        'set it by the network: timedatectl set-ntp true',
      );
    }
    return fine(Math.abs(skewMs) <= uncertaintyMs ? "agrees with the venue's" : found);
  } catch (error) {
    return unanswered(error, 'POLYMARKET_CLOB_URL');
  }
}

export async function checkProtocol(inspection: Inspection): Promise<Finding> {
  try {
    const version = await inspection.client.clob.version({ signal: inspection.signal() });
    if (SIGNED_VERSIONS.includes(version))
      return fine(`the venue takes orders of version ${version}`);
    return wrong(
      `this version of PolyMind is stale: the venue takes orders of version ${version}, it signs ${SIGNED_VERSIONS.join(' and ')}`,
      'update PolyMind; it places no live order until then',
    );
  } catch (error) {
    return unanswered(error, 'POLYMARKET_CLOB_URL');
  }
}

export async function checkMarkets(inspection: Inspection): Promise<Finding> {
  try {
    const markets = await inspection.markets();
    await inspection.client.gamma.events({
      closed: false,
      pagesMax: 1,
      signal: inspection.signal(),
    });
    if (markets.length === 0) {
      return wrong('no listed market takes orders, or none can be read', 'update PolyMind');
    }
    return fine(`${markets.length} take orders, from the first pages of the list`);
  } catch (error) {
    return unanswered(error, 'POLYMARKET_GAMMA_URL');
  }
}

/** The rules and the book of one market of each version. */
export async function checkMarketRules(inspection: Inspection): Promise<Finding> {
  const listed = await listedOrNull(inspection);
  if (listed === null) return skippedWithoutMarkets();
  try {
    const told: string[] = [];
    for (const version of ['v1', 'v2'] as const) {
      const of = listed.map(({ market }) => market).filter((market) => market.version === version);
      if (of.length === 0) {
        told.push(`no ${version} market is listed`);
        continue;
      }
      const found = await readRules(inspection, of.slice(0, TRIED_MARKETS));
      if (typeof found !== 'string') return found;
      told.push(found);
    }
    return fine(told.join('; '));
  } catch (error) {
    return unanswered(error, 'POLYMARKET_CLOB_URL');
  }
}

export async function listedOrNull(
  inspection: Inspection,
): Promise<readonly ListedMarket[] | null> {
  try {
    const markets = await inspection.markets();
    return markets.length === 0 ? null : markets;
  } catch {
    // The check of the list says why.
    return null;
  }
}

export function skippedWithoutMarkets(): Finding {
  return skipped('see Markets');
}

async function readRules(
  inspection: Inspection,
  markets: readonly Market[],
): Promise<string | Finding> {
  const { clob } = inspection.client;
  for (const { id, version, outcomes } of markets) {
    const rules = await clob.market(id, { signal: inspection.signal() });
    const [outcome] = outcomes;
    if (rules === null || outcome === undefined) continue;
    const book = await clob.book(outcome.tokenId, { signal: inspection.signal() });
    if (book === null) continue;
    const levels = book.bids.length + book.asks.length;
    return `${version}: tick ${rules.rules.tick / MICRO}, book of ${levels} levels`;
  }
  return retired('clob.market, clob.book', NOT_FOUND);
}

/** Every route that tells what wallets did and hold, asked past the cache. */
export async function checkWalletData(inspection: Inspection): Promise<Finding> {
  const { data } = inspection.client;
  const signal = inspection.signal();
  const sinceMs = (Date.now() - MINUTE_MS) as AtMs;
  try {
    const listed = await listedOrNull(inspection);
    const some = (listed ?? []).slice(0, 1).map(({ market }) => market.id);
    await data.value(NOBODY, { signal });
    await data.resolutions(some, { signal });
    await data.leaders(1, { signal });
    const walks = await Promise.all([
      data.activity(NOBODY, { sinceMs, signal, pagesMax: 1 }),
      data.trades({ wallet: NOBODY }, { sinceMs, signal, pagesMax: 1 }),
      data.positions({ wallet: NOBODY }, { signal, pagesMax: 1 }),
    ]);
    for (const walk of walks) if (!walk.complete) throw walk.error;
    return fine('activity, trades, positions, values and resolutions answer');
  } catch (error) {
    return unanswered(error, 'POLYMARKET_DATA_URL');
  }
}

import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolymarketClient } from '../../data/polymarket/client/client.ts';
import { PolymarketExecutor } from '../../data/polymarket/trading/polymarket-executor.ts';
import type { TokenId } from '../../engine/domain/ids.ts';
import type { Market } from '../../engine/domain/market.ts';
import {
  type ApprovedToken,
  POLYMARKET_APPROVALS,
  POLYMARKET_CONTRACTS,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { Passphrase } from '../../ops/keystore/signer.ts';
import type { Config } from '../config.ts';
import { openTradingKey } from '../running/live/trading-key.ts';
import { polymarketUrls } from '../running/polymarket-urls.ts';
import type { Standing } from './standing.ts';
import { type ConfiguredWallet, SIGNATURE_TYPES } from './wallet.ts';

/** What the venue itself believes of the wallet; it leaves out what it does not trade with. */
export interface VenueStandings {
  /** Micro-dollars. */
  readonly balance: bigint;
  readonly standings: readonly Standing[];
}

/** Spenders by address in lower case, and what each may take in base units. */
type Allowances = ReadonlyMap<string, bigint>;

/** Opens the key and asks the venue for the account's allowances. @throws VenueError, SignerError */
export async function readVenueStandings(
  wallet: ConfiguredWallet,
  config: Config,
  passphrase: Passphrase,
): Promise<VenueStandings> {
  const key = await openTradingKey({
    keystorePath: wallet.keystorePath,
    passphrase,
    funder: wallet.kind === 'eoa' ? null : wallet.funder,
    signatureType: SIGNATURE_TYPES[wallet.kind],
  });
  const { clobUrl } = polymarketUrls(config);
  // A fault of the account is told by what is asked of it; nothing runs here that it would stop.
  const options = { clobUrl, ...key, onFault: () => undefined };
  const executor = new PolymarketExecutor(options, SYSTEM_RUNTIME);
  try {
    return await venueStandingsOf(executor, config);
  } finally {
    executor.close();
    await key.signer.close();
  }
}

/** Asks the venue for the allowances of an account that is open. @throws VenueError */
export async function venueStandingsOf(
  { balances }: Pick<PolymarketExecutor, 'balances'>,
  config: Config,
): Promise<VenueStandings> {
  const client = new PolymarketClient(polymarketUrls(config), SYSTEM_RUNTIME);
  const [v1, v2] = await someTokens(client);
  const money = await balances.read(null);
  const shares = async (token: TokenId | null) =>
    token === null ? new Map() : (await balances.read(token)).allowances;
  const of: Readonly<Record<ApprovedToken, Allowances>> = {
    pusd: money.allowances,
    usdce: new Map(),
    conditionalTokens: await shares(v1),
    positionManager: await shares(v2),
  };
  return { balance: BigInt(money.micro), standings: standingsIn(of) };
}

function standingsIn(of: Readonly<Record<ApprovedToken, Allowances>>): readonly Standing[] {
  return POLYMARKET_APPROVALS.map((approval) => {
    const { token, spender } = approval;
    const micros = of[token].get(POLYMARKET_CONTRACTS[spender].toLowerCase());
    if (micros === undefined) return { approval, now: null };
    if (token === 'pusd') return { approval, now: { kind: 'dollars', micros } };
    return { approval, now: { kind: 'shares', all: micros > 0n } };
  });
}

/** The venue tells of shares by token: one open market of each version will do. */
async function someTokens(
  client: PolymarketClient,
): Promise<readonly [v1: TokenId | null, v2: TokenId | null]> {
  const page = await client.gamma.markets({ closed: false, pagesMax: 1 });
  const markets = (page.complete ? page.rows : page.readSoFar).map(({ market }) => market);
  const tokenOf = (version: Market['version']) =>
    markets.find((one) => one.version === version)?.outcomes[0]?.tokenId ?? null;
  return [tokenOf('v1'), tokenOf('v2')];
}

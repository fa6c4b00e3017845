import { resolve } from 'node:path';
import type { HttpRuntime } from '../../data/http/runtime.ts';
import { type Holdings, holdingsOf } from '../../data/polygon/rpc/holdings.ts';
import { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { RpcError } from '../../data/polygon/rpc/rpc-error.ts';
import { PolymarketClient } from '../../data/polymarket/client/client.ts';
import type { ListedMarket } from '../../data/polymarket/client/gamma-market.ts';
import { PolymarketExecutor } from '../../data/polymarket/trading/polymarket-executor.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import { POLYGON_CHAIN_ID } from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import { keystorePathIn } from '../../ops/keystore/keystore-file.ts';
import type { Passphrase } from '../../ops/keystore/signer.ts';
import type { Config } from '../config.ts';
import { polymarketUrls } from '../running/polymarket-urls.ts';
import type { DataFiles } from './data-files.ts';
import { type KeyFound, openFoundKey } from './found-key.ts';
import { type FoundWallet, findWallet, type WalletFound } from './found-wallet.ts';
import { lazily } from './lazily.ts';

/** How long a host has for its whole answer. */
const ANSWER_MS_MAX = 8 * SECOND_MS;
/** Pages of listed markets that are looked through for one of each version. */
const MARKET_PAGES_MAX = 3;

export interface InspectionOptions {
  readonly config: Config;
  readonly passphrase: Passphrase | null;
  readonly signal: AbortSignal;
  readonly runtime: HttpRuntime;
  readonly files: DataFiles;
  readonly answerMsMax?: number | undefined;
}

/** What several checks need, found once. */
export class Inspection {
  readonly config: Config;
  readonly runtime: HttpRuntime;
  readonly files: DataFiles;
  readonly urls: ReturnType<typeof polymarketUrls>;
  readonly client: PolymarketClient;
  readonly keystorePath: string;
  /** The key of the keystore. */
  readonly key: () => Promise<KeyFound>;
  /** The wallet that key, funder and type name together. */
  readonly wallet: () => Promise<WalletFound>;
  /** Markets that take orders. @throws VenueError */
  readonly markets: () => Promise<readonly ListedMarket[]>;
  /** What the venue lets the account do; only derives credentials. @throws VenueError */
  readonly account: () => Promise<AccountFound>;
  /** Of the configured node; `null` without one. @throws RpcError */
  readonly chainId: () => Promise<number | null>;
  readonly #options: InspectionOptions;
  readonly #rpc: PolygonRpc | null;
  #executor: PolymarketExecutor | null = null;

  constructor(options: InspectionOptions) {
    const { config, runtime, files } = options;
    this.#options = options;
    this.config = config;
    this.runtime = runtime;
    this.files = files;
    this.urls = polymarketUrls(config);
    this.client = new PolymarketClient(this.urls, runtime);
    const { rpcUrl } = config.polygon;
    this.#rpc = rpcUrl === null ? null : new PolygonRpc(rpcUrl, runtime);
    this.keystorePath = resolve(config.polymarket.keystore ?? keystorePathIn(config.dataDir));
    this.chainId = lazily(async () => (await this.#rpc?.chainId()) ?? null);
    this.key = lazily(() => openFoundKey(this.keystorePath, options));
    this.wallet = lazily(async () => findWallet(await this.key(), config.polymarket));
    this.markets = lazily(() => this.#readMarkets());
    this.account = lazily(() => this.#readAccount());
  }

  /** Whether somebody means to trade live here. */
  async isLiveMeant(): Promise<boolean> {
    return (await this.key()).kind !== 'none';
  }

  /** The node, where one of Polygon answers: on another chain the addresses belong to anybody. */
  async polygon(): Promise<PolygonRpc | null> {
    try {
      return (await this.chainId()) === POLYGON_CHAIN_ID ? this.#rpc : null;
    } catch (error) {
      // The check of the node says why.
      if (error instanceof RpcError) return null;
      throw error;
    }
  }

  /** What an address has on the chain, `null` where nobody tells. @throws RpcError */
  async holdings(address: string): Promise<Holdings | null> {
    const rpc = await this.polygon();
    return rpc === null ? null : await holdingsOf(rpc, address);
  }

  /** For one question to a host; its reason is a `TimeoutError` where the host is too slow. */
  signal(): AbortSignal {
    return AbortSignal.any([this.#options.signal, AbortSignal.timeout(this.answerMsMax)]);
  }

  get answerMsMax(): number {
    return this.#options.answerMsMax ?? ANSWER_MS_MAX;
  }

  /** Forgets the key and cuts what is open. */
  async close(): Promise<void> {
    this.#executor?.close();
    const key = await this.key();
    if (key.kind === 'open') await key.signer.close();
  }

  async #readMarkets(): Promise<readonly ListedMarket[]> {
    const options = { closed: false, pagesMax: MARKET_PAGES_MAX, signal: this.signal() };
    const read = await this.client.gamma.markets(options);
    const rows = read.complete ? read.rows : read.readSoFar;
    if (!read.complete && rows.length === 0) throw read.error;
    return rows.filter(({ market }) => market.status === 'open' && market.acceptingOrders);
  }

  async #readAccount(): Promise<AccountFound> {
    const [key, wallet] = [await this.key(), await this.wallet()];
    if (key.kind !== 'open') return { kind: 'closed' };
    const executor = new PolymarketExecutor(
      {
        clobUrl: this.urls.clobUrl,
        account: accountOf(wallet.kind === 'found' ? wallet.wallet : null, key),
        signer: key.signer,
        // Each check asks for what a fault would tell.
        onFault: () => undefined,
        mayCreateCredentials: false,
      },
      this.runtime,
    );
    this.#executor = executor;
    await executor.access.credentials();
    return { kind: 'open', executor, isClosedOnly: await executor.isClosedOnly() };
  }
}

export type AccountFound =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open';
      readonly executor: PolymarketExecutor;
      readonly isClosedOnly: boolean;
    };

/** While the wallet is not known, the key itself can still log in. */
function accountOf(
  wallet: FoundWallet | null,
  { address }: Extract<KeyFound, { readonly kind: 'open' }>,
) {
  const { kind, funder } = wallet ?? { kind: 'eoa' as const, funder: address };
  return { chainId: 137 as const, wallet: kind, key: address, funder };
}

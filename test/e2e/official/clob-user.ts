import { type ApiKeyCreds, AssetType, ClobClient } from '@polymarket/clob-client-v2';
import { Wallet } from 'ethers';
import { PlainSocket } from '../../sim/wire/clients.ts';
import type { PrintedAccount, SimProcess } from './sim-process.ts';

const POLYGON = 137;

/** Far from the ends, where others trade. */
const PRICES = [0.15, 0.85] as const;
/** The world goes on between a look at the book and an order. */
const ROOM = 0.1;

/** Where an order of a market is signed for. */
export type MarketKind = 'standard' | 'negRisk' | 'v2';

/** A market whose orders are matched at once. */
export interface TradedMarket {
  readonly kind: MarketKind;
  readonly conditionId: string;
  readonly tokenId: string;
  readonly tick: number;
}

/** A person with the official client and a key of the simulator. */
export class ClobUser {
  readonly client: ClobClient;
  readonly credentials: ApiKeyCreds;
  readonly account: PrintedAccount;
  readonly #sim: SimProcess;

  private constructor(sim: SimProcess, account: PrintedAccount, client: ClobClient) {
    if (client.creds === undefined) throw new Error('a client without credentials');
    this.#sim = sim;
    this.account = account;
    this.client = client;
    this.credentials = client.creds;
  }

  static async of(sim: SimProcess, signatureType: PrintedAccount['signatureType']) {
    const account = sim.account(signatureType);
    const creds = await clientOf(sim, account).createOrDeriveApiKey();
    return new ClobUser(sim, account, clientOf(sim, account, creds));
  }

  /** Dollars, in units of a millionth. */
  async balance(): Promise<number> {
    const { balance } = await this.client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    return Number(balance);
  }

  /** Shares, in units of a millionth. The client has no name for those of newer markets. */
  async shares({ kind, tokenId }: TradedMarket): Promise<number> {
    const asset = kind === 'v2' ? ('CONDITIONAL-V2' as AssetType) : AssetType.CONDITIONAL;
    const { balance } = await this.client.getBalanceAllowance({
      ...{ asset_type: asset, token_id: tokenId },
    });
    return Number(balance);
  }

  /** What the account's channel tells from now on; the client has none of its own. */
  async channel(): Promise<PlainSocket> {
    const { key, secret, passphrase } = this.credentials;
    const socket = await PlainSocket.open(`${this.#sim.url('WS')}/ws/user`);
    socket.send({ auth: { apiKey: key, secret, passphrase }, type: 'user' });
    await socket.settled();
    return socket;
  }
}

/** The most that a buy at once pays: it finds sellers though the price moves meanwhile. */
export function mostPaid({
  asks,
}: {
  readonly asks: readonly { readonly price: string }[];
}): number {
  return Number((Number(asks.at(-1)?.price) + ROOM).toFixed(2));
}

/** The official client over a key of ethers 6, as its documents do with one of ethers 5. */
export function clientOf(
  sim: SimProcess,
  { privateKey, funder, signatureType }: PrintedAccount,
  creds?: ApiKeyCreds,
): ClobClient {
  return new ClobClient({
    host: sim.url('CLOB'),
    chain: POLYGON,
    signer: signerOf(new Wallet(privateKey)),
    ...(creds === undefined ? {} : { creds }),
    signatureType,
    funderAddress: funder,
  });
}

export function signerOf(wallet: Wallet) {
  return {
    getAddress: () => wallet.getAddress(),
    _signTypedData: (
      domain: Parameters<Wallet['signTypedData']>[0],
      types: Parameters<Wallet['signTypedData']>[1],
      value: Parameters<Wallet['signTypedData']>[2],
    ) => wallet.signTypedData(domain, types, value),
  };
}

/** One market of each kind, found with the client. */
export async function tradedMarkets(sim: SimProcess): Promise<Record<MarketKind, TradedMarket>> {
  const client = clientOf(sim, sim.account(0));
  const found = new Map<MarketKind, TradedMarket>();
  for (const { conditionId, tokenIds, version } of sim.world.markets) {
    const { nr, itode, mts } = await client.getClobMarketInfo(conditionId);
    const kind = version === 'v2' ? 'v2' : nr === true ? 'negRisk' : 'standard';
    const [tokenId] = tokenIds;
    // A market with the taker delay answers `delayed`, which says nothing of the order.
    if (itode === true || found.has(kind)) continue;
    const { asks } = await client.getOrderBook(tokenId);
    const best = Number(asks.at(-1)?.price);
    if (best > PRICES[0] && best < PRICES[1])
      found.set(kind, { kind, conditionId, tokenId, tick: mts });
  }
  const of = (kind: MarketKind): TradedMarket => {
    const market = found.get(kind);
    if (market === undefined) throw new Error(`the world has no market of kind ${kind}`);
    return market;
  };
  return { standard: of('standard'), negRisk: of('negRisk'), v2: of('v2') };
}

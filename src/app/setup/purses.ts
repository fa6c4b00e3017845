import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { type Holdings, holdingsOf } from '../../data/polygon/rpc/holdings.ts';
import { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import {
  checksummed,
  currentGeneration,
  type WalletAddresses,
  walletAddressesOf,
} from '../../data/polymarket/wallet/wallet-addresses.ts';
import { pol, pusd, usdce } from '../allowances/amounts.ts';
import { isMissing, readStandings, requirePolygon, type Standing } from '../allowances/standing.ts';
import { WALLET_WORDS, type WalletKind } from '../allowances/wallet.ts';

/** A wallet of the key, and what is there; `null` where no node was asked. */
export interface Purse {
  readonly kind: WalletKind;
  readonly address: string;
  readonly holdings: Holdings | null;
  /** Empty where there can be none, for no contract is there yet. */
  readonly standings: readonly Standing[];
}

export const KINDS: readonly WalletKind[] = ['eoa', 'proxy', 'safe', 'depositWallet'];

/** The four wallets of a key, in the order of the venue's signature types. @throws RpcError */
export async function readPurses(key: string, rpcUrl: string | null): Promise<readonly Purse[]> {
  const addresses = walletAddressesOf(key);
  if (rpcUrl === null) {
    return KINDS.map((kind) => ({
      kind,
      address: checksummed(addressOf(addresses, kind)),
      holdings: null,
      standings: [],
    }));
  }
  const rpc = new PolygonRpc(rpcUrl, SYSTEM_RUNTIME);
  await requirePolygon(rpc);
  const purses: Purse[] = [];
  for (const kind of KINDS) {
    const address =
      kind === 'depositWallet' ? await depositWallet(rpc, addresses) : addressOf(addresses, kind);
    purses.push(await readPurse(rpc, { kind, address: checksummed(address) }));
  }
  return purses;
}

function addressOf(addresses: WalletAddresses, kind: WalletKind): string {
  return kind === 'depositWallet' ? addresses.depositWallet.beacon : addresses[kind];
}

/** The one that is there, else the one that would be made now. */
async function depositWallet(rpc: PolygonRpc, { depositWallet: of }: WalletAddresses) {
  const current = of[await currentGeneration(rpc)];
  for (const address of [current, of.beacon, of.uups]) {
    const { isContract, pusd: dollars } = await holdingsOf(rpc, address);
    if (isContract || dollars > 0n) return address;
  }
  return current;
}

async function readPurse(
  rpc: PolygonRpc,
  { kind, address }: Pick<Purse, 'kind' | 'address'>,
): Promise<Purse> {
  const holdings = await holdingsOf(rpc, address);
  const isThere = kind === 'eoa' || holdings.isContract;
  return { kind, address, holdings, standings: isThere ? await readStandings(rpc, address) : [] };
}

/** The one with the most dollars; `null` where all are empty, or unread. */
export function richest(purses: readonly Purse[]): Purse | null {
  const dollars = ({ holdings }: Purse) =>
    holdings === null ? 0n : holdings.pusd + holdings.usdce;
  const [first] = [...purses].sort((one, other) => Number(dollars(other) - dollars(one)));
  return first === undefined || dollars(first) === 0n ? null : first;
}

/** Two lines for each: who it is, and what is there. Fits 80 columns. */
export function purseLines(purses: readonly Purse[]): readonly string[] {
  return purses.flatMap((purse) => {
    const type = KINDS.indexOf(purse.kind);
    const name = WALLET_WORDS[purse.kind].padEnd(NAME_WIDTH);
    return [
      `   ${type}  ${name}  ${purse.address}`,
      `      ${' '.repeat(NAME_WIDTH)}  ${thereText(purse)}`,
    ];
  });
}

const NAME_WIDTH = 14;

function thereText({ kind, holdings, standings }: Purse): string {
  if (holdings === null) return 'not read';
  const { pusd: dollars, usdce: bridged, pol: gas, isContract } = holdings;
  const needed = standings.filter(({ approval }) => approval.isNeeded);
  const given = needed.filter((standing) => !isMissing(standing)).length;
  return [
    pusd(dollars),
    ...(bridged === 0n ? [] : [usdce(bridged)]),
    ...(gas === 0n && kind !== 'eoa' ? [] : [pol(gas)]),
    kind === 'eoa' || isContract ? `${given} of ${needed.length} allowances` : 'not made yet',
  ].join(' · ');
}

import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { holdingsOf } from '../../data/polygon/rpc/holdings.ts';
import { PolygonRpc } from '../../data/polygon/rpc/polygon-rpc.ts';
import { checksummed } from '../../data/polymarket/wallet/wallet-addresses.ts';
import { pusd, usdce } from '../allowances/amounts.ts';
import type { ConfiguredWallet } from '../allowances/wallet.ts';
import { awaitArrival } from './arrival.ts';
import type { Walk } from './walk.ts';

/** Waits until there are dollars to trade with, or the person goes on; micro-dollars that are there. */
export async function moneyStep(walk: Walk, wallet: ConfiguredWallet): Promise<bigint> {
  const { talk } = walk;
  talk.say('', '4  Money');
  const { rpcUrl } = walk.config().polygon;
  const dollars =
    rpcUrl === null ? await asVenueTells(walk, wallet) : await onChain(walk, wallet, rpcUrl);
  talk.say(
    dollars === 0n
      ? '   No dollars yet: what is paid in later counts from then on.'
      : `   ${pusd(dollars)} to trade with.`,
  );
  return dollars;
}

async function asVenueTells(walk: Walk, wallet: ConfiguredWallet): Promise<bigint> {
  const { balances } = await walk.account.executor(wallet);
  return await waitFor(walk, wallet, async () => {
    await balances.refresh(null);
    return BigInt(await balances.collateral());
  });
}

async function onChain(walk: Walk, wallet: ConfiguredWallet, rpcUrl: string): Promise<bigint> {
  const rpc = new PolygonRpc(rpcUrl, SYSTEM_RUNTIME);
  const now = await holdingsOf(rpc, wallet.funder);
  if (now.pusd === 0n && now.usdce > 0n) {
    walk.talk.say(
      `   ${usdce(now.usdce)} are there, which the exchange does not take: on`,
      '   polymarket.com they become pUSD, under Deposit.',
    );
  }
  return await waitFor(walk, wallet, async () => (await holdingsOf(rpc, wallet.funder)).pusd);
}

async function waitFor(
  walk: Walk,
  { funder }: ConfiguredWallet,
  look: () => Promise<bigint>,
): Promise<bigint> {
  const now = await look();
  if (now > 0n) return now;
  return await awaitArrival(walk, { address: checksummed(funder), what: 'pUSD', look });
}

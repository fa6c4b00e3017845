import { keccak256, Wallet } from 'ethers';
import type { DemoWorld } from '../../../src/app/demo/demo-world.ts';
import type { Trading } from '../../../src/app/running/program-options.ts';
import { type LedgerId, liveLedger, type WalletAddress } from '../../../src/engine/domain/ids.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { accountsOf, type SimAccount } from '../../../src/sim/accounts.ts';

const DOLLARS = 10_000;

/** The account of the simulated venue that tests trade with, its money laid in. */
export function fundedAccount(world: DemoWorld, dollars = DOLLARS): SimAccount {
  const account = simAccount();
  world.venue.exchange.fund(account.funder, { dollars: dollars * MICRO });
  return account;
}

/** The address of that account. */
export function simFunder(): SimAccount['funder'] {
  return simAccount().funder;
}

/** Its ledger. */
export function simLedger(): LedgerId {
  return liveLedger('polymarket', simFunder());
}

/** Its key signs here, without a keystore: opening one takes half a second. */
export function tradingOf(
  { privateKey }: SimAccount,
  { journal, chain }: Pick<Trading, 'journal' | 'chain'>,
): Trading {
  const wallet = new Wallet(privateKey);
  const key = wallet.address.toLowerCase() as WalletAddress;
  return {
    key: {
      account: { chainId: 137, wallet: 'eoa', key, funder: key },
      signer: {
        address: wallet.address,
        place: 'thread',
        state: { kind: 'open' },
        // Fields of ethers are mutable arrays.
        signTypedData: (domain, types, value) =>
          wallet.signTypedData(domain as never, types as never, value as never),
        signTransaction: async (request) => {
          const raw = await wallet.signTransaction(request);
          return { raw, hash: keccak256(raw) };
        },
        signRelay: async () => {
          throw new Error('a wallet that is its own key asks no relayer');
        },
        close: async () => undefined,
      },
    },
    chain,
    journal,
    scrubber: new Scrubber(),
  };
}

function simAccount(): SimAccount {
  const [first] = accountsOf('7', 1);
  if (first === undefined) throw new Error('a world has accounts');
  return first;
}

import { WALLET_WORDS } from '../allowances/wallet.ts';
import { type Finding, fine, skipped, wrong } from './check.ts';
import type { Inspection } from './inspection.ts';

const PAPER_ONLY = 'no keystore: paper only';

/** Why nothing was asked in the name of an account. */
export async function withoutAccount(inspection: Inspection): Promise<Finding | null> {
  const key = await inspection.key();
  switch (key.kind) {
    case 'none':
      return skipped(PAPER_ONLY);
    case 'unreadable':
    case 'unopened':
      return skipped('see Keystore');
    case 'locked':
      return skipped('the keystore is locked: set POLYMARKET_KEYSTORE_PASSPHRASE_FILE');
    case 'open':
      return null;
  }
}

export async function checkKeystore(inspection: Inspection): Promise<Finding> {
  const key = await inspection.key();
  switch (key.kind) {
    case 'none':
      return skipped(`${PAPER_ONLY}; polymind setup live makes one`);
    case 'unreadable':
      return wrong(key.why, 'correct POLYMARKET_KEYSTORE, or make one: polymind setup live');
    case 'unopened':
      return wrong(
        key.why,
        key.isPassphrase
          ? 'correct the passphrase: POLYMARKET_KEYSTORE_PASSPHRASE, or its _FILE'
          : 'restore the file from your copy of it, or make another key: polymind setup live',
      );
    case 'locked':
      return fine(`the key of ${key.address}; no passphrase was given to open it`);
    case 'open':
      return fine(`the key of ${key.address}, opened in a ${key.signer.place}`);
  }
}

export async function checkWallet(inspection: Inspection): Promise<Finding> {
  const wallet = await inspection.wallet();
  switch (wallet.kind) {
    case 'noKey': {
      const isNone = (await inspection.key()).kind === 'none';
      return skipped(isNone ? PAPER_ONLY : 'see Keystore');
    }
    case 'unfit':
      return wrong(wallet.found, wallet.todo);
    case 'found': {
      const { kind, funder } = wallet.wallet;
      return fine(`${funder}, ${WALLET_WORDS[kind]} of the key`);
    }
  }
}

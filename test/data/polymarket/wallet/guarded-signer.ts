import { computeAddress, SigningKey, Transaction } from 'ethers';
import type { WalletKind } from '../../../../src/data/polymarket/order/trading-account.ts';
import { SIGNATURE_TYPES } from '../../../../src/data/polymarket/order/trading-account.ts';
import { walletAddressesOf } from '../../../../src/data/polymarket/wallet/wallet-addresses.ts';
import type { WalletSigner } from '../../../../src/data/polymarket/wallet/wallet-signer.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { dollars, quantity } from '../../../../src/engine/domain/values/money.ts';
import type { Refused } from '../../../../src/ops/keystore/check.ts';
import { bindPolicy, type SignerPurpose } from '../../../../src/ops/keystore/policy.ts';
import { judgeRelay } from '../../../../src/ops/keystore/relay-guard.ts';
import { signRelay } from '../../../../src/ops/keystore/relay-signature.ts';
import { SignerError } from '../../../../src/ops/keystore/signer-error.ts';
import { judgeTransaction } from '../../../../src/ops/keystore/transaction-guard.ts';

/** A throw-away key; its digits stand nowhere else. */
export const SECRET = `0x${'4e19c2b7'.repeat(8)}`;
export const KEY = computeAddress(SECRET);
const ADDRESSES = walletAddressesOf(KEY);

export const WALLETS: Readonly<Record<WalletKind, WalletAddress>> = {
  ...{ eoa: ADDRESSES.eoa, proxy: ADDRESSES.proxy, safe: ADDRESSES.safe },
  depositWallet: ADDRESSES.depositWallet.beacon,
};

interface Choices {
  readonly nowMs?: () => number;
  readonly purpose?: SignerPurpose;
  readonly secret?: string;
  readonly funder?: string;
}

/** The guard and the signatures of the real signer, without its thread. */
export function guardedSigner(
  kind: WalletKind,
  { nowMs = Date.now, purpose = 'trade', secret = SECRET, funder = WALLETS[kind] }: Choices = {},
): WalletSigner {
  const policy = bindPolicy(
    {
      purpose,
      chainId: 137,
      exchanges: [{ version: '2', address: `0x${'e1'.repeat(20)}` }],
      funder: kind === 'eoa' ? null : funder,
      signatureType: SIGNATURE_TYPES[kind],
      orderNotionalMax: dollars(50),
      orderQuantityMax: quantity(500_000_000),
    },
    computeAddress(secret),
  );
  const key = new SigningKey(secret);
  return {
    address: computeAddress(secret),
    async signTransaction(request) {
      const verdict = judgeTransaction(request, policy);
      if (verdict.kind === 'refused') throw refusal(verdict);
      const transaction = Transaction.from(verdict.transaction);
      transaction.signature = key.sign(transaction.unsignedHash);
      const { serialized: raw, hash } = transaction;
      if (hash === null) throw new Error('a signed transaction has a hash');
      return { raw, hash };
    },
    async signRelay(request) {
      const verdict = judgeRelay(request, { policy, nowS: Math.floor(nowMs() / 1_000) });
      if (verdict.kind === 'refused') throw refusal(verdict);
      return signRelay(verdict.relay, key);
    },
  };
}

function refusal({ reason, detail }: Refused): SignerError {
  return new SignerError('refused', `The signer refused (${reason}): ${detail}`, reason);
}

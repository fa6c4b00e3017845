import { getAddress, ZeroAddress } from 'ethers';
import { POLYMARKET_CONTRACTS } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { RelaySignature, RelayToSign } from './wallet-signer.ts';

/** What people at the venue read, in characters at most. */
const LABEL_LENGTH_MAX = 500;

interface Signed {
  readonly request: RelayToSign;
  readonly signed: RelaySignature;
  /** The address of the key that signed. */
  readonly key: string;
  readonly label: string;
}

/** What the relayer is handed for signed calls. Source: `@polymarket/client` 0.2.0, `actions/gasless`. */
export function relayBody({ request, signed, key, label }: Signed): object {
  const { to, data, signature } = signed;
  const shared = {
    from: getAddress(key),
    metadata: label.slice(0, LABEL_LENGTH_MAX),
    nonce: request.nonce,
    signature,
    to,
  };
  if (request.kind === 'depositWallet') {
    const calls = request.calls.map((call) => ({ data: call.data, target: call.to, value: '0' }));
    const depositWallet = getAddress(request.wallet);
    const depositWalletParams = { calls, deadline: request.deadline, depositWallet };
    return { ...shared, depositWalletParams, type: 'WALLET' };
  }
  const relayed = { ...shared, data, proxyWallet: getAddress(request.wallet) };
  if (request.kind === 'safe') {
    return { ...relayed, signatureParams: safeParams(signed.operation), type: 'SAFE' };
  }
  const signatureParams = {
    gasLimit: request.gasLimit,
    gasPrice: '0',
    relay: getAddress(request.relay),
    relayHub: POLYMARKET_CONTRACTS.relayHub,
    relayerFee: '0',
  };
  return { ...relayed, signatureParams, type: 'PROXY' };
}

/** Nobody is refunded for gas: the relayer pays. */
function safeParams(operation: 0 | 1): object {
  return {
    baseGas: '0',
    gasPrice: '0',
    gasToken: ZeroAddress,
    operation: String(operation),
    refundReceiver: ZeroAddress,
    safeTxnGas: '0',
  };
}

/** What the relayer is handed to make the key's deposit wallet; it takes no signature. */
export function deployBody(key: string): object {
  return {
    from: getAddress(key),
    metadata: 'Deploy Deposit Wallet',
    to: POLYMARKET_CONTRACTS.depositWalletFactory,
    type: 'WALLET-CREATE',
  };
}

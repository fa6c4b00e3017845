import {
  concat,
  getBytes,
  hashMessage,
  Interface,
  keccak256,
  type SigningKey,
  solidityPacked,
  TypedDataEncoder,
  toBeHex,
  toUtf8Bytes,
  ZeroAddress,
} from 'ethers';
import {
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
  POLYMARKET_RELAY_CALLS,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { CheckedRelay } from './relay-guard.ts';
import type { SignedRelay } from './relay-request.ts';
import { DEPOSIT_WALLET, RELAY_STRUCTS } from './typed-data.ts';
import type { AskedCall } from './understood-call.ts';

type Of<Kind> = Extract<CheckedRelay, { readonly kind: Kind }>;
type Packed = Pick<SignedRelay, 'to' | 'data' | 'operation'>;

const RELAY_CALLS = new Interface(Object.values(POLYMARKET_RELAY_CALLS));
/** A call inside a multi-send, and one of a Safe itself. */
const CALL = 0;
/** A Safe runs the code of the multi-send as its own. */
const DELEGATE_CALL = 1;
/** A call, as the proxy factory counts kinds. */
const PROXY_CALL = 1;
const PROXY_PREFIX = 'rlx:';
const WORD_BYTES = 32;
/** By this a Safe tells a signature of a personal message from one of the bare hash. */
const SAFE_MESSAGE_V = 4;
/** Neither the wallet nor the key pays whoever sends it. */
const NO_FEE = 0n;

/**
 * Signs calls that were checked, as the wallet's contract takes them.
 * Source: `@polymarket/client` 0.2.0, `actions/gasless`.
 */
export function signRelay(relay: CheckedRelay, key: SigningKey): SignedRelay {
  switch (relay.kind) {
    case 'safe':
      return ofSafe(relay, key);
    case 'proxy':
      return ofProxy(relay, key);
    case 'depositWallet':
      return ofDepositWallet(relay, key);
  }
}

function ofSafe({ wallet, nonce, calls }: Of<'safe'>, key: SigningKey): SignedRelay {
  const packed = packedForSafe(calls);
  const hash = TypedDataEncoder.hash(
    { chainId: POLYGON_CHAIN_ID, verifyingContract: wallet },
    { SafeTx: RELAY_STRUCTS.SafeTx },
    {
      ...packed,
      value: 0n,
      safeTxGas: 0n,
      baseGas: 0n,
      gasPrice: NO_FEE,
      gasToken: ZeroAddress,
      refundReceiver: ZeroAddress,
      nonce,
    },
  );
  const { r, s, v } = key.sign(hashMessage(getBytes(hash)));
  return { ...packed, signature: concat([r, s, toBeHex(v + SAFE_MESSAGE_V)]) };
}

/** One call as it is, several through the contract that makes them in the Safe's own name. */
function packedForSafe(calls: readonly AskedCall[]): Packed {
  const [only, ...more] = calls;
  if (only !== undefined && more.length === 0) return { ...only, operation: CALL };
  const each = calls.map(({ to, data }) => {
    const bytes = getBytes(data);
    return solidityPacked(
      ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
      [CALL, to, 0n, bytes.length, bytes],
    );
  });
  const data = RELAY_CALLS.encodeFunctionData('multiSend', [concat(each)]);
  return { to: POLYMARKET_CONTRACTS.multiSend, data, operation: DELEGATE_CALL };
}

function ofProxy(relay: Of<'proxy'>, key: SigningKey): SignedRelay {
  const to = POLYMARKET_CONTRACTS.proxyFactory;
  const tuples = relay.calls.map((call) => [PROXY_CALL, call.to, 0n, call.data]);
  const data = RELAY_CALLS.encodeFunctionData('proxy', [tuples]);
  const numbers = [NO_FEE, NO_FEE, relay.gasLimit, relay.nonce];
  const hash = keccak256(
    concat([
      toUtf8Bytes(PROXY_PREFIX),
      relay.account,
      to,
      data,
      ...numbers.map((number) => toBeHex(number, WORD_BYTES)),
      POLYMARKET_CONTRACTS.relayHub,
      relay.relay,
    ]),
  );
  return { to, data, operation: CALL, signature: key.sign(hashMessage(getBytes(hash))).serialized };
}

function ofDepositWallet(relay: Of<'depositWallet'>, key: SigningKey): SignedRelay {
  const { wallet, nonce, deadline } = relay;
  const hash = TypedDataEncoder.hash(
    { ...DEPOSIT_WALLET, chainId: POLYGON_CHAIN_ID, verifyingContract: wallet },
    { Batch: RELAY_STRUCTS.Batch, Call: RELAY_STRUCTS.Call },
    {
      wallet,
      nonce,
      deadline,
      calls: relay.calls.map(({ to, data }) => ({ target: to, value: 0n, data })),
    },
  );
  const to = POLYMARKET_CONTRACTS.depositWalletFactory;
  return { to, data: '0x', operation: CALL, signature: key.sign(hash).serialized };
}

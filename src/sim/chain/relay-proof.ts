import {
  concat,
  dataLength,
  dataSlice,
  getBytes,
  keccak256,
  TypedDataEncoder,
  toBeHex,
  toUtf8Bytes,
  verifyMessage,
  verifyTypedData,
} from 'ethers';
import { CHAIN_ID } from './contract-addresses.ts';
import type { ProxyBody, SafeBody, WalletBody } from './relay-body.ts';

const SAFE_TX = fieldsOf(
  'address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,' +
    'uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce',
);
const BATCH = {
  Batch: fieldsOf('address wallet,uint256 nonce,uint256 deadline,Call[] calls'),
  Call: fieldsOf('address target,uint256 value,bytes data'),
};
/** What a relayed call of a proxy begins with. */
const PROXY_PREFIX = toUtf8Bytes('rlx:');

const SIGNATURE_BYTES = 65;
const V_AT = 64;
/** A Safe knows by a recovery number this much higher that a message was signed, not the hash. */
const SAFE_MESSAGE_SHIFT = 4;

/** Who signed a submission, in lower case; `null` when nobody can have. */
export function signerOf(body: SafeBody | ProxyBody | WalletBody): string | null {
  try {
    return recovered(body)?.toLowerCase() ?? null;
  } catch {
    // Bytes that no key can have made.
    return null;
  }
}

function recovered(body: SafeBody | ProxyBody | WalletBody): string | null {
  switch (body.kind) {
    case 'SAFE': {
      const signature = unpacked(body.signature);
      return signature === null ? null : verifyMessage(getBytes(safeHash(body)), signature);
    }
    case 'PROXY':
      if (!isPlain(body.signature)) return null;
      return verifyMessage(getBytes(proxyHash(body)), body.signature);
    case 'WALLET': {
      if (!isPlain(body.signature)) return null;
      const { wallet, nonce, deadline, calls } = body;
      const domain = {
        name: 'DepositWallet',
        version: '1',
        chainId: CHAIN_ID,
        verifyingContract: wallet,
      };
      const value = { wallet, nonce, deadline, calls };
      return verifyTypedData(domain, BATCH, value, body.signature);
    }
  }
}

/** What the key of a Safe signs as a message. */
function safeHash(body: SafeBody): string {
  const domain = { chainId: CHAIN_ID, verifyingContract: body.wallet };
  return TypedDataEncoder.hash(domain, { SafeTx: SAFE_TX }, { ...body });
}

/** What the key of a proxy signs as a message: one field behind the other. */
function proxyHash(body: ProxyBody): string {
  const numbers = [body.relayerFee, body.gasPrice, body.gasLimit, body.nonce];
  return keccak256(
    concat([
      PROXY_PREFIX,
      ...[body.from, body.to, body.data],
      ...numbers.map((number) => toBeHex(number, 32)),
      ...[body.relayHub, body.relay],
    ]),
  );
}

/** The signature of the message; `null` when it is not packed as a Safe reads it. */
function unpacked(signature: string): string | null {
  if (dataLength(signature) !== SIGNATURE_BYTES) return null;
  const v = Number(dataSlice(signature, V_AT)) - SAFE_MESSAGE_SHIFT;
  if (v !== 27 && v !== 28) return null;
  return concat([dataSlice(signature, 0, V_AT), toBeHex(v, 1)]);
}

function isPlain(signature: string): boolean {
  if (dataLength(signature) !== SIGNATURE_BYTES) return false;
  const v = Number(dataSlice(signature, V_AT));
  return v === 27 || v === 28;
}

function fieldsOf(text: string): { name: string; type: string }[] {
  return text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });
}

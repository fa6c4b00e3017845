import { AbiCoder, concat, getCreate2Address, keccak256, solidityPackedKeccak256 } from 'ethers';

/** The venue's `signatureType`: the key itself, its proxy, its safe, its deposit wallet. */
export type SignatureType = 0 | 1 | 2 | 3;

const PROXY_FACTORY = '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052';
const PROXY_IMPLEMENTATION = '0x44e999d5c2F66Ef0861317f9A4805AC2e90aEB4f';
const SAFE_FACTORY = '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b';
const SAFE_CODE_HASH = '0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf';
const DEPOSIT_FACTORY = '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07';
const DEPOSIT_IMPLEMENTATION = '0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB';

/** The wallet that the venue's factories make for a key, always at the same address. */
export function walletAddressOf(key: string, signatureType: SignatureType): string {
  switch (signatureType) {
    case 0:
      return key;
    case 1:
      return proxyOf(key);
    case 2:
      return getCreate2Address(
        SAFE_FACTORY,
        keccak256(encoded(['address'], [key])),
        SAFE_CODE_HASH,
      );
    case 3:
      return depositWalletOf(key);
  }
}

function encoded(types: readonly string[], values: readonly unknown[]): string {
  return AbiCoder.defaultAbiCoder().encode(types, values);
}

const PROXY_CODE = concat([
  '0x3d3d606380380380913d393d73',
  PROXY_FACTORY,
  '0x5af4602a57600080fd5b602d8060366000396000f3363d3d373d3d3d363d73',
  PROXY_IMPLEMENTATION,
  '0x5af43d82803e903d91602b57fd5bf352e831dd',
  `0x${'00'.repeat(31)}20${'00'.repeat(32)}`,
]);

function proxyOf(key: string): string {
  const salt = solidityPackedKeccak256(['address'], [key]);
  return getCreate2Address(PROXY_FACTORY, salt, keccak256(PROXY_CODE));
}

/** Of the first generation: an ERC-1967 proxy with its arguments behind it (two words). */
function depositWalletOf(key: string): string {
  const id = `0x${key.slice(2).padStart(64, '0')}`;
  const args = encoded(['address', 'bytes32'], [DEPOSIT_FACTORY, id]);
  const code = concat([
    '0x61007d3d8160233d3973',
    DEPOSIT_IMPLEMENTATION,
    '0x6009',
    '0x5155f3363d3d373d3d363d7f360894a13ba1a3210667c828492db98dca3e2076',
    '0xcc3735a920a3ca505d382bbc545af43d6000803e6038573d6000fd5b3d6000f3',
    args,
  ]);
  return getCreate2Address(DEPOSIT_FACTORY, keccak256(args), keccak256(code));
}

/** Of the beacon that wallets of today ask for their code. */
export const DEPOSIT_BEACON = '0x7A18EDfe055488A3128f01F563e5B479D92ffc3a';

/** The deposit wallet that the factory makes for a key today; older ones it makes no more. */
export function beaconWalletOf(key: string): string {
  const id = `0x${key.slice(2).padStart(64, '0')}`;
  const args = encoded(['address', 'bytes32'], [DEPOSIT_FACTORY, id]);
  const code = concat([
    '0x6100923d8160233d3973',
    DEPOSIT_BEACON,
    '0x60195155f3363d3d373d3d363d602036600436635c60da',
    '0x1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c',
    '0xb3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3',
    args,
  ]);
  return getCreate2Address(DEPOSIT_FACTORY, keccak256(args), keccak256(code));
}

import { getAddress, isAddress, verifyTypedData } from 'ethers';
import type { WireRequest } from '../http-host.ts';
import { Refusal } from '../refusal.ts';
import { CHAIN_ID } from './order-contracts.ts';

/** How far a client's clock may be off. */
export const CLOCK_TOLERANCE_MS = 60_000;

const DOMAIN = { name: 'ClobAuthDomain', version: '1', chainId: CHAIN_ID };
const MESSAGE = 'This message attests that I control the given wallet';
const TYPES = {
  ClobAuth: [
    { name: 'address', type: 'address' },
    { name: 'timestamp', type: 'string' },
    { name: 'nonce', type: 'uint256' },
    { name: 'message', type: 'string' },
  ],
};
const DIGITS = /^\d{1,15}$/;
const SIGNATURE = /^0x[0-9a-fA-F]{130}$/;

/** Who proved to hold a key (level 1), and for which credentials. @throws Refusal */
export function provenKey(
  { headers }: WireRequest,
  nowMs: number,
): { readonly address: string; readonly nonce: string } {
  const text = (name: string): string => String(headers[name] ?? '');
  const [address, timestamp] = [text('poly_address'), text('poly_timestamp')];
  const nonce = text('poly_nonce') === '' ? '0' : text('poly_nonce');
  const isRead = isAddress(address) && DIGITS.test(timestamp) && DIGITS.test(nonce);
  const isFresh = Math.abs(Number(timestamp) * 1_000 - nowMs) <= CLOCK_TOLERANCE_MS;
  if (isRead && isFresh) {
    const value = { address: getAddress(address), timestamp, nonce, message: MESSAGE };
    const signer = signerOf(text('poly_signature'), value);
    if (signer === value.address) return { address: address.toLowerCase(), nonce };
  }
  throw new Refusal(401, 'Invalid L1 Request headers');
}

function signerOf(signature: string, value: Readonly<Record<string, unknown>>): string | null {
  if (!SIGNATURE.test(signature)) return null;
  try {
    return verifyTypedData(DOMAIN, TYPES, value, signature);
  } catch {
    // 65 bytes that no key can have made.
    return null;
  }
}

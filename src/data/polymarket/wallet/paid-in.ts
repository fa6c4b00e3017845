import { id } from 'ethers';
import { type Money, money } from '../../../engine/domain/values/money.ts';
import { POLYMARKET_CONTRACTS } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { ReceiptLog } from './wallet-calls.ts';

const TRANSFER = id('Transfer(address,address,uint256)');
const WORD = /^0x[0-9a-fA-F]{64}$/;
const ADDRESS_DIGITS = 40;

/**
 * Dollars of pUSD that logs moved into a wallet; `null` when they cannot be read. Other tokens with
 * the same event do not count.
 */
export function paidIn(logs: readonly ReceiptLog[], wallet: string): Money | null {
  let micros = 0n;
  for (const { address, topics, data } of logs) {
    const [event, , to = ''] = topics;
    if (address.toLowerCase() !== POLYMARKET_CONTRACTS.pusd.toLowerCase()) continue;
    if (event !== TRANSFER || addressIn(to) !== wallet.toLowerCase()) continue;
    if (!WORD.test(data)) return null;
    micros += BigInt(data);
  }
  return micros <= BigInt(Number.MAX_SAFE_INTEGER) ? money(Number(micros)) : null;
}

/** An address stands at the end of its word. */
function addressIn(topic: string): string {
  return `0x${topic.slice(-ADDRESS_DIGITS).toLowerCase()}`;
}

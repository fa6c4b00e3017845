import { afterEach } from 'vitest';
import type { PolymarketExecutor } from '../../../../src/data/polymarket/trading/polymarket-executor.ts';
import type { MadeOrder } from '../../../../src/engine/ports.ts';
import { answer, type Fate } from '../../../servers/write-double.ts';
import { intent, market } from '../order/setting.ts';
import { type ClobDouble, trading } from './clob-double.ts';

const doubles: ClobDouble[] = [];
afterEach(async () => {
  for (const double of doubles.splice(0)) await double.server.stop();
});

/** An executor on a double that ends with the test. */
export async function started(routes: Parameters<typeof trading>[0], over: object = {}) {
  const made = await trading(routes, over);
  doubles.push(made.double);
  return made;
}

export const go = () => null;

export async function madeBy(executor: PolymarketExecutor): Promise<MadeOrder> {
  const made = await executor.makeOrder(intent(), market());
  if ('refused' in made) throw new Error(made.refused);
  return made;
}

/** The venue matched it at once. */
export function accepted(hash: string): Fate {
  const placed = { success: true, errorMsg: '', orderID: hash, status: 'matched' };
  return answer({ ...placed, makingAmount: '9.9', takingAmount: '30' });
}

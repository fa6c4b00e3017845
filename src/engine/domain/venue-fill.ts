import { contentId, type FillId } from './ids.ts';
import type { VenueFill } from './venue-answer.ts';

/** One fill's id: a trade of the venue within one order. */
export function fillIdOf({ orderHash, tradeId }: Pick<VenueFill, 'orderHash' | 'tradeId'>): FillId {
  return contentId('fill', [orderHash, tradeId]) as FillId;
}

/** What carried it out on the chain, as a report tells it. */
export function transactionOf({
  transaction,
}: Pick<VenueFill, 'transaction'>): Pick<VenueFill, 'transaction'> {
  return transaction === undefined ? {} : { transaction };
}

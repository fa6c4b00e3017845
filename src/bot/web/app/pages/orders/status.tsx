import type { JSX } from 'preact';
import type { Order, OrderStatus as Status } from '../../../contract/orders.ts';
import { Pill, type Tone } from '../../ui/text.tsx';

const TONES: Readonly<Record<Status, Tone>> = {
  initialized: 'plain',
  submitted: 'accent',
  inDoubt: 'warn',
  open: 'accent',
  pendingCancel: 'accent',
  filled: 'good',
  canceled: 'plain',
  rejected: 'bad',
  denied: 'bad',
  expired: 'plain',
  notPlaced: 'bad',
};

/** How an order stands, in the words of the service. */
export function OrderStatus({ of }: { readonly of: Order }): JSX.Element {
  return <Pill tone={TONES[of.status]}>{of.words}</Pill>;
}

import type { OrderLifeView, PositionView } from '../../src/engine/contract/views.ts';
import { contentId, type IntentId, shortId } from '../../src/engine/domain/ids.ts';
import { lackText } from '../../src/engine/domain/live-lack.ts';
import type { OrderEvent, OrderEventName } from '../../src/engine/domain/order.ts';
import type { OrderStatus } from '../../src/engine/domain/order-state.ts';
import type { SettlementStatus } from '../../src/engine/domain/settlement-state.ts';
import { cents, dollars, shares } from '../../src/engine/domain/values/money.ts';
import { fill, NOW, order, position } from './chat-facts.ts';
import { ACCOUNT, type ChatWorld } from './chat-world.ts';

type Told = readonly [kind: OrderEventName, secondsAgo: number, detail?: string];

/** An order of the account with what happened to it. */
function liveOrder(
  name: string,
  status: OrderStatus,
  { told, filled = [] }: { readonly told: readonly Told[]; readonly filled?: Filled },
): OrderLifeView {
  const id = contentId('intent', [name]) as IntentId;
  const of = order();
  const quantity = shares(filled.reduce((sum, [amount]) => sum + amount, 0));
  return {
    ...of,
    shortId: shortId(id),
    order: {
      ...of.order,
      intent: { ...of.order.intent, id, ledger: ACCOUNT, createdAtMs: NOW - 200_000 },
      status,
      externalId: `0x${name.padEnd(64, '0')}`,
      body: '{}',
      filledQuantity: quantity,
      filledNotional: dollars((quantity / 1_000_000) * 0.62),
      reserved: status === 'inDoubt' ? dollars(5.1) : dollars(0),
      reason: status === 'inDoubt' ? 'no answer within 10 s' : null,
    },
    fills: filled.map(([amount, settlement], index) => ({
      ...fill().fill,
      id: `${name} ${index}` as never,
      intentId: id,
      ledger: ACCOUNT,
      quantity: shares(amount),
      notional: dollars(amount * 0.62),
      price: cents(62),
      settlement,
      atMs: NOW - 150_000 + index * 1_000,
    })),
    events: told.map(([kind, secondsAgo, detail = ''], index): OrderEvent => {
      const atMs = NOW - secondsAgo * 1_000;
      return { intentId: id, ordinal: index + 1, kind, detail, atMs };
    }),
  };
}

type Filled = readonly (readonly [amount: number, settlement: SettlementStatus])[];

export const IN_DOUBT = liveOrder('doubt', 'inDoubt', {
  told: [
    ['sent', 190, 'sending 1'],
    ['notAccepted', 189, 'rateLimited: too many requests'],
    ['sent', 187, 'sending 2'],
    ['unknown', 177, 'no answer within 10 s'],
    ['lookedUp', 176, 'found nowhere, 1'],
    ['lookedUp', 174, 'found nowhere, 2'],
    ['lookedUp', 170, 'the venue did not answer'],
  ],
});

export const FILLED = liveOrder('filled', 'filled', {
  filled: [
    [5, 'confirmed'],
    [3.06, 'mined'],
  ],
  told: [
    ['signed', 152],
    ['sent', 151, 'sending 1'],
    ['accepted', 150, 'matched'],
    ['filled', 150, '5000000 at 620000, trade 1'],
    ['filled', 149, '3060000 at 620000, trade 2'],
    ['ended', 148, 'complete'],
  ],
});

export const REJECTED = liveOrder('rejected', 'rejected', {
  told: [
    ['sent', 100, 'sending 1'],
    ['notAccepted', 99, 'not enough balance / allowance'],
    ['ended', 99, 'rejected: not enough balance / allowance'],
  ],
});

/** Shares of the account of which some are not settled yet. */
export function livePosition(unsettled = 8.06): PositionView {
  const of = position();
  return {
    ...of,
    position: { ...of.position, ledger: ACCOUNT },
    payout: null,
    unsettled: shares(unsettled),
  };
}

/** All that a fresh account may lack. */
export const LACKS = [
  lackText('keystore'),
  lackText('place', 'US'),
  lackText('clock', '3.1 s'),
  lackText('balance'),
  lackText('allowances'),
  lackText('channel'),
  lackText('comparison', 'they differ'),
  'the moon is in the wrong place',
];

/** Live, with one order in doubt, one that fills, and shares that are not settled. */
export function isTrading(world: ChatWorld): void {
  world.isLive();
  world.open = [FILLED, IN_DOUBT];
  world.lives = [IN_DOUBT, FILLED, REJECTED];
  world.positions = [livePosition(), position()];
}

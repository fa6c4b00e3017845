import type { Change, SettingVersion } from '../../engine/domain/change.ts';
import { ARMED, type Control } from '../../engine/domain/control.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { Flow } from '../../engine/domain/flow.ts';
import type { Market, Resolution } from '../../engine/domain/market.ts';
import type { Order, OrderIntent } from '../../engine/domain/order.ts';
import { type Position, positionKey } from '../../engine/domain/position.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import type { Signal } from '../../engine/domain/signal.ts';
import { WalletMirror } from './standing-checks.ts';

/** What shares one budget. */
export function budgetOf({ signalId, leg, ledger }: OrderIntent): string {
  return `${signalId}|${leg}|${ledger}`;
}

export const NOTHING_FILLED = { notional: 0, quantity: 0 } as const;

/** The rows that were committed, kept apart from the engine and the store to judge both. */
export class Mirror {
  readonly signals = new Map<string, Signal>();
  readonly decisions = new Map<string, Decision>();
  /** By signal and ledger. */
  readonly decisionOf = new Map<string, Decision>();
  readonly orders = new Map<string, Order>();
  /** Ids of the orders of one budget. */
  readonly ordersOf = new Map<string, string[]>();
  readonly fills = new Map<string, Fill>();
  /** Sums by signal and ledger. */
  readonly filledOf = new Map<string, { readonly notional: number; readonly quantity: number }>();
  readonly fillsOf = new Map<string, Fill[]>();
  readonly positions = new Map<string, Position>();
  readonly flows = new Map<string, Flow>();
  readonly markets = new Map<string, Market>();
  readonly resolutions = new Map<string, Resolution>();
  readonly realisations = new Map<string, Realisation>();
  readonly settings = new Map<number, SettingVersion>();
  readonly notices = new Map<string, number>();
  readonly standings = new WalletMirror();
  /** Counted leader rows by key. */
  readonly leaderTrades = new Map<string, Set<number>>();
  control: Control = ARMED;

  apply(change: Change): void {
    switch (change.kind) {
      case 'signal':
        this.signals.set(change.signal.id, change.signal);
        return;
      case 'decision':
        this.#applyDecision(change.decision);
        return;
      case 'order':
        this.#applyOrder(change.order);
        return;
      case 'fill':
        this.#applyFill(change.fill);
        return;
      case 'position':
        this.positions.set(positionKey(change.position), change.position);
        return;
      case 'flow':
        this.flows.set(change.flow.id, change.flow);
        return;
      case 'market':
        this.markets.set(change.market.id, change.market);
        return;
      case 'realisation':
        this.realisations.set(change.realisation.id, change.realisation);
        return;
      case 'resolution':
        this.resolutions.set(change.resolution.marketId, change.resolution);
        return;
      default:
        this.#applyRest(change);
    }
  }

  /** Of a resolved token; `null` before. */
  payoutOf(tokenId: string): number | null {
    for (const { payouts } of this.resolutions.values()) {
      const found = payouts.find((one) => one.tokenId === tokenId);
      if (found !== undefined) return found.payout;
    }
    return null;
  }

  #applyDecision(decision: Decision): void {
    this.decisions.set(decision.id, decision);
    this.decisionOf.set(`${decision.signalId}|${decision.ledger}`, decision);
  }

  #applyOrder(order: Order): void {
    const { intent } = order;
    if (!this.orders.has(intent.id)) {
      const key = budgetOf(intent);
      this.ordersOf.set(key, [...(this.ordersOf.get(key) ?? []), intent.id]);
    }
    this.orders.set(intent.id, order);
  }

  #applyFill(fill: Fill): void {
    const known = this.fills.has(fill.id);
    this.fills.set(fill.id, fill);
    if (known) return; // The chain moved it on.
    const key = `${fill.signalId}|${fill.ledger}`;
    const { notional, quantity } = this.filledOf.get(key) ?? NOTHING_FILLED;
    this.filledOf.set(key, {
      notional: notional + fill.notional,
      quantity: quantity + fill.quantity,
    });
    const position = positionKey(fill);
    this.fillsOf.set(position, [...(this.fillsOf.get(position) ?? []), fill]);
  }

  #applyRest(change: Change): void {
    this.standings.apply(change);
    if (change.kind === 'control') this.control = change.control;
    else if (change.kind === 'setting') this.settings.set(change.setting.version, change.setting);
    else if (change.kind === 'notice') {
      const { id } = change.notice;
      this.notices.set(id, (this.notices.get(id) ?? 0) + 1);
    } else if (change.kind === 'leaderTrade') {
      const { key, ordinal } = change.trade;
      this.leaderTrades.set(key, (this.leaderTrades.get(key) ?? new Set()).add(ordinal));
    }
  }
}

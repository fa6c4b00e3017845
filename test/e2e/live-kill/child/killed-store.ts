import { type SqlDatabase, SqlStore } from '../../../../src/data/store/sql-store.ts';
import type { Change } from '../../../../src/engine/domain/change.ts';
import type { IntentId } from '../../../../src/engine/domain/ids.ts';
import { isLive } from '../../../../src/engine/domain/ids.ts';
import type { Leg, Order } from '../../../../src/engine/domain/order.ts';
import { isTerminal } from '../../../../src/engine/domain/order-state.ts';
import type { EngineSnapshot } from '../../../../src/engine/domain/snapshot.ts';
import { type Holds, tellHeld } from './holds.ts';
import type { Moment } from './message.ts';
import type { Settling } from './settling.ts';

/** Steps of the loop in which something would be sent that does not wait for the store. */
const STEPS_WHILE_STALLED = 200;

interface Seen {
  readonly moment: Moment;
  readonly leg: Leg;
}

/** The store of the program, with the moments around each of its transactions. */
export class KilledStore extends SqlStore {
  readonly #holds: Holds;
  readonly #settling: Settling;
  readonly #legs = new Map<IntentId, Leg>();
  readonly #filled = new Map<IntentId, number>();
  /** Intents whose first row is durable. */
  readonly durable = new Set<IntentId>();
  /** Live orders whose end is durable. */
  readonly over = new Set<IntentId>();

  constructor(
    database: SqlDatabase,
    { holds, settling }: { readonly holds: Holds; readonly settling: Settling },
  ) {
    super(database);
    this.#holds = holds;
    this.#settling = settling;
  }

  override async commit(changes: readonly Change[]): Promise<void> {
    const seen = changes.flatMap((change) => this.#before(change));
    for (const { moment, leg } of seen) this.#holds.pass(moment, leg);
    await this.#stallWith(seen);
    await super.commit(changes);
    for (const change of changes) {
      if (change.kind === 'signal' && change.signal.kind === 'copy') {
        this.#holds.pass('signal committed', 'entry');
      }
      if (change.kind === 'orderEvent' && change.event.kind === 'unknown') {
        this.#holds.passAny('doubt committed');
      }
      if (change.kind !== 'order') continue;
      const { intent, status } = change.order;
      this.durable.add(intent.id);
      if (isTerminal(status) && isLive(intent.ledger)) this.over.add(intent.id);
    }
    this.#betweenFills(changes);
  }

  override async snapshot(atMs: number): Promise<EngineSnapshot> {
    const snapshot = await super.snapshot(atMs);
    this.#holds.passAny('snapshot read');
    return snapshot;
  }

  /** Never goes on when the bytes of an order are in it and the moment is armed. */
  async #stallWith(seen: readonly Seen[]): Promise<void> {
    const moment = 'bytes never committed';
    const bytes = seen.find((one) => one.moment === 'bytes before their commit');
    if (bytes === undefined || !this.#holds.isArmed(moment, bytes.leg)) return;
    await this.#settling.afterSteps(STEPS_WHILE_STALLED);
    tellHeld(moment);
    await new Promise(() => undefined);
  }

  #before(change: Change): readonly Seen[] {
    switch (change.kind) {
      case 'signal':
        return change.signal.kind === 'copy'
          ? [{ moment: 'signal before its commit', leg: 'entry' }]
          : [];
      case 'order':
        return isLive(change.order.intent.ledger) ? this.#beforeOrder(change.order) : [];
      case 'orderEvent': {
        const leg = this.#legs.get(change.event.intentId);
        return leg !== undefined && change.event.kind === 'accepted'
          ? [{ moment: 'answer before its commit', leg }]
          : [];
      }
      case 'fill': {
        const leg: Leg = change.fill.side === 'buy' ? 'entry' : 'exit';
        const { settlement } = change.fill;
        const moments: Moment[] = ['fill before its commit'];
        if (settlement === 'mined') moments.push('mined before its commit');
        return moments.map((moment) => ({ moment, leg }));
      }
      case 'control':
        return change.control.killed === null
          ? []
          : [{ moment: 'kill before its commit', leg: 'entry' }];
      default:
        return [];
    }
  }

  #beforeOrder({ intent, body, status, filledQuantity }: Order): readonly Seen[] {
    const { leg } = intent;
    this.#legs.set(intent.id, leg);
    if (status === 'initialized' && body !== null) {
      return [{ moment: 'bytes before their commit', leg }];
    }
    const isOver = isTerminal(status) && filledQuantity > 0;
    return isOver ? [{ moment: 'end before its commit', leg }] : [];
  }

  /** One fill of an order is written, and its order is not over. */
  #betweenFills(changes: readonly Change[]): void {
    const over = new Set<IntentId>();
    for (const change of changes) {
      if (change.kind === 'order' && isTerminal(change.order.status))
        over.add(change.order.intent.id);
      if (change.kind !== 'fill') continue;
      const { intentId } = change.fill;
      this.#filled.set(intentId, (this.#filled.get(intentId) ?? 0) + 1);
    }
    for (const change of changes) {
      if (change.kind !== 'fill') continue;
      const { intentId, side } = change.fill;
      if (this.#filled.get(intentId) !== 1 || over.has(intentId)) continue;
      this.#holds.pass('between two fills', side === 'buy' ? 'entry' : 'exit');
    }
  }
}

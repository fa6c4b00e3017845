import type { IntentId } from '../../../../src/engine/domain/ids.ts';
import type { Order } from '../../../../src/engine/domain/order.ts';
import type { Journal } from '../../../../src/engine/ports.ts';
import type { Holds } from './holds.ts';

/** The journal of the program, with the moments around its calls. */
export class KilledJournal implements Journal {
  readonly #journal: Journal;
  readonly #holds: Holds;

  constructor(journal: Journal, holds: Holds) {
    this.#journal = journal;
    this.#holds = holds;
  }

  async append(order: Order): Promise<void> {
    this.#holds.pass('before the journal', order.intent.leg);
    await this.#journal.append(order);
    this.#holds.pass('after the journal', order.intent.leg);
  }

  async read(): Promise<readonly Order[]> {
    const orders = await this.#journal.read();
    this.#holds.passAny('journal read');
    return orders;
  }

  forget(intentIds: readonly IntentId[]): Promise<void> {
    this.#holds.passAny('before the journal forgets');
    return this.#journal.forget(intentIds);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}

import type { CommandBody } from '../../engine/domain/command.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Chance } from '../../sim/chance.ts';
import type { Life } from './life.ts';

/** Per moment at which an order waits for its commit. */
const INTERRUPT_PROBABILITY = 0.2;
/** Per delivery to a service that is stopped. */
const GO_ON_PROBABILITY = 0.05;

/** A person who stops the service just while an order is on its way, and lets it go on later. */
export class Person {
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  interfere(life: Life, atMs: AtMs): void {
    const { open, orders, control } = life.engine.trade.state;
    const waits = [...open].some((id) => orders.get(id)?.status === 'initialized');
    const stopped = control.killed !== null || control.paused !== null;
    if (waits && this.#chance.happens(INTERRUPT_PROBABILITY)) {
      const kind = this.#chance.pick(['kill', 'pause'] as const);
      order(life, atMs, { kind, reason: 'interrupted' });
    } else if (stopped && this.#chance.happens(GO_ON_PROBABILITY)) {
      order(life, atMs, { kind: control.killed === null ? 'resume' : 'arm' });
    }
  }
}

function order(life: Life, atMs: AtMs, body: CommandBody): void {
  const id = `interrupt ${atMs} ${body.kind}`;
  life.offer({ kind: 'command', command: { id, actor: 'person', body } });
}

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { OperatorBody } from '../../bot/action-body.ts';
import { People, type Person } from '../../bot/chat/people.ts';
import { openStore } from '../../data/store/open-store.ts';
import type { ActionAnswer } from '../../engine/contract/actions.ts';
import { type Asked, ControlClient } from '../../ops/control/client.ts';
import type { Config } from '../config.ts';
import { permanentPeople } from './permanent-people.ts';
import { type TotpChange, tellTotpChange } from './totp-change.ts';

/** Who may operate, asked of the running program, or of the database when none runs. */
export class PeopleLink {
  readonly #config: Config;
  readonly #client: ControlClient;

  constructor(config: Config) {
    this.#config = config;
    this.#client = new ControlClient(resolve(config.dataDir));
  }

  async list(): Promise<readonly Person[]> {
    const asked = await this.#client.ask('operators', {});
    if (asked.kind === 'absent') return this.#withStore(async ({ people }) => people.list());
    return resultOf(asked).operators;
  }

  async change(body: OperatorBody): Promise<ActionAnswer> {
    const asked = await this.#askChange(body);
    if (asked.kind !== 'absent') return resultOf(asked);
    const id = `host/operator/${randomUUID()}`;
    return this.#withStore(({ people }) => people.execute({ id, actor: 'host', body }));
  }

  /** Writes the change of a second factor down and tells the others. */
  async tellTotp(change: TotpChange): Promise<void> {
    const asked = await this.#client.ask('totpChanged', change);
    if (asked.kind === 'absent') {
      await this.#withStore(({ store }) => tellTotpChange(store, change));
    } else resultOf(asked);
  }

  #askChange(body: OperatorBody): Promise<Asked<ActionAnswer>> {
    const { kind, ...operator } = body;
    return 'role' in operator
      ? this.#client.ask('addOperator', { operator })
      : this.#client.ask('removeOperator', { operator });
  }

  async #withStore<T>(
    work: (open: {
      readonly people: People;
      readonly store: Awaited<ReturnType<typeof openStore>>;
    }) => Promise<T>,
  ): Promise<T> {
    const { databaseUrl, dataDir } = this.#config;
    const store = await openStore({ databaseUrl, dataDir });
    try {
      const permanent = permanentPeople(this.#config);
      const people = new People({ permanent, store, nowMs: Date.now });
      await people.load();
      return await work({ people, store });
    } finally {
      await store.close();
    }
  }
}

/** @throws when the running program did not do it. */
function resultOf<T>(asked: Asked<T>): T {
  switch (asked.kind) {
    case 'answered':
      return asked.result;
    case 'refused':
      throw new Error(`The running program did not do it: ${asked.error}`);
    case 'silent':
      throw new Error(`The running program does not answer: ${asked.error}`);
    case 'absent':
      throw new Error('No program runs');
  }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateStore } from '../../../src/engine/ports.ts';
import { LONG_MS, SHORT_MS, type StateStoreSubject } from './state-store-subject.ts';

/** What every state store does with topics and logs. `open` gives an empty one. */
export function messagesContract(open: () => Promise<StateStoreSubject>): void {
  let subject: StateStoreSubject;
  let store: StateStore;
  let other: StateStore;
  let lastName = 0;
  /** Each test has names of its own. */
  const fresh = () => {
    lastName += 1;
    return `name-${lastName}`;
  };

  beforeAll(async () => {
    subject = await open();
    store = await subject.client();
    other = await subject.client();
  });
  afterAll(() => subject.end());

  describe('topics', () => {
    it('reach every listener of the topic, in order, and nobody else', async () => {
      const topic = fresh();
      const [first, second, elsewhere]: [string[], string[], string[]] = [[], [], []];
      await store.subscribe(topic, (message) => first.push(message));
      await other.subscribe(topic, (message) => second.push(message));
      await other.subscribe(fresh(), (message) => elsewhere.push(message));
      for (const message of ['1', '2', '3']) await store.publish(topic, message);
      await subject.arrived(() => first.length === 3 && second.length === 3);
      expect([first, second, elsewhere]).toEqual([['1', '2', '3'], ['1', '2', '3'], []]);
    });

    it('are not heard by who came later or has stopped', async () => {
      const topic = fresh();
      const [early, late, all]: [string[], string[], string[]] = [[], [], []];
      await store.subscribe(topic, (message) => all.push(message));
      const stop = await store.subscribe(topic, (message) => early.push(message));
      await other.publish(topic, '1');
      await subject.arrived(() => all.length === 1);
      await stop();
      await stop();
      await store.subscribe(topic, (message) => late.push(message));
      await other.publish(topic, '2');
      await subject.arrived(() => all.length === 2 && late.length === 1);
      expect([early, late, all]).toEqual([['1'], ['2'], ['1', '2']]);
    });

    it('are listened to again after the last listener had stopped', async () => {
      const topic = fresh();
      const heard: string[] = [];
      const stop = await store.subscribe(topic, (message) => heard.push(`old ${message}`));
      await Promise.all([stop(), store.subscribe(topic, (message) => heard.push(message))]);
      await other.publish(topic, '1');
      await subject.arrived(() => heard.length === 1);
      expect(heard).toEqual(['1']);
    });

    it('go on after a listener threw', async () => {
      const topic = fresh();
      const heard: string[] = [];
      await store.subscribe(topic, () => {
        throw new Error('a broken listener');
      });
      await store.subscribe(topic, (message) => heard.push(message));
      await store.publish(topic, '1');
      await store.publish(topic, '2');
      await subject.arrived(() => heard.length === 2);
      expect(heard).toEqual(['1', '2']);
    });

    it('call no listener inside the call that publishes', async () => {
      const topic = fresh();
      const heard: string[] = [];
      await store.subscribe(topic, (message) => {
        heard.push(message);
        if (message.length < 3) void store.publish(topic, `${message}!`);
      });
      const published = store.publish(topic, '1');
      expect(heard).toEqual([]);
      await published;
      await subject.arrived(() => heard.length === 3);
      expect(heard).toEqual(['1', '1!', '1!!']);
    });
  });

  describe('logs', () => {
    const by = (consumer: string, limit = 100) => ({ group: 'g', consumer, limit });
    const entries = (read: readonly { readonly entry: string }[]) => read.map((one) => one.entry);
    const appendAll = async (log: string, texts: readonly string[]) => {
      for (const text of texts) await store.append(log, text, 1_000);
    };

    it('give a new group what is kept already, in order, and each entry to one consumer', async () => {
      const log = fresh();
      await appendAll(log, ['a', 'b', 'c']);
      expect(entries(await store.read(log, by('one', 2)))).toEqual(['a', 'b']);
      expect(entries(await other.read(log, by('two')))).toEqual(['c']);
      expect(await store.read(log, by('one'))).toEqual([]);
      expect(entries(await store.read(log, { ...by('one'), group: 'h' }))).toEqual(['a', 'b', 'c']);
    });

    it('can be read before anything was appended', async () => {
      const log = fresh();
      expect(await store.read(log, by('one'))).toEqual([]);
      expect(await store.claim(fresh(), { group: 'g', consumer: 'one', idleMs: 0 })).toEqual([]);
      await appendAll(log, ['a']);
      expect(entries(await store.read(log, by('one')))).toEqual(['a']);
    });

    it('deliver again by claim what was not acknowledged, until it is', async () => {
      const log = fresh();
      await appendAll(log, ['a', 'b', 'c']);
      const read = await store.read(log, by('one'));
      await store.acknowledge(log, 'g', read[1]!.id);
      await store.acknowledge(log, 'other group', read[0]!.id);
      const claimed = await other.claim(log, { group: 'g', consumer: 'two', idleMs: 0 });
      expect(claimed).toEqual([read[0], read[2]]);
      for (const { id } of claimed) await other.acknowledge(log, 'g', id);
      expect(await store.claim(log, { group: 'g', consumer: 'one', idleMs: 0 })).toEqual([]);
    });

    it('let a consumer that restarted under its name claim its own', async () => {
      const log = fresh();
      await appendAll(log, ['a']);
      await store.read(log, by('one'));
      const claimed = await store.claim(log, { group: 'g', consumer: 'one', idleMs: 0 });
      expect(entries(claimed)).toEqual(['a']);
    });

    it('leave an entry to its consumer until it is idle, and again after each claim', async () => {
      const log = fresh();
      await appendAll(log, ['a']);
      await store.read(log, by('one'));
      const claim = (idleMs: number) => other.claim(log, { group: 'g', consumer: 'two', idleMs });
      expect(await claim(LONG_MS)).toEqual([]);
      await subject.after(SHORT_MS, async () => (await claim(SHORT_MS)).length === 1);
      expect(await claim(LONG_MS)).toEqual([]);
    });

    it('claim a large backlog in pieces without losing or repeating any', async () => {
      const log = fresh();
      const texts = Array.from({ length: 250 }, (_, index) => `e${index}`);
      await appendAll(log, texts);
      await store.read(log, by('one', 1_000));
      const claimed: string[] = [];
      for (;;) {
        const piece = await other.claim(log, { group: 'g', consumer: 'two', idleMs: 0 });
        if (piece.length === 0) break;
        expect(piece.length).toBeLessThanOrEqual(100);
        claimed.push(...entries(piece));
        for (const { id } of piece) await other.acknowledge(log, 'g', id);
      }
      expect(claimed).toEqual(texts);
    });

    it('keep the newest entries only, and deliver no trimmed one again', async () => {
      const log = fresh();
      await store.append(log, 'a', 3);
      await store.read(log, by('one'));
      for (const text of ['b', 'c', 'd', 'e']) await store.append(log, text, 3);
      expect(await store.claim(log, { group: 'g', consumer: 'two', idleMs: 0 })).toEqual([]);
      expect(entries(await store.read(log, by('one')))).toEqual(['c', 'd', 'e']);
    });
  });
}

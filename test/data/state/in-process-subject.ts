import { InProcessStateStore } from '../../../src/data/state/in-process.ts';
import type { StateStoreSubject } from './state-store-subject.ts';

/** One store on virtual time that begins at an odd moment; its clients are itself. */
export async function inProcessSubject(): Promise<
  StateStoreSubject & { readonly store: InProcessStateStore; pass(ms: number): void }
> {
  let atMs = 12_345;
  const store = new InProcessStateStore({ nowMs: () => atMs, onListenerError: () => undefined });
  return {
    store,
    pass: (ms) => {
      atMs += ms;
    },
    client: async () => store,
    after: async (ms, holds) => {
      atMs += ms;
      if (!(await holds())) throw new Error(`does not hold after ${ms} ms`);
    },
    arrived: async (holds) => {
      for (let turn = 0; turn < 10 && !holds(); turn += 1) await Promise.resolve();
      if (!holds()) throw new Error('has not arrived');
    },
    end: () => store.close(),
  };
}

import { InProcessStateStore } from '../../../src/data/state/in-process.ts';

/** A state store of the test's own. */
export function ownState(): InProcessStateStore {
  return new InProcessStateStore({
    nowMs: () => performance.now(),
    onListenerError: () => undefined,
  });
}

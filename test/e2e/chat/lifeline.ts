import { StoreError } from '../../../src/data/store/store-error.ts';
import type { HeldStore } from '../../app/running/held-store.ts';

/** A store as one run of the bots has it, until that run dies. */
export interface Lifeline {
  readonly store: HeldStore;
  readonly isCut: boolean;
  /** From now on nothing of this run reaches the store. */
  cut(): void;
}

export function lifelineOf(real: HeldStore): Lifeline {
  let isCut = false;
  const store = new Proxy(real, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown =>
        isCut
          ? Promise.reject(new StoreError('unavailable', 'this run has died'))
          : Reflect.apply(value, target, given);
    },
  });
  return {
    store,
    get isCut() {
      return isCut;
    },
    cut: () => {
      isCut = true;
    },
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../../engine/core/engine.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';

/** How long a stop waits for what is under way: a book is waited for 4 s, an order takes less. */
const SETTLE_MS_MAX = 5 * SECOND_MS;
const SETTLE_LOOK_MS = 20;

/** Lets what is under way end: books that are waited for, paper orders that are being matched. */
export async function settled(
  { trade }: Engine,
  loop: { readonly isIdle: boolean },
): Promise<void> {
  const { state } = trade;
  const deadlineMs = performance.now() + SETTLE_MS_MAX;
  while (performance.now() < deadlineMs) {
    if (state.judging.size === 0 && state.open.size === 0 && loop.isIdle) return;
    await wait(SETTLE_LOOK_MS);
  }
}

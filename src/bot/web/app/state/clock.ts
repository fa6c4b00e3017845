import { computed, signal } from '@preact/signals';
import { clockAheadMs, overview } from '../live/state.ts';

const TICK_MS = 1_000;
const local = signal(Date.now());

/** Now, by the server's clock; moves once a second while the page is seen. */
export const nowMs = computed(() => local.value + clockAheadMs.value);

/** The zone in which the service tells days. */
export const zone = computed(
  () => overview.value?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
);

export function startClock(): void {
  setInterval(() => {
    if (!document.hidden) local.value = Date.now();
  }, TICK_MS);
}

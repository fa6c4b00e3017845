import { batch, computed, effect, signal } from '@preact/signals';
import type { Snapshot } from '../../contract/live.ts';
import { token } from '../state/session.ts';
import { applyDelta, isNext } from './apply.ts';
import { LiveConnection, type LiveEvent } from './connection.ts';
import { FrameBatch } from './frame-batch.ts';

/** Frames are not drawn while the page is hidden; then this often, ms. */
const HIDDEN_MS = 1_000;

/** How it stands with what is shown. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  /** What is shown holds as of `sinceMs`; `null` when nothing came yet. */
  | { readonly state: 'lost'; readonly sinceMs: number | null; readonly retryAtMs: number };

const state = signal<Snapshot | null>(null);
export const link = signal<Link>({ state: 'connecting' });

/** Parts of what is live: who reads one is drawn only when that one changed. */
export const overview = computed(() => state.value?.overview ?? null);
export const positions = computed(() => state.value?.positions ?? null);
export const openOrders = computed(() => state.value?.orders ?? null);
export const newestDecisions = computed(() => state.value?.decisions ?? null);
export const opportunities = computed(() => state.value?.opportunities ?? null);

/** The server's clock less ours, ms: ages are told by its clock. */
export const clockAheadMs = signal(0);

let connection: LiveConnection | null = null;
let aliveAtMs: number | null = null;

function nextFrame(run: () => void): void {
  if (document.hidden) setTimeout(run, HIDDEN_MS);
  else requestAnimationFrame(run);
}

const arriving = new FrameBatch<LiveEvent>(nextFrame, (events) => {
  let next = state.value;
  for (const event of events) {
    if (event.kind === 'snapshot') {
      next = event.snapshot;
    } else if (next !== null && isNext(next, event.delta)) {
      next = applyDelta(next, event.delta);
    } else {
      connection?.restart();
      return;
    }
  }
  batch(() => {
    if (next !== null && next.overview !== state.value?.overview) {
      clockAheadMs.value = next.overview.atMs - Date.now();
    }
    state.value = next;
  });
});

/** Follows the stream while someone is signed in. */
export function startLive(): void {
  effect(() => {
    connection?.stop();
    connection = null;
    arriving.clear();
    const session = token.value;
    if (session === null) {
      state.value = null;
      return;
    }
    link.value = { state: 'connecting' };
    connection = new LiveConnection(session, {
      alive: () => {
        aliveAtMs = Date.now();
        if (link.peek().state !== 'open') link.value = { state: 'open' };
      },
      event: (event) => arriving.add(event),
      lost: (retryAtMs) => {
        link.value = { state: 'lost', sinceMs: aliveAtMs, retryAtMs };
      },
    });
    connection.run().catch(reportError);
  });
  globalThis.addEventListener('online', () => connection?.retryNow());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) connection?.retryNow();
  });
}

/** Tries again at once. */
export function reconnectNow(): void {
  connection?.retryNow();
}

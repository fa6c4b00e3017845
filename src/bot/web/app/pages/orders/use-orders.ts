import { useEffect, useRef, useState } from 'preact/hooks';
import { openOrders } from '../../live/state.ts';
import { ApiError, read } from '../../state/api.ts';
import { acted } from '../../state/ask.ts';
import { Poller } from '../../state/poller.ts';
import { type Read, withNewest, withOlder } from './pages.ts';

const PAGE = 500;
const EVERY_MS = 15_000;
/** After an order changed, ms: several that change together are one look. */
const SETTLE_MS = 1_500;

export type OrderQuery = Readonly<Record<string, string>>;

/** Orders that fit a query: the newest read again, older ones on demand. */
export interface OrderList {
  readonly read: Read | null;
  readonly trouble: string | null;
  readonly more: () => void;
  readonly reload: () => void;
}

interface Held {
  readonly key: string;
  readonly read: Read | null;
  readonly trouble: string | null;
}

export function useOrders(query: OrderQuery): OrderList {
  const key = JSON.stringify(query);
  const [held, setHeld] = useState<Held>({ key, read: null, trouble: null });
  const poller = useRef<Poller | null>(null);
  const isReadingMore = useRef(false);
  const take = (change: (before: Read | null) => Read | null): void =>
    setHeld((before) => ({
      key,
      read: change(before.key === key ? before.read : null),
      trouble: null,
    }));
  const failed = (error: unknown): void => {
    if (!(error instanceof ApiError)) throw error;
    const trouble = error.message;
    setHeld((before) => ({ key, read: before.key === key ? before.read : null, trouble }));
  };
  useEffect(() => {
    const now = new Poller({
      load: (stop) =>
        read('orders', { query: { ...query, limit: PAGE } }, stop).then(
          (page) => take((before) => withNewest(before, page)),
          (error: unknown) => {
            if (!stop.aborted) failed(error);
          },
        ),
      everyMs: EVERY_MS,
      settleMs: SETTLE_MS,
      isSeen: () => !document.hidden,
      report: reportError,
    });
    poller.current = now;
    now.start();
    return () => now.stop();
  }, [key]);
  const open = openOrders.value;
  const done = acted.value;
  useEffect(() => poller.current?.soon(), [open, done]);
  const now = held.key === key ? held : { read: null, trouble: null };
  const more = (): void => {
    const next = now.read?.next ?? null;
    if (next === null || isReadingMore.current) return;
    isReadingMore.current = true;
    read('orders', { query: { ...query, limit: PAGE, before: next } })
      .then((page) => take((before) => (before === null ? null : withOlder(before, page))))
      .catch(failed)
      .finally(() => {
        isReadingMore.current = false;
      })
      .catch(reportError);
  };
  return { read: now.read, trouble: now.trouble, more, reload: () => poller.current?.soon() };
}

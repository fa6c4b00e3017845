import { useEffect, useRef, useState } from 'preact/hooks';
import { openOrders } from '../../live/state.ts';
import { ApiError, read } from '../../state/api.ts';
import { acted } from '../../state/ask.ts';
import { type Read, withNewest, withOlder } from './pages.ts';

const PAGE = 500;
const EVERY_MS = 15_000;
/** After an order changed, ms: several that change together are one look. */
const SETTLE_MS = 1_200;

export type OrderQuery = Readonly<Record<string, string>>;

/** Orders that fit a query: the newest read again, older ones on demand. */
export interface OrderList {
  readonly read: Read | null;
  readonly trouble: string | null;
  readonly more: () => void;
  readonly reload: () => void;
}

export function useOrders(query: OrderQuery): OrderList {
  const key = JSON.stringify(query);
  const [held, setHeld] = useState<{ readonly key: string; readonly read: Read | null }>({
    key,
    read: null,
  });
  const [trouble, setTrouble] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  const isReadingMore = useRef(false);
  const open = openOrders.value;
  const done = acted.value;
  const failed = (error: unknown): void => {
    if (!(error instanceof ApiError)) throw error;
    setTrouble(error.message);
  };
  useEffect(() => {
    const stop = new AbortController();
    const load = (): void => {
      read('orders', { query: { ...query, limit: PAGE } }, stop.signal)
        .then((page) => {
          setTrouble(null);
          setHeld((before) => ({
            key,
            read: withNewest(before.key === key ? before.read : null, page),
          }));
        })
        .catch((error: unknown) => {
          if (!stop.signal.aborted) failed(error);
        })
        .catch(reportError);
    };
    const soon = setTimeout(load, asked === 0 && held.read === null ? 0 : SETTLE_MS);
    const timer = setInterval(() => {
      if (!document.hidden) load();
    }, EVERY_MS);
    return () => {
      stop.abort();
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [key, asked, open, done]);
  const now = held.key === key ? held.read : null;
  const more = (): void => {
    if (now === null || now.next === null || isReadingMore.current) return;
    isReadingMore.current = true;
    read('orders', { query: { ...query, limit: PAGE, before: now.next } })
      .then((page) =>
        setHeld((before) =>
          before.key !== key || before.read === null
            ? before
            : { key, read: withOlder(before.read, page) },
        ),
      )
      .catch(failed)
      .finally(() => {
        isReadingMore.current = false;
      })
      .catch(reportError);
  };
  return { read: now, trouble, more, reload: () => setAsked((times) => times + 1) };
}

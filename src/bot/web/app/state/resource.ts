import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnswerOf } from '../../contract/routes.ts';
import { ApiError, type Of, type Reads, read } from './api.ts';
import { Poller } from './poller.ts';

/** What was read of a page, and how it stands with it. */
export interface Resource<Answer> {
  readonly data: Answer | null;
  /** Why the newest try failed; older data stays. */
  readonly trouble: string | null;
  readonly reload: () => void;
}

interface Held<Answer> {
  readonly key: string;
  readonly data: Answer | null;
  readonly trouble: string | null;
}

/** After something was done, ms: what was written is then there to be read. */
const SETTLE_MS = 300;

/**
 * Reads a page, again when what is asked changes and every `everyMs` while it is seen. What was
 * read stays until the next answer is here; of another question nothing stays.
 */
export function useResource<Name extends Reads>(
  name: Name,
  of: Of,
  everyMs: number,
): Resource<AnswerOf<Name>> {
  type Answer = AnswerOf<Name>;
  const key = `${name} ${JSON.stringify(of)}`;
  const [held, setHeld] = useState<Held<Answer>>({ key, data: null, trouble: null });
  const poller = useRef<Poller | null>(null);
  useEffect(() => {
    const now = new Poller({
      load: (stop) => load(stop),
      everyMs,
      settleMs: SETTLE_MS,
      isSeen: () => !document.hidden,
      report: reportError,
    });
    const load = (stop: AbortSignal): Promise<void> =>
      read(name, of, stop).then(
        (data) => setHeld({ key, data, trouble: null }),
        (error: unknown) => {
          if (stop.aborted) return;
          if (!(error instanceof ApiError)) throw error;
          setHeld((before) => ({
            key,
            data: before.key === key ? before.data : null,
            trouble: error.message,
          }));
        },
      );
    poller.current = now;
    now.start();
    return () => now.stop();
  }, [key, everyMs]);
  const shown = held.key === key ? held : { data: null, trouble: null };
  return {
    data: shown.data,
    trouble: shown.trouble,
    reload: () => poller.current?.soon(),
  };
}

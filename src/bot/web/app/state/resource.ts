import { useEffect, useState } from 'preact/hooks';
import type { AnswerOf } from '../../contract/routes.ts';
import { ApiError, type Of, type Reads, read } from './api.ts';

/** What was read of a page, and how it stands with it. */
export interface Resource<Answer> {
  readonly data: Answer | null;
  /** Why the newest try failed; older data stays. */
  readonly trouble: string | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface Held<Answer> {
  readonly key: string;
  readonly data: Answer | null;
  readonly trouble: string | null;
  readonly isLoading: boolean;
}

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
  const [held, setHeld] = useState<Held<Answer>>(() => nothing(key));
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setHeld((before) => (before.key === key ? { ...before, isLoading: true } : nothing(key)));
    const load = (): Promise<void> =>
      read(name, of, stop.signal).then(
        (data) => setHeld({ key, data, trouble: null, isLoading: false }),
        (error: unknown) => {
          if (stop.signal.aborted) return;
          if (!(error instanceof ApiError)) throw error;
          setHeld((before) => ({ ...before, trouble: error.message, isLoading: false }));
        },
      );
    load().catch(reportError);
    const timer = setInterval(() => {
      if (!document.hidden) load().catch(reportError);
    }, everyMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [key, asked, everyMs]);
  const now = held.key === key ? held : nothing<Answer>(key);
  return {
    data: now.data,
    trouble: now.trouble,
    isLoading: now.isLoading,
    reload: () => setAsked((times) => times + 1),
  };
}

function nothing<Answer>(key: string): Held<Answer> {
  return { key, data: null, trouble: null, isLoading: true };
}

/** Does the work at the first call, and gives every call what came of it. */
export function lazily<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}

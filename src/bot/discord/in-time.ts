import type { Timing } from '../notice/timing.ts';

/** What became of a piece of work until its time was over. */
export type InTime<Result> =
  | { readonly isDone: true; readonly result: Result }
  | { readonly isDone: false };

/** Waits for work, but not longer; work that is late goes on, and its failure is still its own. */
export async function inTime<Result>(
  work: Promise<Result>,
  timeoutMs: number,
  timing: Timing,
): Promise<InTime<Result>> {
  let cancel = (): void => {};
  const late = new Promise<InTime<Result>>((resolve) => {
    cancel = timing.after(timeoutMs, () => resolve({ isDone: false }));
  });
  try {
    return await Promise.race([work.then((result) => ({ isDone: true, result }) as const), late]);
  } finally {
    cancel();
  }
}

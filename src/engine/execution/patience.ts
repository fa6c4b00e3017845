import type { Schedule } from './schedule.ts';

export interface Patience<T> {
  readonly schedule: Schedule;
  readonly patienceMs: number;
  /** What counts when there is no answer by then; the answer itself is dropped. */
  late(): T;
  failed(error: unknown): T;
}

/** Does the work and never throws: it always ends, also when the work hangs. */
export function withPatience<T>(
  work: () => Promise<T>,
  { schedule, patienceMs, late, failed }: Patience<T>,
): Promise<T> {
  return new Promise((resolve) => {
    const giveUp = schedule.in(patienceMs, () => resolve(late()));
    const attempt = async (): Promise<void> => {
      try {
        const answer = await work();
        giveUp();
        resolve(answer);
      } catch (error) {
        giveUp();
        resolve(failed(error));
      }
    };
    void attempt();
  });
}

import { onTestFinished } from 'vitest';

/** Stops something when the test is over, whatever became of it. */
export function stoppedAfterwards(stop: () => unknown): void {
  onTestFinished(async () => {
    await stop();
  });
}

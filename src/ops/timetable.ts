import { schedule } from 'node-cron';

/** When work comes round that no event asks for. Returns how to end it. */
export interface Timetable {
  hourly(run: () => void): () => void;
  everySixHours(run: () => void): () => void;
}

/** A few minutes past the hour, when markets that end with it are mostly resolved. */
const HOURLY = '7 * * * *';
const EVERY_SIX_HOURS = '23 */6 * * *';

/** At night by UTC, when the least happens at the venues. */
const DAILY = '41 4 * * *';

export const CRON_TIMETABLE: Timetable = {
  hourly: (run) => planned(HOURLY, run),
  everySixHours: (run) => planned(EVERY_SIX_HOURS, run),
};

/** Once a day, for what keeps house. Returns how to end it. */
export function everyDay(run: () => void): () => void {
  return planned(DAILY, run);
}

function planned(expression: string, run: () => void): () => void {
  const task = schedule(expression, run, { timezone: 'UTC' });
  return () => void task.destroy();
}

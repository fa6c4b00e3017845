import type { Metric } from '../../bot/web/server/metrics.ts';
import type { DriftRow } from './drift-count.ts';

/** What could not be read, by source, reason and field, for `/metrics`. */
export function driftMetrics(rows: readonly DriftRow[]): readonly Metric[] {
  return [
    {
      name: 'polymind_feed_drift_total',
      help: 'values of a venue that were not what they have to be, by field',
      type: 'counter',
      samples: rows.map(({ source, reason, field, count }) => ({
        labels: { source, reason, field },
        value: count,
      })),
    },
  ];
}

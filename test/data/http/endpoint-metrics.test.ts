import { expect, test } from 'vitest';
import {
  EndpointMetrics,
  FLAWS_MAX,
  LATENCIES_MAX,
} from '../../../src/data/http/endpoint-metrics.ts';

test('only the newest latencies and a bounded number of flaws are kept', () => {
  const metrics = new EndpointMetrics();
  for (let at = 0; at < LATENCIES_MAX + 3; at += 1) {
    metrics.succeeded('a', { atMs: at, latencyMs: at });
  }
  for (let at = 0; at < FLAWS_MAX + 5; at += 1) metrics.flawed('a', `field ${at}`);
  const [counts] = metrics.snapshot();
  expect(counts?.latenciesMs).toHaveLength(LATENCIES_MAX);
  expect(counts?.latenciesMs.at(-1)).toBe(LATENCIES_MAX + 2);
  expect(counts?.latenciesMs[0]).toBe(3);
  expect(counts?.flaws).toMatchObject({ 'field 0': 1, other: 5 });
});

test('a snapshot stays what it was', () => {
  const metrics = new EndpointMetrics();
  metrics.failed('a', 'timeout');
  const [before] = metrics.snapshot();
  metrics.failed('a', 'timeout');
  metrics.flawed('a', 'x');
  expect(before).toMatchObject({ failures: { timeout: 1 }, flaws: {} });
});

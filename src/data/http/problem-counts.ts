import type { EndpointMetrics } from './endpoint-metrics.ts';

/** Counts what could not be read of an answer, by reason and field; returns it unchanged. */
export function counted<Problem extends { readonly reason: string; readonly field: string }>(
  problems: readonly Problem[],
  metrics: EndpointMetrics,
  endpoint: string,
): readonly Problem[] {
  for (const { reason, field } of problems) {
    // An index says which row it was, not which field.
    metrics.flawed(endpoint, `${reason} ${field.replace(/\b\d+\b/g, '*')}`);
  }
  return problems;
}

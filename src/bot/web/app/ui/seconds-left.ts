/** Whole seconds until `untilMs`, at least 1 while there is any time; `null` when it is over. */
export function secondsLeft(untilMs: number, nowMs: number): number | null {
  return untilMs <= nowMs ? null : Math.ceil((untilMs - nowMs) / 1_000);
}

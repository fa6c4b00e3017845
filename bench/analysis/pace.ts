/** How fast the messages of a corpus arrive. */
export interface Pace {
  readonly name: string;
  /** Milliseconds from the first message to the last. */
  readonly lengthMs: number;
  /** Whether the first markets are quoted, as those of live interest are. */
  readonly isQuoted: boolean;
}

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** As the venue sends them: hardly ever does a step of a price track end. */
export const BUSY: Pace = { name: 'busy', lengthMs: 24 * SECOND_MS, isQuoted: true };
/** As dear as it gets: nearly every event ends a step, or many. */
export const SPARSE: Pace = { name: 'sparse', lengthMs: 8 * DAY_MS, isQuoted: false };

/** When a message arrives. */
export function receivedMs(
  startMs: number,
  { lengthMs }: Pace,
  { at, messages }: { readonly at: number; readonly messages: number },
): number {
  return startMs + Math.floor((at * lengthMs) / messages);
}

/** Something that must never be so, was. The run of the seed ends with it. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** Collects sentences; a check never throws by itself, so that all of a step are seen. */
export type Report = (sentence: string) => void;

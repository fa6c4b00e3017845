/** A test that shows a line: its file under `test`, and its name there. */
export interface NamedTest {
  readonly file: string;
  readonly test: string;
}

/** One line of the lists of faults (F) and of ways to lose money (L). */
export interface ScenarioLine {
  readonly id: string;
  readonly title: string;
  /** Empty where the case cannot exist here. */
  readonly tests: readonly NamedTest[];
  /** Why no test, or what the tests stand for; empty when their names say it. */
  readonly reason: string;
}

/** What stands behind a line: tests of a file, or the reason why there are none. */
export type Proof = readonly [file: string, ...tests: string[]];

export function line(id: string, title: string, proofs: readonly Proof[]): ScenarioLine {
  const tests = proofs.flatMap(([file, ...names]) => names.map((test) => ({ file, test })));
  return { id, title, tests, reason: '' };
}

/** A line with a remark, or without a test. */
export function because(reason: string, of: ScenarioLine): ScenarioLine {
  return { ...of, reason };
}

/** The lines that have to be there: fifty faults, sixty-seven losses. */
export const IDS: readonly string[] = [
  ...Array.from({ length: 50 }, (_, index) => `F${index + 1}`),
  ...Array.from({ length: 67 }, (_, index) => `L${index + 1}`),
];

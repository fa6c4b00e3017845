import { z } from 'zod';
import type { NamedTest } from './line.ts';
import { patternOf } from './titles.ts';

/** How often a named test ran, and how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export type Results = (named: NamedTest) => Tally;

const REPORT = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

/**
 * Reads vitest's JSON report.
 * @throws ZodError when it is none
 */
export function resultsOf(report: unknown): Results {
  const { testResults } = REPORT.parse(report);
  return ({ file, test }) => {
    const pattern = patternOf(test);
    const ran = testResults
      .filter(({ name }) => name.endsWith(`/test/${file}`))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ title }) => pattern.test(title));
    const count = (...of: string[]) => ran.filter(({ status }) => of.includes(status)).length;
    const [passed, failed] = [count('passed'), count('failed')];
    return { passed, failed, skipped: ran.length - passed - failed };
  };
}

import { EXIT_LOSS_LINES } from './exit-lines.ts';
import { FAULT_LINES } from './fault-lines.ts';
import type { ScenarioLine } from './line.ts';
import { ORDER_LOSS_LINES } from './loss-lines.ts';
import { OUTSIDE_FAULT_LINES } from './outside-fault-lines.ts';
import { TRUST_LOSS_LINES } from './trust-lines.ts';

/** All faults and all losses, each with the tests that show it. */
export const SCENARIO_LINES: readonly ScenarioLine[] = [
  ...FAULT_LINES,
  ...OUTSIDE_FAULT_LINES,
  ...ORDER_LOSS_LINES,
  ...EXIT_LOSS_LINES,
  ...TRUST_LOSS_LINES,
];

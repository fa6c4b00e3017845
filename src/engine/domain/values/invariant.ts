/** A broken invariant: our own bug, never an operating error. The engine stops trading on it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws unless `condition` holds. `rule` states the positive rule. */
export function invariant(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new InvariantError(`Invariant: ${rule}`);
}

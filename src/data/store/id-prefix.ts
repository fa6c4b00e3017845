import { storable } from './storable.ts';

/** What a person typed of an id, as ids are written; `null` when it is nothing. */
export function idBeginning(typed: string): string | null {
  const beginning = storable(typed.trim().toLowerCase());
  return beginning === '' ? null : beginning;
}

/** The pattern of SQL's LIKE for what begins so, whatever the characters in it. */
export function likeBeginning(beginning: string): string {
  return `${beginning.replace(/[\\%_]/g, '\\$&')}%`;
}

import type { z } from 'zod';
import type { Role } from '../../command.ts';

/** Who may: `open` is everybody, before any session; all others have at least this role. */
export type Access = 'open' | Role;

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly access: Access;
  /** For the documentation, one sentence. */
  readonly about: string;
  /** Of the path and behind `?`; texts. */
  readonly params: Params | null;
  readonly query: Query | null;
  /** JSON. */
  readonly body: Body | null;
  /** Of an answer 200; `null` for a stream of events. */
  readonly answer: Answer | null;
}

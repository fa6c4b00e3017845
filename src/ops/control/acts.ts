import type { RequestOf, ResultOf } from './messages.ts';

/** What the program does for its host. */
export interface ControlActs {
  /** Acts before it returns; what it promises is the proof. */
  kill(request: RequestOf<'kill'>): Promise<ResultOf<'kill'>>;
  status(): ResultOf<'status'>;
  ping(): ResultOf<'ping'>;
  operators(): Promise<ResultOf<'operators'>>;
  addOperator(request: RequestOf<'addOperator'>): Promise<ResultOf<'addOperator'>>;
  removeOperator(request: RequestOf<'removeOperator'>): Promise<ResultOf<'removeOperator'>>;
  totpChanged(request: RequestOf<'totpChanged'>): Promise<ResultOf<'totpChanged'>>;
  dump(): Promise<ResultOf<'dump'>>;
}

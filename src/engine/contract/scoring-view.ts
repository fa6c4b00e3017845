/** How the making of wallet scores is doing. */
export interface ScoringView {
  /** Followed wallets whose history is not read, or has to be read again: their scores stand still. */
  readonly unread: number;
  /** Why a history could not be read, the last time; `null` when all is well. */
  readonly trouble: string | null;
  /** Wallets whose trades are counted, followed or not. */
  readonly tracked: number;
  readonly candidates: number;
  /** Events that wait to be counted, and those that found no room since the start. */
  readonly queued: number;
  readonly dropped: number;
}

/** A back-up cannot be made or used; the message is one sentence for a person. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

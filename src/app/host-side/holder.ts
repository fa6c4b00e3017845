import { holderOf } from '../../data/store/directory-lock.ts';

/** The living process that has the folder's embedded database open, as far as its pid file tells. */
export function livingHolder(folder: string): number | null {
  const pid = holderOf(folder);
  if (pid === null || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : null;
  }
}

import { BackupError } from './backup-error.ts';
import {
  type BackupEnd,
  type BackupHeader,
  LineHash,
  RowSum,
  readEnd,
  readHeader,
} from './backup-format.ts';

/** A back-up that was read to its end and is what it says. */
export interface CheckedBackup {
  readonly header: BackupHeader;
  readonly checksums: BackupEnd['checksums'];
}

/** Reads the whole of it. @throws BackupError unless every count and checksum is right */
export async function checkBackup(lines: AsyncGenerator<string, void>): Promise<CheckedBackup> {
  const first = (await next(lines)) ?? '';
  const header = readHeader(first);
  const hash = new LineHash();
  hash.add(first);
  const sums: Record<string, string> = {};
  for (const { name, rows } of header.tables) {
    const sum = new RowSum();
    for (let row = 0; row < rows; row += 1) {
      const line = await next(lines);
      if (line === null) throw new BackupError('the back-up is damaged: it was cut short');
      hash.add(line);
      sum.add(line);
    }
    sums[name] = sum.hex;
  }
  const last = await next(lines);
  if (last === null) throw new BackupError('the back-up is damaged: it was cut short');
  const { checksums, sha256 } = readEnd(last);
  if ((await next(lines)) !== null) {
    throw new BackupError('the back-up is damaged: something follows its last line');
  }
  const wrong = Object.keys(sums).find((name) => sums[name] !== checksums[name]);
  if (wrong !== undefined || hash.close() !== sha256) {
    const where = wrong === undefined ? 'the file' : `the table ${wrong}`;
    throw new BackupError(`the back-up is damaged: the checksum of ${where} is wrong`);
  }
  return { header, checksums };
}

async function next(lines: AsyncGenerator<string, void>): Promise<string | null> {
  const { done, value } = await lines.next();
  return done === true ? null : value;
}

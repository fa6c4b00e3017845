import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reply, ReplyFile } from '../../bot/reply.ts';

const FOLDER = 'exports';
/** Only the owner may read what somebody traded. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Writes the files of an answer into the data directory; the answer names where they are. */
export async function savedFiles(answer: Reply, dataDir: string): Promise<Reply> {
  const { files, ...rest } = answer;
  if (files === undefined || files.length === 0) return answer;
  const folder = join(dataDir, FOLDER);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const paths: string[] = [];
  for (const file of files) paths.push(await saved(file, folder));
  const written = { kind: 'lines', lines: paths.map((path) => `Written to ${path}`) } as const;
  return { ...rest, blocks: [...rest.blocks, written] };
}

/** A newer one takes the place of an older one, whole. */
async function saved({ name, bytes }: ReplyFile, folder: string): Promise<string> {
  const path = join(folder, name);
  const unfinished = `${path}.part`;
  await writeFile(unfinished, bytes, { mode: FILE_MODE });
  await rename(unfinished, path);
  return path;
}

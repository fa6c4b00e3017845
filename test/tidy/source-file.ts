import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the project; `path` is relative to the root and uses `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'dist-bench', 'coverage', 'data', '.git']);

/** Every file under `folder` (of `root`), sorted by path; none when the folder does not exist. */
export function filesUnder(root: string, folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Files directly in the root, without descending. */
export function filesInRoot(root: string): SourceFile[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ path: entry.name, text: readFileSync(join(root, entry.name), 'utf8') }));
}

/** The project's own files: the root's, and every folder that is not made or recorded. */
export function projectFiles(root: string): SourceFile[] {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name))
    .map((entry) => entry.name);
  return [...filesInRoot(root), ...folders.flatMap((folder) => filesUnder(root, folder))];
}

export function isCode(file: SourceFile): boolean {
  return /\.[mc]?[jt]sx?$/.test(file.path);
}

export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

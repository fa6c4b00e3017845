import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { SignerChild } from './process-link.ts';

/** Memory of the process's own, besides what deriving the key takes for a moment. */
const HEAP_MB_MAX = 128;
/** Packages that its code loads. */
const packages = () => [import.meta.resolve('ethers'), import.meta.resolve('zod')];

/**
 * Starts the process of the signer: the file beside this one, the compiled one or the source. It has
 * no environment: secrets may stand there. What it writes to its standard error is dropped.
 */
export function newSignerProcess(passphraseFile: string): SignerChild {
  return spawn(process.execPath, argumentsFor(passphraseFile), {
    ...{ env: {}, cwd: '/' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

function argumentsFor(passphraseFile: string): readonly string[] {
  const always = [`--max-old-space-size=${HEAP_MB_MAX}`, '--no-warnings'];
  if (import.meta.url.endsWith('.ts')) {
    // The loader of sources starts threads and programs, so such a process cannot be confined.
    const loader = import.meta.resolve('tsx');
    return [...always, '--import', loader, fileOf('./signer-process.ts')];
  }
  return [
    ...always,
    '--disallow-code-generation-from-strings',
    ...confinement(passphraseFile),
    fileOf('./signer-process.js'),
  ];
}

/**
 * It may read its own code and the passphrase. Everything else that the runtime can forbid is
 * forbidden: other files, writing, programs, threads, native code, a debugger.
 */
function confinement(passphraseFile: string): readonly string[] {
  const own = [`${fileOf('../../')}*`, fileOf('../../../package.json')];
  // The folder itself too: it may be a link.
  const modules = [`${fileOf('../../../node_modules')}*`, ...packages().map(folderOf)];
  const readable = withoutCovered([...own, ...modules, passphraseFile]);
  return [permissionFlag(), ...readable.map((path) => `--allow-fs-read=${path}`)];
}

/** Node 20 aborts when it is told a path twice, or one that begins another. */
function withoutCovered(paths: readonly string[]): readonly string[] {
  const isIn = (path: string, of: string): boolean =>
    of.endsWith('*') && path !== of && path.startsWith(of.slice(0, -1));
  return [...new Set(paths)].filter((path) => !paths.some((other) => isIn(path, other)));
}

/** As this Node calls it. */
function permissionFlag(): string {
  const stable = '--permission';
  return process.allowedNodeEnvironmentFlags.has(stable) ? stable : '--experimental-permission';
}

/** Where the package was found, links followed, with what lies beside it. */
function folderOf(found: string): string {
  const file = fileURLToPath(found);
  const folder = '/node_modules/';
  return `${file.slice(0, file.lastIndexOf(folder) + folder.length)}*`;
}

function fileOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

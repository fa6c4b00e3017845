import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { healthWords, restOf, stagesOf, wordsOf } from './image.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const STAGES = stagesOf(read('Dockerfile'));
const LAST = STAGES.at(-1) ?? [];
const PACKAGE = JSON.parse(read('package.json')) as { version: string; engines: { node: string } };

describe('the image', () => {
  test('is built from one version of Node that the program takes', () => {
    const bases = new Set(STAGES.map((stage) => restOf(stage, 'FROM').replace(/ AS .*$/, '')));
    expect(bases.size).toBe(1);
    const version = /^node:(\d+)\.(\d+)-/.exec([...bases][0] ?? '');
    const least = /(\d+)\.(\d+)/.exec(PACKAGE.engines.node);
    const number = (of: RegExpExecArray | null): number => Number(of?.[1]) * 1000 + Number(of?.[2]);
    expect(number(version)).toBeGreaterThanOrEqual(number(least));
  });

  test('downloads nothing but packages, by the lock and without their scripts', () => {
    const runs = STAGES.flat().filter(({ name }) => name === 'RUN');
    for (const { rest } of runs) {
      expect(rest).toMatch(/^(?:npm ci [-\w =]+|npm run -s build|mkdir [-\w/ &:]+)$/);
    }
    expect(STAGES.flat().some(({ name }) => name === 'ADD')).toBe(false);
    expect(read('.npmrc')).toContain('ignore-scripts=true');
  });

  test('copies what there is, and what the build is shown', () => {
    const shown = read('.dockerignore').split('\n');
    for (const { rest } of STAGES.flat().filter(({ name }) => name === 'COPY')) {
      if (rest.startsWith('--from=')) continue;
      for (const path of rest.split(' ').slice(0, -1)) {
        expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
        expect(shown).toContain(`!${path}`);
      }
    }
    // Nothing of the host slips in: neither its data nor its secrets.
    expect(shown[0]).toBe('*');
  });

  test('runs as nobody special, in a root that may be read-only', () => {
    expect(restOf(LAST, 'USER')).toBe('node');
    expect(
      LAST.slice(LAST.findIndex(({ name }) => name === 'USER')).map(({ name }) => name),
    ).not.toContain('RUN');
    expect(restOf(LAST, 'VOLUME')).toBe('/data');
    expect(restOf(LAST, 'ENV')).toContain('POLYMIND_DATA_DIR=/data');
  });

  test('makes no code of texts, and says whether it is well', () => {
    expect(wordsOf(restOf(LAST, 'ENTRYPOINT'))).toEqual([
      'node',
      '--disallow-code-generation-from-strings',
      'dist/main.js',
    ]);
    expect(healthWords(LAST).join(' ')).toContain('/healthz');
  });

  test('bears the version of the program', () => {
    expect(read('compose.yaml')).toContain(`image: polymind:${PACKAGE.version}\n`);
  });
});

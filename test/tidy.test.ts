import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENVIRONMENT_NAMES } from '../src/app/environment.ts';
import {
  biomeViolations,
  environmentViolations,
  ignoredViolations,
  linkViolations,
  lockViolations,
  mirrorViolations,
  versionViolations,
} from './tidy/project.ts';
import { purityViolations } from './tidy/purity.ts';
import { isCode, projectFiles } from './tidy/source-file.ts';
import {
  lengthViolations,
  medianLines,
  nameViolations,
  wordingViolations,
} from './tidy/wording.ts';
import { zoneViolations } from './tidy/zones.ts';

/**
 * Style as tests: the rules live with the code they hold. Each check is a module in `tidy/` with a
 * test of its own that plants a violation and sees it caught.
 */
const ROOT = join(import.meta.dirname, '..');
const files = projectFiles(ROOT);
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const json = (path: string): Record<string, unknown> => JSON.parse(read(path));

describe('source tree', () => {
  test('there is code to check', () => {
    const sources = files.filter((file) => isCode(file) && file.path.startsWith('src/'));
    expect(sources.length).toBeGreaterThan(0);
    console.info(`tidy: ${sources.length} source files, median ${medianLines(sources)} lines`);
  });

  test('every import stays within the table of zones', () => {
    expect(zoneViolations(files)).toEqual([]);
  });

  test('pure rooms have no clock, randomness, waiting or I/O', () => {
    expect(purityViolations(files)).toEqual([]);
  });

  test('no file is longer than the budget', () => {
    expect(lengthViolations(files)).toEqual([]);
  });

  test('names say what is inside', () => {
    expect(nameViolations(files)).toEqual([]);
  });

  test('nothing is unfinished, untyped or silenced', () => {
    expect(wordingViolations(files)).toEqual([]);
  });

  test('tests mirror the source tree', () => {
    expect(mirrorViolations(files)).toEqual([]);
  });
});

describe('project files', () => {
  test('git keeps every file of the project', () => {
    expect(ignoredViolations(ROOT)).toEqual([]);
  });

  test('relative links in the documents lead somewhere', () => {
    expect(linkViolations(ROOT, files)).toEqual([]);
  });

  test('.env.example and the program know the same variables', () => {
    expect(environmentViolations(ENVIRONMENT_NAMES, read('.env.example'))).toEqual([]);
  });

  test('biome holds the size of functions', () => {
    expect(biomeViolations(json('biome.json'))).toEqual([]);
  });

  test('every dependency is pinned', () => {
    expect(versionViolations(json('package.json'))).toEqual([]);
  });

  test('installing runs no script and takes only checked packages', () => {
    expect(lockViolations(json('package-lock.json'))).toEqual([]);
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });
});

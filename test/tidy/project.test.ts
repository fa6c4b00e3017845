import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  BIOME_LIMITS,
  biomeViolations,
  environmentViolations,
  ignoredViolations,
  linkViolations,
  lockViolations,
  mirrorViolations,
  versionViolations,
} from './project.ts';

const empty = (...paths: string[]) => paths.map((path) => ({ path, text: '' }));

describe('mirror', () => {
  const source = empty('src/engine/domain/ids.ts', 'src/main.ts');

  test('a test beside no folder of src is caught', () => {
    const tests = empty('test/engine/attic/a.test.ts', 'test/engine/domain/old/a.test.ts');
    expect(mirrorViolations([...source, ...tests])).toHaveLength(2);
  });

  test('mirrored and crossing folders are fine', () => {
    const tests = empty(
      'test/tidy.test.ts',
      'test/main.test.ts',
      'test/engine/domain/ids.test.ts',
      'test/properties/money.test.ts',
      'test/tidy/scan.ts',
    );
    expect(mirrorViolations([...source, ...tests])).toEqual([]);
  });
});

describe('git', () => {
  test('a source that an ignore pattern hides is caught', () => {
    const root = mkdtempSync(join(tmpdir(), 'polymind-ignored-'));
    try {
      execFileSync('git', ['init', '--quiet'], { cwd: root });
      mkdirSync(join(root, 'src/data'), { recursive: true });
      writeFileSync(join(root, 'src/data/a.ts'), '');
      writeFileSync(join(root, '.gitignore'), '/data/\n');
      expect(ignoredViolations(root)).toEqual([]);
      writeFileSync(join(root, '.gitignore'), 'data/\n');
      expect(ignoredViolations(root)).toEqual(['src/data/a.ts is ignored by git']);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('links', () => {
  const check = (text: string): string[] =>
    linkViolations(import.meta.dirname, [{ path: 'README.md', text }]);

  test('a link to nothing is caught, in each form', () => {
    expect(check('see [a](gone.md), ![b](./gone.png#x)\n\n[c]: gone/deep.md\n')).toHaveLength(3);
  });

  test('links to files, the web, anchors and code samples are fine', () => {
    const text =
      '[a](project.ts#top) [b](https://x.example/y) [c](#d) `[e](gone)`\n```\n[f](gone)\n```';
    expect(check(text)).toEqual([]);
  });
});

describe('dependencies', () => {
  test.each(['^1.0.0', '~1.0.0', '1.x', '*', 'latest', '>=1', 'github:a/b'])(
    'the version %s is caught',
    (version) => {
      expect(versionViolations({ dependencies: { a: version } })).toHaveLength(1);
      expect(versionViolations({ devDependencies: { a: version } })).toHaveLength(1);
    },
  );

  test('exact versions are fine', () => {
    expect(versionViolations({ dependencies: { a: '1.2.3', b: '1.0.0-rc.1' } })).toEqual([]);
  });

  const locked = (entry: object): string[] =>
    lockViolations({ packages: { '': {}, 'node_modules/a': { integrity: 'sha512-x', ...entry } } });

  test('a locked package with a script, without a checksum or bound to a host is caught', () => {
    expect(locked({ hasInstallScript: true })).toHaveLength(1);
    expect(locked({ integrity: undefined })).toHaveLength(1);
    expect(locked({ resolved: 'https://elsewhere.example/a.tgz' })).toHaveLength(1);
    expect(lockViolations({})).toHaveLength(1);
  });

  test('a plain locked package is fine', () => {
    expect(locked({})).toEqual([]);
    const binary = { integrity: undefined, optional: true, os: ['darwin'] };
    expect(locked({ ...binary, dev: true })).toEqual([]);
    expect(locked(binary)).toHaveLength(1);
  });
});

describe('environment', () => {
  test('a variable that only one side knows is caught', () => {
    expect(environmentViolations(['A', 'B'], '# why\nA=\n')).toEqual(['.env.example lacks B']);
    expect(environmentViolations(['A'], 'A=\n# C=\n')).toHaveLength(1);
    expect(environmentViolations(['A'], 'A=\nA=\n')).toHaveLength(1);
  });
});

describe('biome', () => {
  const config = (change: object, overrides: object[] = []) => ({
    linter: {
      rules: {
        complexity: {
          ...Object.fromEntries(
            Object.entries(BIOME_LIMITS).map(([rule, options]) => [
              rule,
              { level: 'error', options },
            ]),
          ),
          ...change,
        },
      },
    },
    overrides,
  });

  test('the limits as they are held are fine', () => {
    const waiver = { includes: ['test/**'], linter: { rules: { complexity: {} } } };
    expect(biomeViolations(config({}, [waiver]))).toEqual([]);
  });

  test('a limit that is off, weaker, or waived for source is caught', () => {
    expect(biomeViolations(config({ useMaxParams: 'off' }))).toHaveLength(1);
    const weaker = { level: 'error', options: { maxLines: 61 } };
    expect(biomeViolations(config({ noExcessiveLinesPerFunction: weaker }))).toHaveLength(1);
    const waiver = { includes: ['src/bot/**'], linter: { rules: { complexity: {} } } };
    expect(biomeViolations(config({}, [waiver]))).toHaveLength(1);
    expect(biomeViolations({})).toHaveLength(3);
  });
});

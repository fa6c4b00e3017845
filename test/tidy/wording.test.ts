import { describe, expect, test } from 'vitest';
import {
  FILE_LINES_MAX,
  lengthViolations,
  medianLines,
  nameViolations,
  wordingViolations,
} from './wording.ts';

const file = (text: string, path = 'src/bot/a.ts') => [{ path, text }];

describe('length', () => {
  test('the longest file allowed passes, one line more does not', () => {
    const lines = (count: number): string => 'x;\n'.repeat(count);
    expect(lengthViolations(file(lines(FILE_LINES_MAX)))).toEqual([]);
    expect(lengthViolations(file(lines(FILE_LINES_MAX + 1)))).toHaveLength(1);
  });

  test('the median is the length of the middle file', () => {
    const texts = ['x\n', 'x\nx\nx\n', 'x\nx\n'];
    expect(medianLines(texts.map((text) => ({ path: 'a.ts', text })))).toBe(2);
    expect(medianLines([])).toBe(0);
  });
});

describe('names', () => {
  test.each([
    'src/utils/a.ts',
    'src/bot/string-utils.ts',
    'test/helpers.ts',
    'src/data/common/a.ts',
    'src/misc.ts',
    'src/bot/chat-service.ts',
    'src/bot/error-handler.ts',
    'src/data/connection-manager.ts',
  ])('catches the path %s', (path) => {
    expect(nameViolations(file('', path))).not.toEqual([]);
  });

  test.each([
    'class ChatService {}',
    'function errorHandler() {}',
    'const stringUtils = 1;',
    'interface ConnectionManager {}',
  ])('catches %s', (text) => {
    expect(nameViolations(file(text))).toHaveLength(1);
  });

  test('the order manager keeps its name', () => {
    expect(nameViolations(file('class OrderManager {}', 'src/bot/order-manager.ts'))).toEqual([]);
  });

  test('words that only contain an empty name are names', () => {
    expect(nameViolations(file('const utilization = 1;', 'src/bot/miscount.ts'))).toEqual([]);
  });
});

describe('wording', () => {
  test.each([
    '// TODO later',
    '/* FIXME */',
    '/** XXX */',
    '// @ts-ignore because I say so',
    '// @ts-nocheck',
    '// @ts-expect-error',
    '// biome-ignore lint/style/noNonNullAssertion: x',
    '/* v8 ignore next */',
    'const a = b as any;',
    'function f(a: any) {}',
    'const a: any = 1;',
    'const list: any[] = [];',
    'const map = new Map<string, any>();',
    'type A = any;',
    'const query = sql.raw(text);',
    'const url = process.env.DATABASE_URL;',
    "const url = process['env'];",
    'const { env } = process;',
  ])('catches %s', (text) => {
    expect(wordingViolations(file(text))).toHaveLength(1);
  });

  test.each([
    "const text = 'TODO: any as any';",
    'const found = schema.any();',
    'if (list.some((any) => any.ok)) run();',
    "// @ts-expect-error the option's type is wrong upstream",
    '// biome-ignore lint/style/useNamingConvention: the venue names this field',
    'const room = process.environmentOf(x);',
  ])('lets %s be', (text) => {
    expect(wordingViolations(file(text))).toEqual([]);
  });

  test('only config.ts reads the environment', () => {
    const text = 'export const all = process.env;';
    expect(wordingViolations(file(text, 'src/app/config.ts'))).toEqual([]);
    expect(wordingViolations(file(text, 'src/app/migrate.ts'))).toHaveLength(1);
  });

  test('documents, SQL and scripts are finished too', () => {
    for (const path of ['README.md', 'migrations/0001.sql', '.ci/run']) {
      expect(wordingViolations(file('a\nTODO: more', path))).toHaveLength(1);
    }
  });
});

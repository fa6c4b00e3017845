import { describe, expect, test } from 'vitest';
import { scan } from './scan.ts';

/** Substitutions are written with # so that nothing here looks like a forgotten one. */
const template = (text: string): string => text.replaceAll('#{', '${');
const codeOf = (text: string): string => scan(template(text)).code.replaceAll(/\s+/g, ' ').trim();

describe('scan', () => {
  test('keeps the length and the lines of the source', () => {
    const text = template(
      "const a = 'x\\'y'; // why\n/* two\nlines */ const b = `p#{a + '}'}q`;\n",
    );
    const { code } = scan(text);
    expect(code).toHaveLength(text.length);
    expect(code.split('\n')).toHaveLength(text.split('\n').length);
  });

  test('a comment mark inside a string opens no comment', () => {
    expect(codeOf("const a = 'https://x'; run();")).toContain('run();');
    expect(codeOf('const a = `/*`; run();')).toContain('run();');
  });

  test('a quote inside a comment opens no string', () => {
    expect(codeOf("// don't\nrun();")).toBe('run();');
  });

  test('a quote inside a regular expression opens no string', () => {
    expect(codeOf('const a = /[\'"/]/.test(b); run();')).toContain('run();');
    expect(codeOf("return /'/.test(b); run();")).toContain('run();');
  });

  test('a division is no regular expression', () => {
    expect(codeOf("const a = (b / c) / d; const e = 'x' / 2; run();")).toContain('run();');
    expect(codeOf("a.of / b; c = '/';")).toBe("a.of / b; c = ' ';");
  });

  test('code inside a template is code, with its own braces and templates', () => {
    expect(codeOf('`a #{f({ b: `c #{run()} d` })} e`')).toContain('run()');
    expect(codeOf('`a #{b} run()`')).not.toContain('run()');
  });

  test('literals and comments are reported with their text', () => {
    const { literals, comments } = scan(template("a('one'); b(`two`); c(`#{three}`); // four"));
    expect([...literals.values()]).toEqual(['one', 'two']);
    expect(comments.map(({ text }) => text)).toEqual(['// four']);
  });

  test.each(["'", '"', '`', '/*', '`${', '`${{', '/', '\\', "'\\"])(
    'text cut off at %s ends the scan',
    (text) => {
      expect(scan(text).code).toHaveLength(text.length);
    },
  );
});

import { readFileSync } from 'node:fs';
import { Terminal } from '../test/bot/console/terminal.ts';

/**
 * A picture (SVG) of what a program left on a terminal, from the bytes that it wrote:
 * `script -qfc 'npm run demo' bytes.txt`, then
 * `node --import tsx docs/terminal-picture.ts bytes.txt 80 24 > docs/demo-80.svg`.
 */

const CELL = { width: 8.4, height: 18 } as const;
const MARGIN = 16;
const LOOKS = { background: '#0E1116', text: '#E6EDF3', muted: '#8B949E' } as const;
/** Leaving the alternate screen wipes it; what stood there before is the picture. */
const SCREEN_LEFT = '\u001b[?1049l';

const [file, columns = '80', rows = '24'] = process.argv.slice(2);
if (file === undefined) throw new Error('terminal-picture.ts takes a file, columns and rows');
const terminal = new Terminal(Number(columns), Number(rows));
const bytes = readFileSync(file, 'utf8').replace(/^Script started[^\n]*\n/, '');
const left = bytes.lastIndexOf(SCREEN_LEFT);
terminal.write(left < 0 ? bytes : bytes.slice(0, left));
process.stdout.write(pictureOf(terminal.lines, Number(columns)));

function pictureOf(lines: readonly string[], width: number): string {
  const size = {
    width: Math.round(width * CELL.width + 2 * MARGIN),
    height: lines.length * CELL.height + 2 * MARGIN,
  };
  const texts = lines.map((line, row) => {
    const fill = /^─+$/.test(line) ? LOOKS.muted : LOOKS.text;
    const y = MARGIN + (row + 0.75) * CELL.height;
    return `<text x="${MARGIN}" y="${y}" fill="${fill}" xml:space="preserve">${escaped(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"`,
    ` viewBox="0 0 ${size.width} ${size.height}" font-size="14"`,
    ' font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace">',
    '<title>PolyMind in a terminal</title>',
    `<rect width="100%" height="100%" rx="8" fill="${LOOKS.background}"/>`,
    ...texts,
    '</svg>\n',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

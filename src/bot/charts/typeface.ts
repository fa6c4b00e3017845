import { Buffer } from 'node:buffer';

/** What laying out text needs of a font. */
export interface Typeface {
  has(codePoint: number): boolean;
  /** How far a character moves the pen, in ems. */
  advance(codePoint: number): number;
}

const TABLES_AT = 12;
const TABLE_ENTRY_BYTES = 16;
const CMAP_ENTRY_BYTES = 8;
const GROUP_BYTES = 12;
const METRIC_BYTES = 4;
/** The form of a character map that has every code point, as groups. */
const GROUPED_FORMAT = 12;

/** A TrueType font's characters and widths, without its kerning. @throws RangeError when it is none */
export function readTypeface(file: Uint8Array): Typeface {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const tables = tablesOf(bytes);
  const at = (name: string): number => {
    const offset = tables.get(name);
    if (offset === undefined) throw new RangeError(`The font has no table ${name}`);
    return offset;
  };
  const unitsPerEm = bytes.readUInt16BE(at('head') + 18);
  const metrics = bytes.readUInt16BE(at('hhea') + 34);
  const glyphs = glyphsOf(bytes, at('cmap'));
  const widths = at('hmtx');
  const advanceOf = (glyph: number): number =>
    bytes.readUInt16BE(widths + METRIC_BYTES * Math.min(glyph, metrics - 1)) / unitsPerEm;
  return {
    has: (codePoint) => glyphs.has(codePoint),
    advance: (codePoint) => advanceOf(glyphs.get(codePoint) ?? 0),
  };
}

function tablesOf(bytes: Buffer): ReadonlyMap<string, number> {
  const tables = new Map<string, number>();
  for (let index = 0; index < bytes.readUInt16BE(4); index += 1) {
    const entry = TABLES_AT + index * TABLE_ENTRY_BYTES;
    tables.set(bytes.toString('latin1', entry, entry + 4), bytes.readUInt32BE(entry + 8));
  }
  return tables;
}

function glyphsOf(bytes: Buffer, cmap: number): ReadonlyMap<number, number> {
  const table = groupedTable(bytes, cmap);
  const glyphs = new Map<number, number>();
  for (let index = 0; index < bytes.readUInt32BE(table + 12); index += 1) {
    const group = table + 16 + index * GROUP_BYTES;
    const first = bytes.readUInt32BE(group);
    const last = bytes.readUInt32BE(group + 4);
    const glyph = bytes.readUInt32BE(group + 8);
    for (let code = first; code <= last; code += 1) glyphs.set(code, glyph + code - first);
  }
  return glyphs;
}

function groupedTable(bytes: Buffer, cmap: number): number {
  for (let index = 0; index < bytes.readUInt16BE(cmap + 2); index += 1) {
    const table = cmap + bytes.readUInt32BE(cmap + 8 + index * CMAP_ENTRY_BYTES);
    if (bytes.readUInt16BE(table) === GROUPED_FORMAT) return table;
  }
  throw new RangeError('The font has no complete character map');
}

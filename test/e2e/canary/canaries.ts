import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that may appear nowhere, or must appear, under the name that a failure shows. */
export interface Canary {
  readonly name: string;
  readonly text: string;
}

/** Bytes that the program left somewhere, and where. */
export interface Place {
  readonly where: string;
  readonly bytes: Buffer;
}

const HEX = /^(?:0x)?((?:[0-9a-f]{2})+)$/i;
/** Of a form; a shorter one would be found by chance. */
const FORM_LENGTH_MIN = 8;

/** As it is, in JSON, in a URL, in base64; hex also without `0x`, in capitals, and as raw bytes. */
function formsOf({ text }: Canary): readonly Buffer[] {
  const hex = HEX.exec(text)?.[1];
  const raw = hex === undefined ? [] : [Buffer.from(hex, 'hex')];
  const words = [
    ...[text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)],
    ...(hex === undefined ? [] : [hex.toLowerCase(), hex.toUpperCase()]),
    ...[Buffer.from(text), ...raw].flatMap((bytes) => [
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
    ]),
  ];
  const all = [...words.map((word) => Buffer.from(word)), ...raw];
  return all.filter(({ length }) => length >= FORM_LENGTH_MIN);
}

/** `the passphrase in order_events`: each canary once for each place that holds it. */
export function sightings(canaries: readonly Canary[], places: readonly Place[]): string[] {
  return canaries.flatMap((canary) => {
    const forms = formsOf(canary);
    return places
      .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
      .map(({ where }) => `${canary.name} in ${where}`);
  });
}

/** Every file below a folder, by its path in it. */
export function filesIn(folder: string): readonly Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { where: path.slice(folder.length + 1), bytes: readFileSync(path) };
    });
}

/** What a secret becomes. */
const MASK = '[secret]';
/** Shorter values are ordinary words: masking them would destroy every line. */
export const SCRUBBED_LENGTH_MIN = 6;

const HEX = /^(?:0x)?((?:[0-9a-f]{2})+)$/i;

/**
 * Replaces registered values in text, wherever and however deep they stand. Works on the finished
 * line because masking by the path of a field misses keys, error messages and free text.
 */
export class Scrubber {
  readonly #variants = new Set<string>();
  #pattern: RegExp | null = null;

  /** Registers a secret with the forms it may take; tells whether it is long enough to be masked. */
  register(secret: string): boolean {
    if (secret.length < SCRUBBED_LENGTH_MIN) return false;
    for (const variant of variantsOf(secret)) this.#variants.add(variant);
    // Longest first: the value before the part of it that another form shares.
    const sorted = [...this.#variants].sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(sorted.map(escaped).join('|'), 'gi');
    return true;
  }

  scrub(text: string): string {
    return this.#pattern === null ? text : text.replace(this.#pattern, MASK);
  }
}

/** As it is, as JSON writes it, in a URL, in base64; a key in hex also without `0x` and as bytes. */
function variantsOf(secret: string): string[] {
  const hex = HEX.exec(secret)?.[1];
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    ...base64Of(Buffer.from(secret)),
    ...(hex === undefined ? [] : [hex, `0x${hex}`, ...base64Of(Buffer.from(hex, 'hex'))]),
    ...keyLinesOf(secret),
  ];
  return forms.filter((form) => form.length >= SCRUBBED_LENGTH_MIN);
}

/** Without padding, so that the padded form is covered too. */
function base64Of(bytes: Buffer): string[] {
  return [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
}

/** The lines of a PEM body: a key is as lost when it is printed line by line. */
function keyLinesOf(secret: string): string[] {
  return secret.includes('\n') ? secret.split(/\r?\n/).filter((line) => !line.includes('--')) : [];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

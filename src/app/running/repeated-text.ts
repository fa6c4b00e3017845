/** Messages remembered: more than a minute of a busy stream. */
const TEXTS_MAX = 5_000;

/** Which connection brought it: another one may bring the same message again. */
const CONNECTION = /"connection_id":"[^"]*",?/;

/**
 * Tells a message that came a second time, byte for byte but for its connection, from the first. The venue's trades carry no
 * id, so a delivery that is repeated looks like a true twin: it is dropped here, and a twin that was
 * real is found by the feed that numbers its rows.
 */
export class RepeatedText {
  readonly #texts = new Set<string>();

  isRepeated(message: string): boolean {
    const text = message.replace(CONNECTION, '');
    if (this.#texts.has(text)) return true;
    this.#texts.add(text);
    if (this.#texts.size > TEXTS_MAX) {
      for (const oldest of this.#texts) {
        this.#texts.delete(oldest);
        break;
      }
    }
    return false;
  }
}

/** One server-sent event. */
export interface ServerEvent {
  readonly id: string;
  readonly name: string;
  readonly data: string;
}

/** Characters of one event; a stream that sends more without an end is not ours. */
const EVENT_LENGTH_MAX = 8_000_000;

/** Reads server-sent events out of text that arrives in pieces cut anywhere. */
export class SseParser {
  #rest = '';
  #id = '';
  #name = '';
  #data: string[] = [];
  #length = 0;

  /** The events that `text` completes. @throws RangeError for an event beyond all measure */
  push(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = this.#take(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (event !== null) events.push(event);
    }
    if (this.#length + this.#rest.length > EVENT_LENGTH_MAX) {
      throw new RangeError(`an event of more than ${EVENT_LENGTH_MAX} characters`);
    }
    return events;
  }

  #take(line: string): ServerEvent | null {
    if (line === '') return this.#end();
    const colon = line.indexOf(':');
    // A comment keeps the connection open and says nothing.
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') this.#id = value;
    if (field === 'event') this.#name = value;
    if (field === 'data') {
      this.#data.push(value);
      this.#length += value.length;
    }
    return null;
  }

  #end(): ServerEvent | null {
    const event =
      this.#data.length === 0
        ? null
        : { id: this.#id, name: this.#name || 'message', data: this.#data.join('\n') };
    this.#name = '';
    this.#data = [];
    this.#length = 0;
    return event;
  }
}

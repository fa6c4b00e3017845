/** Bytes that may wait for one listener before it is dropped, beside what the network holds. */
export const WAITING_BYTES_MAX = 512 * 1024;

/** Somebody who listens: takes texts in, and never makes anybody wait. */
export interface Listener {
  /** `false`: too much waits for it already, and it is dropped. */
  send(text: string): boolean;
  end(): void;
}

const encoder = new TextEncoder();
let newest = { text: '', bytes: encoder.encode('') };

/** The same text goes to everybody one after the other: it is encoded once. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (newest.text !== text) newest = { text, bytes: encoder.encode(text) };
  return newest.bytes;
}

export interface StreamOptions {
  /** Its reader went away. */
  readonly onGone: () => void;
  /** Breaks the connection off, with all that waits for it. */
  readonly drop: () => void;
  readonly waitingBytesMax?: number;
}

/**
 * A response's body as a listener. What its reader does not take waits, up to a bound: beyond it the
 * connection is broken off, so that the reader comes back and gets a snapshot of its own.
 */
export function streamListener({
  onGone,
  drop,
  waitingBytesMax = WAITING_BYTES_MAX,
}: StreamOptions): { readonly listener: Listener; readonly body: ReadableStream<Uint8Array> } {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        stream = controller;
      },
      cancel: () => {
        stream = null;
        onGone();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: waitingBytesMax }),
  );
  const listener: Listener = {
    send: (text) => {
      if (stream === null) return false;
      stream.enqueue(bytesOf(text));
      if ((stream.desiredSize ?? 0) > 0) return true;
      stream = null;
      drop();
      return false;
    },
    end: () => {
      stream?.close();
      stream = null;
    },
  };
  return { listener, body };
}

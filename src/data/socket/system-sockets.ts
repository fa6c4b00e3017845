import { type ClientOptions, WebSocket } from 'ws';
import type { SocketRuntime, Wire, WireListener, WireOptions } from './runtime.ts';

/** Longest wait for the network's end after a close frame; `ws` cuts it then. */
const GOODBYE_MS_MAX = 2_000;

/**
 * A connection made by `ws`. Whatever goes wrong is told to the listener; redirects are not
 * followed: they would lead to a host that nobody chose.
 */
function openWire(options: WireOptions, listener: WireListener): Wire {
  // The published types lag behind: `closeTimeout` is of ws 8.19.
  const settings: ClientOptions & { readonly closeTimeout: number } = {
    maxPayload: options.frameBytesMax,
    perMessageDeflate: options.isCompressed,
    followRedirects: false,
    closeTimeout: GOODBYE_MS_MAX,
    ...(options.headers === undefined ? {} : { headers: { ...options.headers() } }),
  };
  const socket = new WebSocket(options.url, settings);
  socket.on('open', () => listener.onOpen());
  socket.on('message', (data, isBinary) => {
    if (isBinary || !Buffer.isBuffer(data)) listener.onBinary();
    else listener.onText(data.toString('utf8'), data.length);
  });
  socket.on('error', (error) => listener.onError(reasonOf(error)));
  socket.on('close', (code, reason) => listener.onClose(code, reason.toString('utf8')));
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    // A failed send ends the connection, and the listener hears of that.
    send: (text) => socket.send(text, () => undefined),
    close: () => socket.close(),
    terminate: () => socket.terminate(),
  };
}

/** A connection tried on several addresses fails with an error that has a code and no words. */
function reasonOf(error: Error & { readonly code?: string }): string {
  return error.message || error.code || error.name;
}

export const SYSTEM_SOCKETS: SocketRuntime = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  connect: openWire,
};

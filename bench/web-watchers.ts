import { get, type IncomingMessage } from 'node:http';
import type { FromWatchers, Heard, ToWatchers } from './web/watcher-words.ts';

/** Browsers of a bench in a process of their own: most read what they are sent, some take nothing. */

interface Reader {
  heard: Heard;
  rest: string;
}

const NOTHING: Heard = {
  ...{ snapshots: 0, deltas: 0, letters: 0, lastSeq: -1, gaps: 0, wasDropped: false },
};
let readers: Reader[] = [];
let streams: IncomingMessage[] = [];
let isLeaving = false;

function tell(message: FromWatchers): void {
  process.send?.(message);
}

async function watch({ url, key, count, reads }: ToWatchers & { kind: 'watch' }): Promise<void> {
  isLeaving = false;
  const entered = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ by: 'host', key }),
  });
  const { token } = (await entered.json()) as { readonly token: string };
  for (let at = 0; at < count; at += 1) {
    const stream = await opened(`${url}/api/live`, token);
    streams.push(stream);
    if (reads) listen(stream);
  }
  tell({ kind: 'watching' });
}

/** The stream as it begins; nothing of it is read before somebody listens. */
function opened(url: string, token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get(url, { headers, agent: false }, (response) => {
      response.on('error', () => undefined); // Broken off: what is lost shows in what was heard.
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`${url} answers ${response.statusCode}`));
    }).on('error', reject);
  });
}

function listen(stream: IncomingMessage): void {
  const reader: Reader = { heard: NOTHING, rest: '' };
  readers.push(reader);
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const events = `${reader.rest}${text}`.split('\n\n');
    reader.rest = events.pop() ?? '';
    for (const event of events) reader.heard = after(reader.heard, event);
  });
  stream.on('close', () => {
    if (!isLeaving) reader.heard = { ...reader.heard, wasDropped: true };
  });
}

/** Reads the number of an event and no more: what a browser does with it is no part of this machine. */
function after(heard: Heard, event: string): Heard {
  const [, kind, number] = /^event: (\w+)\nid: [\w-]+\.(\d+)\n/.exec(event) ?? [];
  if (kind === undefined || number === undefined) return heard;
  const seq = Number(number);
  const letters = heard.letters + event.length;
  if (kind === 'snapshot') {
    return { ...heard, letters, snapshots: heard.snapshots + 1, lastSeq: seq };
  }
  const gaps = heard.gaps + (seq === heard.lastSeq + 1 ? 0 : 1);
  return { ...heard, letters, deltas: heard.deltas + 1, lastSeq: seq, gaps };
}

function leave(): void {
  isLeaving = true;
  for (const stream of streams) stream.destroy();
  tell({ kind: 'left', readers: readers.map(({ heard }) => heard) });
  readers = [];
  streams = [];
}

process.on('message', (message: ToWatchers) => {
  if (message.kind === 'leave') leave();
  else {
    watch(message).catch((error: unknown) => tell({ kind: 'failed', reason: String(error) }));
  }
});
process.on('disconnect', () => process.exit());
tell({ kind: 'ready' });

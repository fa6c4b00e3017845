import { createServer } from 'node:net';

/** An address where nobody listens. */
export async function deadUrl(protocol: string): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('there is a port');
  return `${protocol}://127.0.0.1:${address.port}`;
}

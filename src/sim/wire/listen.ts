import { once } from 'node:events';
import type { Server } from 'node:http';

/** Where a server listens; port 0 takes a free one. */
export interface ListenAt {
  readonly host: string;
  readonly port: number;
}

/** Starts to listen and answers `host:port`. @throws Error of the socket, such as a taken port. */
export async function listen(server: Server, { host, port }: ListenAt): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `${host}:${address.port}`;
}

/** Stops listening and ends every connection. */
export async function shut(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

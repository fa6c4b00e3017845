import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

const SOCKET = '.s.PGSQL.5432';

/** The way of one process to the database's server, which can be cut without anybody being told. */
export class DatabaseLine {
  readonly #sockets = new Set<Socket>();
  readonly #directory: string;
  readonly #name: string;
  #isCut = false;
  readonly #server = createServer((client) => this.#take(client));

  private constructor(databaseUrl: string) {
    const url = new URL(databaseUrl.replace('@/', '@host/'));
    this.#directory = url.searchParams.get('host') ?? '';
    this.#name = url.pathname.slice(1);
  }

  static async open(databaseUrl: string): Promise<DatabaseLine> {
    const line = new DatabaseLine(databaseUrl);
    await new Promise<void>((done) => line.#server.listen(0, '127.0.0.1', done));
    return line;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `postgresql://postgres@127.0.0.1:${port}/${this.#name}`;
  }

  /** From now on nothing passes either way, and no connection ends. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.pause();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #take(client: Socket): void {
    this.#keep(client);
    if (this.#isCut) {
      client.pause();
      return;
    }
    const upstream = connect(join(this.#directory, SOCKET));
    this.#keep(upstream);
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (part) => to.write(part));
      from.on('close', () => {
        if (!this.#isCut) to.destroy();
      });
    };
    pass(client, upstream);
    pass(upstream, client);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

import { openServer } from '@tenantscope/testing';
import pg from 'pg';
import { type Opener, openWorld, type World } from './worlds.ts';

/** A server with a database for each world. */
export interface WorldServer {
  readonly world: (name: string, rows: string, options?: { readonly opener?: Opener | undefined; readonly also?: string }) => Promise<World>;
  readonly url: (database: string, user?: string) => string;
  readonly server: Awaited<ReturnType<typeof openServer>>;
  readonly close: () => Promise<void>;
}

export const openWorldServer = async (): Promise<WorldServer> => {
  const server = await openServer();
  const clients: pg.Client[] = [];
  return {
    server,
    url: server.url,
    world: async (name, rows, { opener, also } = {}) => {
      await server.exec(`create database ${name}`);
      const client = new pg.Client({ connectionString: server.url(name) });
      await client.connect();
      clients.push(client);
      const world = await openWorld(client, rows, opener);
      if (also !== undefined) await client.query(also);
      return world;
    },
    close: async () => {
      for (const client of clients) await client.end();
      await server.close();
    },
  };
};

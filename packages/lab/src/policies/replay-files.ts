import { readFileSync } from 'node:fs';
import { loadSqlReader } from '@tenantscope/core';
import { openServer, type ServerVersion } from '@tenantscope/testing';
import pg from 'pg';
import { replay, type Replayed, type Stage } from './replay.ts';

/** What PostgreSQL's regression tests find made by their set-up. */
const setUp = `create function public.fipshash(text) returns text strict immutable parallel safe leakproof return substr(encode(sha256($1::bytea), 'hex'), 1, 32)`;

/** Cells as the server wrote them. */
const raw = { getTypeParser: () => (value: unknown) => value };

/** A stage on a server of its own. */
const onServer = async <T>(version: ServerVersion, work: (stage: Stage) => Promise<T>): Promise<T> => {
  const server = await openServer(version);
  const client = new pg.Client({ connectionString: server.url(), types: raw });
  try {
    await server.exec(setUp);
    await client.connect();
    return await work({
      run: async (sql) => (await client.query<(string | null)[]>({ text: sql, rowMode: 'array' })).rows,
      catalog: { query: async (sql, parameters = []) => (await client.query<Record<string, unknown>>({ text: sql, values: [...parameters], types: pg.types })).rows },
      rule: server.exec,
    });
  } finally {
    await client.end();
    await server.close();
  }
};

/** Replays a script from a file; `output` is the file that psql printed. The script's version is PostgreSQL's own of that output. */
export const replayFiles = async (script: string, output: string | undefined, version: ServerVersion = 16): Promise<Replayed> => {
  await loadSqlReader();
  return onServer(version, (stage) => replay(stage, readFileSync(script, 'utf8'), output === undefined ? '' : readFileSync(output, 'utf8')));
};

import pg from 'pg';
import { NotACatalog, type Connection, readSnapshot, TooOld } from './read.ts';
import type { Snapshot } from './snapshot.ts';

/** The database could not be read; the message holds no secret. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** A URL that is none. */
export class BadUrl extends Error {
  override readonly name = 'BadUrl';
}

const parse = (url: string): URL => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) throw new BadUrl('it is not a URL of PostgreSQL; write postgres://user@host/database');
  return parsed;
};

/** How a database is called in reports: host, port and name; never user or password. */
export const databaseName = (url: string): string => {
  const { hostname, port, pathname, searchParams } = parse(url);
  const host = hostname === '' ? (searchParams.get('host') ?? 'localhost') : hostname;
  return `${decodeURIComponent(host)}${port === '' || port === '5432' ? '' : `:${port}`}${decodeURIComponent(pathname)}`;
};

const secretsIn = (url: string): readonly string[] => {
  const { password, searchParams } = parse(url);
  const words = [password, decodeURIComponent(password), searchParams.get('password') ?? '', searchParams.get('sslpassword') ?? ''];
  return words.filter((w) => w.length > 0);
};

const withoutSecrets = (text: string, url: string): string => secretsIn(url).reduce((clean, secret) => clean.replaceAll(secret, '***'), text);

const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is the server running, and is the port right?',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ETIMEDOUT: 'it did not answer in time',
  ECONNRESET: 'it closed the connection',
  '28P01': 'the password is wrong, or there is no such user',
  '3D000': 'there is no such database',
  '53300': 'it has no connection left',
  '57P01': 'it was shut down, or the database was dropped, while it was read',
  '57P03': 'it is starting up or shutting down; try again',
  '57014': 'a query of its catalog took longer than a minute',
  '42501': 'the role may not read a part of the catalog; the catalog of a database is everybody’s to read unless that was revoked',
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const reasonFor = (error: unknown): string => {
  const { code } = error as { readonly code?: string };
  const message = messageOf(error);
  if (/does not support SSL/i.test(message)) return 'it does not speak TLS; leave sslmode out of the URL, or set sslmode=disable';
  if (/no encryption|SSL (connection )?(is )?required/i.test(message)) return 'it asks for TLS; add ?sslmode=require to the URL';
  if (/self.signed|unable to (get|verify)|certificate/i.test(message)) return `its certificate is not trusted (${message}); add ?sslmode=no-verify to accept it`;
  if (/timeout/i.test(message) && code === undefined) return 'it did not answer in time';
  const known = code === undefined ? undefined : explanations[code];
  return known === undefined ? message : `${known} (${message})`;
};

const patience = 10_000;

const connectionTo = (client: pg.Client): Connection => ({
  query: async (sql, parameters) => (await client.query<Record<string, unknown>>(sql, parameters ? [...parameters] : undefined)).rows,
});

/**
 * Does something with the database at a URL, on a connection of its own.
 * @throws {BadUrl} for what is no URL. @throws {Unreachable} for every reason why it cannot be done.
 */
export const connected = async <T>(url: string, job: (connection: Connection) => Promise<T>): Promise<T> => {
  parse(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience, application_name: 'rls-audit' });
  // Without a listener an error between queries would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await job(connectionTo(client));
  } catch (error) {
    const told = error instanceof NotACatalog || error instanceof TooOld ? error.message : reasonFor(error);
    throw new Unreachable(withoutSecrets(told, url));
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Reads the catalog of the database at a URL, in one read-only transaction. Throws as {@link connected} does. */
export const snapshotOf = (url: string): Promise<Snapshot> => connected(url, readSnapshot);

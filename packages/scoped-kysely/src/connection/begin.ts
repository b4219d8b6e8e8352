import { CompiledQuery, type DatabaseConnection, type Driver, type TransactionSettings } from 'kysely';

/** The setting and the value it gets for the length of a transaction. */
export interface LocalSetting {
  readonly name: string;
  readonly value: string;
}

/** Drivers that answered whether they send several statements at once. */
const batches = new WeakMap<Driver, boolean>();

const begins = /^\s*(begin|start transaction)\b[^;]*$/i;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A backslash in a literal means different things to differently configured servers. */
const isLiteral = (text: string): boolean => !text.includes('\\');

interface Batching {
  readonly connection: DatabaseConnection;
  readonly sent: () => boolean;
}

/** The connection as the driver sees it while it begins: its BEGIN takes the setting along, in the same message. */
const batching = (connection: DatabaseConnection, setConfig: string): Batching => {
  let sent = false;
  const executeQuery: DatabaseConnection['executeQuery'] = (query, ...options) => {
    if (sent || !begins.test(query.sql)) return connection.executeQuery(query, ...options);
    sent = true;
    return connection.executeQuery(CompiledQuery.raw(`${query.sql}; ${setConfig}`), ...options);
  };
  const proxy = new Proxy(connection, {
    get: (target, name) => {
      if (name === 'executeQuery') return executeQuery;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });
  return { connection: proxy, sent: () => sent };
};

const isSyntaxError = (error: unknown): boolean => (error as { readonly code?: unknown } | undefined)?.code === '42601';

const setLocal = async (driver: Driver, connection: DatabaseConnection, local: LocalSetting): Promise<void> => {
  try {
    await connection.executeQuery(CompiledQuery.raw('select set_config($1, $2, true)', [local.name, local.value]));
  } catch (error) {
    await driver.rollbackTransaction(connection);
    throw error;
  }
};

const apart = async (driver: Driver, connection: DatabaseConnection, settings: TransactionSettings, local: LocalSetting): Promise<void> => {
  await driver.beginTransaction(connection, settings);
  await setLocal(driver, connection, local);
};

const together = async (driver: Driver, connection: DatabaseConnection, settings: TransactionSettings, local: LocalSetting): Promise<boolean> => {
  const batch = batching(connection, `select set_config(${literal(local.name)}, ${literal(local.value)}, true)`);
  try {
    await driver.beginTransaction(batch.connection, settings);
  } catch (error) {
    // "cannot insert multiple commands into a prepared statement": nothing was begun.
    if (batch.sent() && isSyntaxError(error)) return false;
    // BEGIN may have run before what failed.
    if (batch.sent()) await driver.rollbackTransaction(connection).catch(() => undefined);
    throw error;
  }
  if (!batch.sent()) await setLocal(driver, connection, local);
  return true;
};

/**
 * Begins a transaction that carries the tenant: in one round trip where the driver sends statements as text, in two
 * where it prepares them. SET LOCAL takes no parameters, so it is `set_config(…, true)`.
 */
export const begin = async (driver: Driver, connection: DatabaseConnection, settings: TransactionSettings, local: LocalSetting | undefined): Promise<void> => {
  if (!local) {
    await driver.beginTransaction(connection, settings);
    return;
  }
  if (batches.get(driver) === false || !isLiteral(local.value)) {
    await apart(driver, connection, settings, local);
    return;
  }
  const sent = await together(driver, connection, settings, local);
  batches.set(driver, sent);
  if (!sent) await apart(driver, connection, settings, local);
};

/**
 * The `options` of a PostgreSQL connection that carry the tenant from its start: `-c app.current_tenant=…`. A blank or
 * a backslash would end the value.
 */
export const startupOptions = (setting: string, value: string): string => `-c ${setting}=${value.replaceAll(/[\\\s]/g, (sign) => `\\${sign}`)}`;

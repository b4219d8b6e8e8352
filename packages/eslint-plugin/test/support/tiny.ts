/** Of Kysely what one query needs: a program of it is made in no time. */
const kysely = `export declare class Kysely<DB> { selectFrom<T extends keyof DB & string>(table: T): SelectQueryBuilder<DB, T, {}>; }
export interface SelectQueryBuilder<DB, T extends keyof DB, O> {
  selectAll(): SelectQueryBuilder<DB, T, DB[T]>;
  where(column: keyof DB[T] & string, operator: '=', value: unknown): SelectQueryBuilder<DB, T, O>;
  execute(): Promise<O[]>;
}
`;

/** A project with declarations only, and its own node_modules. */
export const tinyProject: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, noUncheckedIndexedAccess: true, module: 'nodenext', target: 'es2022', lib: ['es5'], types: [], noEmit: true }, include: ['src'] }),
  'tenantscope.config.json': JSON.stringify({ tenant: { column: 'tenant_id', root: 'tenants.id', types: ['TenantId', 'AuthContext.tenantId'] }, schema: { types: 'src/db.ts#DB' } }),
  'src/auth.ts': 'export type TenantId = string & { readonly tenant: unique symbol };\nexport interface AuthContext { readonly tenantId: TenantId }\n',
  'src/db.ts': "import type { Kysely } from 'kysely';\nimport type { TenantId } from './auth.js';\nexport interface DB { tenants: { id: TenantId }; orders: { id: string; tenant_id: TenantId } }\nexport declare const db: Kysely<DB>;\n",
  'src/linted.ts': 'export {};\n',
  'node_modules/kysely/package.json': '{ "name": "kysely", "version": "0.29.0", "type": "module", "types": "./index.d.ts" }',
  'node_modules/kysely/index.d.ts': kysely,
};

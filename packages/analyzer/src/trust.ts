import { camelCase, type Configuration, type TenantModel } from '@tenantscope/core';
import { relative, sep } from 'node:path';
import { ts } from '#compiler';
import { functionPath } from './flow/names.ts';
import type { TrustPolicy } from './flow/run.ts';

const fileOf = (reference: string): string => reference.split('#')[0] ?? '';
const memberOf = (reference: string): string => reference.split('#')[1] ?? '';
const sameFile = (a: string, b: string): boolean => a.replace(/^\.\//, '').replace(/\.[cm]?tsx?$/, '') === b.replace(/^\.\//, '').replace(/\.[cm]?tsx?$/, '');

/** `Class.method`, or the name of a variable that holds what a library made (`createParamDecorator(…)`). */
const pathOf = (declaration: ts.Node): string =>
  ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) ? declaration.name.text : functionPath(declaration);

const matcher = (references: readonly string[], directory: string) => {
  const members = new Set(references.map((r) => memberOf(r).split('.').at(-1)));
  return (declaration: ts.Node): boolean => {
    if (references.length === 0) return false;
    const path = pathOf(declaration);
    if (!members.has(path.split('.').at(-1))) return false;
    const file = relative(directory, declaration.getSourceFile().fileName).split(sep).join('/');
    return references.some((r) => memberOf(r) === path && sameFile(fileOf(r), file));
  };
};

/** Every name under which the tenant column may be written. */
const tenantColumns = (configuration: Configuration, model: TenantModel): ReadonlySet<string> => {
  const column = configuration.tenant?.column;
  const declared = typeof column === 'string' ? [column] : column ? [column.default, ...Object.values(column.overrides ?? {})] : [];
  const modelled = model.tables.flatMap((t) => (t.ownership.kind === 'tenant' && t.ownership.column !== t.identity ? [t.ownership.column] : []));
  const names = [...declared, ...modelled];
  return new Set(names.length === 0 ? ['tenant_id'] : [...names, ...(configuration.naming === 'camelCase' ? names.map(camelCase) : [])]);
};

const declaresType = (file: ts.SourceFile, names: ReadonlySet<string>): boolean =>
  file.statements.some((s) => (ts.isTypeAliasDeclaration(s) || ts.isInterfaceDeclaration(s) || ts.isClassDeclaration(s) || ts.isEnumDeclaration(s)) && s.name !== undefined && names.has(s.name.text));

/** The configuration's trusted types, sources and guards, as questions about declarations. */
export const createTrustPolicy = (configuration: Configuration, model: TenantModel, directory: string): TrustPolicy => {
  const { types = [], sources = [], guards = [], provenance } = configuration.tenant ?? {};
  const typeNames = new Set(types.filter((t) => !t.includes('.')));
  const properties = new Map<string, Set<string>>();
  for (const [type = '', property = ''] of types.filter((t) => t.includes('.')).map((t) => t.split('.'))) properties.set(type, (properties.get(type) ?? new Set()).add(property));
  const minting = new Set([...typeNames, ...properties.keys()]);
  const cache = new Map<ts.SourceFile, boolean>();
  const mints = (file: ts.SourceFile): boolean => {
    let known = cache.get(file);
    if (known === undefined) {
      const path = relative(directory, file.fileName).split(sep).join('/');
      known = declaresType(file, minting) || [...sources, ...guards].some((r) => sameFile(fileOf(r), path));
      cache.set(file, known);
    }
    return known;
  };
  return {
    typeNames,
    properties,
    isSource: matcher(sources, directory),
    isGuard: matcher(guards, directory),
    mints,
    byName: provenance === 'names',
    tenantColumns: tenantColumns(configuration, model),
  };
};

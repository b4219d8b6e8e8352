import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import { ts } from 'ts-morph';
import { type App } from './app.ts';
import { textBetween, textOf } from './edit.ts';
import { builderOf } from './hoist.ts';
import { unmarked } from './marker.ts';
import { type QuerySite } from './site.ts';

/** SQL text, and the source text of each value. */
export interface CompiledSite {
  readonly sql: string;
  readonly values: readonly string[];
}

const database = new Kysely<unknown>({
  dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() },
});

const sourceText = Symbol('source text');

/** Stands for a value that is known when the program runs, and knows how it was written. */
const standIn = (text: string): object =>
  new Proxy({}, {
    get: (_, key) => {
      if (key === sourceText) return text;
      if (typeof key === 'symbol' || key === 'toOperationNode' || key === 'then') return undefined;
      return standIn(`${text}.${key}`);
    },
  });

const handles = /^(db|trx|tx)$/;
const imports: Readonly<Record<string, unknown>> = { sql, jsonArrayFrom, jsonObjectFrom, Date };

/** Names a piece of code takes from around it. */
const freeNames = (node: ts.Node, app: App): readonly string[] => {
  const names = new Set<string>();
  const visit = (n: ts.Node): void => {
    if (ts.isIdentifier(n) && !(ts.isPropertyAccessExpression(n.parent) && n.parent.name === n) && !(ts.isPropertyAssignment(n.parent) && n.parent.name === n)) {
      const symbol = ts.isShorthandPropertyAssignment(n.parent) ? app.checker.getShorthandAssignmentValueSymbol(n.parent) : app.checker.getSymbolAtLocation(n);
      const declaration = symbol?.declarations?.[0];
      if (!declaration || declaration.getSourceFile() !== node.getSourceFile() || declaration.pos < node.pos || declaration.end > node.end) names.add(n.text);
    }
    if (!ts.isTypeNode(n)) ts.forEachChild(n, visit);
  };
  visit(node);
  return [...names];
};

const valueText = (value: unknown): string | undefined => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  const text: unknown = typeof value === 'object' ? (value as { readonly [sourceText]?: unknown })[sourceText] : undefined;
  return typeof text === 'string' && /^[\w.]+$/.test(text) ? text : undefined;
};

const evaluate = (code: string, names: readonly string[]): { readonly sql: string; readonly parameters: readonly unknown[] } | undefined => {
  const js = ts.transpileModule(`return (${code}).compile();`, { compilerOptions: { target: ts.ScriptTarget.ESNext } }).outputText;
  const values = names.map((name) => imports[name] ?? (handles.test(name) ? database : standIn(name)));
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the chain is the repository's own source
    const run = new Function(...names, js) as (...args: readonly unknown[]) => { readonly sql: string; readonly parameters: readonly unknown[] };
    return run.call({ db: database }, ...values);
  } catch {
    // It needs what only a running program has.
    return undefined;
  }
};

/** What Kysely itself makes of a chain; undefined where that depends on values. */
export const compileSite = (site: QuerySite, app: App): CompiledSite | undefined => {
  const builder = builderOf(site);
  const text = builder && textOf(builder);
  if (!builder || !text || /\$if|\?|\.\.\.|await|mergeInto|\.map\(|\.and\(\{/.test(text)) return undefined;
  const compiled = evaluate(unmarked(textBetween(site.file, builder.getStart(site.file), builder.end)), freeNames(builder, app));
  const values = compiled?.parameters.map(valueText);
  if (!compiled || !values?.every((v) => v !== undefined) || / in \$|\(\) values/.test(compiled.sql) || compiled.sql.includes('`')) return undefined;
  return { sql: compiled.sql, values };
};

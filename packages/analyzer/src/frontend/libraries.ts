import { ts } from '#compiler';
import type { Foreign } from '../flow/foreign.ts';
import { spelled } from '../flow/origin.ts';
import type { Libraries, Run } from '../flow/run.ts';
import type { Value } from '../flow/value.ts';
import type { FrontEnd } from './front-end.ts';
import { expressionBuilder } from './kysely/expression-builder.ts';
import { isStatementText, isStatementValue } from './sql-text/statement-text.ts';
import { platformName } from '../platform/import.ts';
import { platformMeta } from '../platform/modules.ts';
import { type Starts, startsOf } from './starts.ts';

/** The first answer among several libraries. */
const firstOf = <T>(present: readonly FrontEnd[], ask: (f: FrontEnd) => T | undefined): T | undefined => {
  for (const f of present) {
    const answer = ask(f);
    if (answer !== undefined) return answer;
  }
  return undefined;
};

/** Method → the kinds of values it is asked of, and whose they are. */
const owners = (present: readonly FrontEnd[]): ReadonlyMap<string, ReadonlyMap<string, FrontEnd>> => {
  const found = new Map<string, Map<string, FrontEnd>>();
  for (const f of present)
    for (const [kind, methods] of Object.entries(f.methods)) for (const method of methods ?? []) found.set(method, (found.get(method) ?? new Map<string, FrontEnd>()).set(kind, f));
  return found;
};

const typedBy = (present: readonly FrontEnd[]): Libraries['typed'] => {
  const byMethod = owners(present);
  return (node, method, run, receiver): Foreign | undefined => {
    const value = { node, method, receiver };
    const member = firstOf(present, (f) => f.memberOf?.(value, run));
    if (member) return member;
    const known = byMethod.get(method);
    const kind = known && run.host.handle(node);
    return kind === undefined ? undefined : known?.get(kind)?.valueOf(kind, value, run);
  };
};

/** The same by the shape of a type that the project has written down itself. */
const alikeBy = (present: readonly FrontEnd[]): Libraries['alike'] => {
  const byMethod = owners(present);
  return (node, method, run): Foreign | undefined => {
    const known = byMethod.get(method);
    const kind = known && node.pos >= 0 ? run.host.alike(node, method) : undefined;
    return kind === undefined ? undefined : known?.get(kind)?.valueOf(kind, { node, method, receiver: undefined }, run);
  };
};

const databaseNames = /^(db|kysely|knex|trx|tx|transaction|database|pool|client|conn|connection|qb)$/i;

const baseName = (node: ts.Expression): string => {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : ts.isCallExpression(node) ? baseName(node.expression) : '';
};

const imports = (file: ts.SourceFile, present: readonly FrontEnd[]): boolean =>
  file.statements.some((s) => {
    const specifier = ts.isImportDeclaration(s) && ts.isStringLiteral(s.moduleSpecifier) ? s.moduleSpecifier.text : undefined;
    return specifier !== undefined && present.some((f) => f.modules.test(specifier));
  });

const suspiciousIn =
  (present: readonly FrontEnd[], starts: Starts) =>
  (method: string, call: ts.CallExpression, run: Run, given: Value | undefined): void => {
    const strong = starts.strong.has(method);
    if (!strong && !starts.weak.has(method)) return;
    // A query builder that nobody in the project makes: of an interface that looks like a handle, with whatever behind it.
    if (present.some((f) => f.isStrange?.(method, call, run))) {
      run.log.reached.add(call);
      run.log.lose({ node: call }, run.entry, `${spelled(call.expression)} makes a query builder, and is no handle of a library that is known`);
      return;
    }
    const receiver = method === '()' ? call.expression : ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
    if (!receiver) return;
    const isSql = isStatementText(call.arguments[0]) || isStatementValue(given);
    if (!run.host.isAny(receiver)) {
      if (run.host.isWritten(call.expression) && isSql) loseStranger(call, receiver, run);
      return;
    }
    const isNamed = databaseNames.test(baseName(receiver)) && imports(call.getSourceFile(), present);
    if (!(strong && call.arguments.length > 0) && !isNamed && !isSql) return;
    run.log.lose({ node: call }, run.entry, ofAny(receiver));
  };

const ofAny = (receiver: ts.Expression): string => `${spelled(receiver)} is of type any, so what it queries is not checked`;

/** SQL that is handed to something of the project's own, for which it has no code: nobody sees who sends it. */
const loseStranger = (site: ts.Node, receiver: ts.Expression, run: Run): void => {
  run.log.reached.add(site);
  run.log.lose({ node: site }, run.entry, `${spelled(receiver)} is given SQL, and is no handle of a library that is known: give it the library's own type`);
};

/** A template that holds SQL, and whose tag nobody knows. Tags of packages send nothing by themselves, as far as they are read. */
const suspiciousTag: Libraries['suspiciousTag'] = (node, run) => {
  if (!isStatementText(node.template)) return;
  if (run.host.isAny(node.tag)) run.log.lose({ node }, run.entry, ofAny(node.tag));
  else if (run.host.isWritten(node.tag)) loseStranger(node, node.tag, run);
};

/** The values of the libraries that a project uses. */
export const librariesOf = (present: readonly FrontEnd[]): Libraries => {
  const starts = startsOf(present);
  return { outside: (node, run) => platformName(run, node), meta: platformMeta, global: (module, name): Value | undefined => firstOf(present, (f) => f.global?.(module, name)), typed: typedBy(present), alike: alikeBy(present), suspicious: suspiciousIn(present, starts), suspiciousTag, expressionBuilder, present, starts };
};

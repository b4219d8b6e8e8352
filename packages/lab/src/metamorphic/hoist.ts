import { ts } from 'ts-morph';
import { type Edit, insertAt, replaceBetween } from './edit.ts';
import { type QuerySite } from './site.ts';

/** The statement, or arrow body, that an expression is a part of. */
interface Host {
  readonly node: ts.Statement | ts.ArrowFunction;
  /** Whether other statements may stand before it as it is. */
  readonly inList: boolean;
}

const conditional = (child: ts.Node, parent: ts.Node): boolean =>
  (ts.isConditionalExpression(parent) && parent.condition !== child) ||
  (ts.isBinaryExpression(parent) && parent.right === child && [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(parent.operatorToken.kind));

const inList = (node: ts.Statement): boolean => ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent);

/** Undefined where the expression is evaluated only sometimes, or many times. */
export const hostOf = (start: ts.Node): Host | undefined => {
  for (let at = start; ; at = at.parent) {
    const { parent } = at;
    if (ts.isSourceFile(at) || conditional(at, parent) || ts.isParameter(parent) || ts.isPropertyDeclaration(parent)) return undefined;
    if (ts.isArrowFunction(parent) && parent.body === at) return { node: parent, inList: false };
    if (ts.isStatement(parent)) {
      const repeats = ts.isIterationStatement(parent, false) && !(ts.isForOfStatement(parent) && parent.expression === at);
      return repeats || ts.isBlock(parent) || ts.isClassDeclaration(parent) ? undefined : { node: parent, inList: inList(parent) };
    }
  }
};

/** Puts statements before the one a node is a part of. */
export const before = (node: ts.Node, statements: string): readonly Edit[] | undefined => {
  const host = hostOf(node);
  if (!host) return undefined;
  const file = node.getSourceFile();
  if (ts.isArrowFunction(host.node)) {
    const { body } = host.node;
    return [insertAt(file, body.getStart(file), `{ ${statements} return `), insertAt(file, body.end, '; }')];
  }
  const at = host.node.getStart(file);
  return host.inList ? [insertAt(file, at, `${statements}\n`)] : [insertAt(file, at, `{ ${statements}\n`), insertAt(file, host.node.end, ' }')];
};

/** Like {@link before}, and something else in place of a node. Both may touch the same offset, so they are one edit there. */
export const hoist = (node: ts.Expression, statements: string, instead: string): readonly Edit[] | undefined => {
  const file = node.getSourceFile();
  const edits = before(node, statements);
  if (!edits) return undefined;
  const start = node.getStart(file);
  const same = edits.filter((e) => e.start === start && e.end === start);
  const text = `${same.map((e) => e.text).join('')}${instead}`;
  const after = edits.filter((e) => e.start === node.end && e.end === node.end && !same.includes(e));
  const rest = edits.filter((e) => !same.includes(e) && !after.includes(e));
  return [...rest, replaceBetween(file, start, node.end, text + after.map((e) => e.text).join(''))];
};

const terminal = /^(execute|executeTakeFirst|executeTakeFirstOrThrow|stream)$/;

const nameOf = (call: ts.CallExpression): string => (ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '');

/** The part of a builder's chain that builds, without what executes it. */
export const builderOf = (site: QuerySite): ts.CallExpression | undefined =>
  site.kind === 'builder' ? [...site.spine].reverse().find((call) => !terminal.test(nameOf(call)) && !/^(compile|as)$/.test(nameOf(call))) : undefined;

/** The calls of a chain that build, in order. */
export const buildingCalls = (site: QuerySite): readonly ts.CallExpression[] => {
  const last = builderOf(site);
  return last ? site.spine.slice(0, site.spine.indexOf(last) + 1) : [];
};

export const isExecuted = (site: QuerySite): boolean => site.spine.some((call) => terminal.test(nameOf(call)));

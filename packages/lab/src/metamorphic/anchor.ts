import { ts } from 'ts-morph';
import { type App } from './app.ts';
import { type QuerySite } from './site.ts';

/** A condition of a builder: `.where('t.tenant_id', '=', value)`, `eb('tenant_id', '=', value)`. */
export interface CallAnchor {
  readonly kind: 'call';
  readonly call: ts.CallExpression;
  /** `where`, `on`, `having`; undefined when an expression builder is called itself. */
  readonly method: string | undefined;
  /** As written, quotes included. */
  readonly column: string;
  readonly value: ts.Expression;
}

/** A condition in SQL text: `t.tenant_id = ${value}`, `tenant_id = $1`. */
interface TextAnchor {
  readonly kind: 'text';
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly end: number;
  readonly column: string;
  /** `${auth.tenantId}` or `$1`. */
  readonly bound: string;
  readonly value: ts.Expression | undefined;
  /** How the text is quoted in the source. */
  readonly quote: string;
}

export type Anchor = CallAnchor | TextAnchor;

/** Where a site meets the tenant. */
export interface Anchors {
  /** Conditions that compare a tenant column with a trusted value. */
  readonly conditions: readonly Anchor[];
  /** Every expression of a trusted type in the chain. */
  readonly trusted: readonly ts.Expression[];
  /** Whether the conditions are all the site has: without them nothing can make it scoped. */
  readonly complete: boolean;
}

const isTrusted = (node: ts.Expression, checker: ts.TypeChecker): boolean => checker.typeToString(checker.getTypeAtLocation(node)) === 'TenantId';

const isName = (node: ts.Node): node is ts.Identifier | ts.PropertyAccessExpression => ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);

/** Identifiers and property reads whose type is the tenant's, outermost first. */
export const trustedIn = (node: ts.Node, checker: ts.TypeChecker): readonly ts.Expression[] => {
  const found: ts.Expression[] = [];
  const visit = (n: ts.Node): void => {
    if (ts.isTypeNode(n)) return;
    if (isName(n) && !(ts.isPropertyAssignment(n.parent) && n.parent.name === n) && isTrusted(n, checker)) found.push(n);
    else ts.forEachChild(n, visit);
  };
  visit(node);
  return found;
};

const methodOf = (call: ts.CallExpression): string | undefined => (ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : undefined);

const conditionMethods = new Set(['where', 'on', 'having']);

const callAnchor = (call: ts.CallExpression, checker: ts.TypeChecker): CallAnchor | undefined => {
  const [column, operator, value] = call.arguments;
  if (!column || !operator || !value || call.arguments.length !== 3) return undefined;
  if (!ts.isStringLiteral(column) || !ts.isStringLiteral(operator) || operator.text !== '=' || !isName(value) || !isTrusted(value, checker)) return undefined;
  const method = methodOf(call);
  if (method !== undefined && !conditionMethods.has(method)) return undefined;
  return { kind: 'call', call, method, column: column.getText(), value };
};

const condition = /([a-z_][\w.]*)\s*=\s*$/i;

const templateAnchors = (node: ts.TaggedTemplateExpression, checker: ts.TypeChecker): readonly TextAnchor[] => {
  if (!ts.isTemplateExpression(node.template)) return [];
  const file = node.getSourceFile();
  const { head, templateSpans } = node.template;
  return templateSpans.flatMap((span, i): TextAnchor[] => {
    const before = i === 0 ? head : (templateSpans[i - 1]?.literal ?? head);
    const match = condition.exec(file.text.slice(before.getStart(file), before.end - 2));
    if (!match?.[1] || !isName(span.expression) || !isTrusted(span.expression, checker)) return [];
    const start = before.end - 2 - match[0].length;
    const end = span.literal.getStart(file) + 1;
    return [{ kind: 'text', file, start, end, column: match[1], bound: `\${${span.expression.getText(file)}}`, value: span.expression, quote: '`' }];
  });
};

/** The texts and the values of `client.query(text, values)` and `client.query({ text, values })`, when they are written there. */
export const boundTexts = (call: ts.CallExpression): { readonly texts: readonly ts.Expression[]; readonly values: ts.ArrayLiteralExpression | undefined } => {
  const [first, second] = call.arguments;
  const property = (name: string): ts.Expression | undefined =>
    first && ts.isObjectLiteralExpression(first) ? first.properties.filter(ts.isPropertyAssignment).find((p) => p.name.getText() === name)?.initializer : undefined;
  const text = property('text') ?? first;
  const values = property('values') ?? second;
  return { texts: text && (ts.isStringLiteralLike(text) || ts.isTemplateExpression(text)) ? [text] : [], values: values && ts.isArrayLiteralExpression(values) ? values : undefined };
};

const numbered = /([a-z_][\w.]*)\s*=\s*\$(\d+)(?!\d)/gi;
const session = /([a-z_][\w.]*)\s*=\s*((?:app\.current_tenant\(\))|(?:current_setting\('app\.current_tenant', true\)::uuid))/gi;

const queryAnchors = (call: ts.CallExpression, checker: ts.TypeChecker): readonly TextAnchor[] => {
  const { texts, values } = boundTexts(call);
  return texts.flatMap((text): readonly TextAnchor[] => {
    const file = text.getSourceFile();
    const source = text.getText(file);
    const from = text.getStart(file);
    const anchor = (m: RegExpExecArray, bound: string, value: ts.Expression | undefined): TextAnchor => ({ kind: 'text', file, start: from + m.index, end: from + m.index + m[0].length, column: m[1] ?? '', bound, value, quote: source.charAt(0) });
    const byNumber = [...source.matchAll(numbered)].flatMap((m) => {
      const value = values?.elements[Number(m[2]) - 1];
      return value && isName(value) && isTrusted(value, checker) ? [anchor(m, `$${m[2] ?? ''}`, value)] : [];
    });
    return [...byNumber, ...[...source.matchAll(session)].map((m) => anchor(m, m[2] ?? '', undefined))];
  });
};

const setting = /app\.current_tenant/g;

const known = new WeakMap<QuerySite, Anchors>();

/** The tenant conditions in the chain of a site. Types are slow to ask for, so they are asked once. */
export const anchorsOf = (site: QuerySite, { checker }: App): Anchors => {
  const found = known.get(site) ?? findAnchors(site, checker);
  known.set(site, found);
  return found;
};

const findAnchors = (site: QuerySite, checker: ts.TypeChecker): Anchors => {
  const conditions: Anchor[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node)) conditions.push(...templateAnchors(node, checker));
    if (ts.isCallExpression(node)) {
      const anchor = callAnchor(node, checker);
      if (anchor) conditions.push(anchor);
      if (node === site.root && site.kind === 'text') conditions.push(...queryAnchors(node, checker));
    }
    ts.forEachChild(node, visit);
  };
  visit(site.chain);
  const trusted = trustedIn(site.chain, checker);
  const compared = new Set(conditions.map((c) => c.value));
  const settings = conditions.filter((c) => c.kind === 'text' && c.value === undefined).length;
  const text = site.chain.getText(site.file);
  const complete = conditions.length > 0 && trusted.every((t) => compared.has(t)) && (text.match(setting)?.length ?? 0) === settings && !/is_public/.test(text);
  return { conditions, trusted, complete };
};

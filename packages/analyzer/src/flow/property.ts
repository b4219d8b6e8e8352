import { ts } from '#compiler';
import { fieldOf, memberOf } from './class.ts';
import { mapValue, unionOf } from './join.ts';
import { isFunctionLike } from './names.ts';
import { newBranch, through } from './path.ts';
import { anyProperty, propertyOf } from './object.ts';
import { spelled } from './origin.ts';
import type { Run } from './run.ts';
import { stringOf } from './text.ts';
import { constant, optionsOf, scalar, type ScalarValue, type Single, unknownKey, type Value } from './value.ts';

const requestParts = new Set(['body', 'params', 'query', 'headers', 'cookies', 'searchParams', 'rawHeaders', 'files', 'queryStringParameters', 'pathParameters']);
const requestNames = /^(req|request|event|_req)$/;
const requestTypes = /^(Next|Fastify|Express|Hono|Koa|API|Api|Lambda|Http)?(Gateway)?(Proxy)?(Request|Req|IncomingMessage|HonoRequest|Event|EventV2)$/;
const jobTypes = /^(Job|BullJob|SandboxedJob|Message|SQSRecord)$/;

const nameOf = (node: ts.Node): string => {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isParameter(node) && ts.isIdentifier(node.name) ? node.name.text : '';
};

/** Whether the client of a request, or whoever queued a job, chose a part of it. */
const foreignPart = (run: Run, from: ts.Node | undefined, name: string): string | undefined => {
  if (!from) return undefined;
  if (requestParts.has(name) && (requestNames.test(nameOf(from)) || run.host.typeNames(from).some((t) => requestTypes.test(t)))) return 'the request';
  if ((name === 'data' || name === 'payload') && (nameOf(from) === 'job' || run.host.typeNames(from).some((t) => jobTypes.test(t)))) return "the job's sender";
  if (name === 'env' && nameOf(from) === 'process') return 'the environment';
  return undefined;
};

const isTenantName = (run: Run, name: string): boolean =>
  run.trust.tenantColumns.has(name) || run.trust.tenantColumns.has(name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`));

/** A member of something trusted is trusted when it is the tenant: by its type, or by its name. */
const memberTrust = (run: Run, value: ScalarValue, name: string, node: ts.Node): string | undefined => {
  if (value.trusted === undefined) return undefined;
  return isTenantName(run, name) || (run.trust.typeNames.size > 0 && run.host.typeNames(node).some((t) => run.trust.typeNames.has(t))) ? value.trusted : undefined;
};

const scalarMember = (run: Run, value: ScalarValue, name: string, node: ts.Node, from: ts.Node | undefined): Value => {
  if (value.row) return value.row.column(name, node);
  const trusted = memberTrust(run, value, name, node);
  const whose = value.taint || value.fetched ? undefined : foreignPart(run, from, name);
  const taint = value.taint ?? (whose !== undefined ? { origin: `${spelled(node.parent && ts.isPropertyAccessExpression(node.parent) ? node.parent : node)} is chosen by ${whose}`, node } : undefined);
  const nonNull = !taint && trusted !== undefined && value.type ? !run.host.memberMayBeMissing(value.type, name) : undefined;
  return scalar(node, { taint, trusted: taint ? undefined : trusted, nonNull, parent: value, property: name, cause: value.cause, fetched: value.fetched });
};

const single = (run: Run, value: Single, name: string, node: ts.Node, from: ts.Node | undefined): Value => {
  switch (value.kind) {
    case 'object':
      return mapValue(name === unknownKey ? anyProperty(value, node) : propertyOf(value, name, node), (v) => (v.kind === 'function' && ts.isGetAccessorDeclaration(v.node) ? run.call({ ...v, self: value }, [], v.node) : v));
    case 'array':
      if (name === unknownKey && value.items.length > 0) return unionOf([...value.items.flatMap((i) => optionsOf(i.value)), ...optionsOf(constant(undefined))]);
      return name === 'length' && value.items.every((i) => i.presence === 'one') ? constant(value.items.length) : scalar(node);
    case 'instance':
      return fieldOf(run, value, name) ?? scalar(node);
    case 'class': {
      const found = memberOf(run, value.node, name)?.member;
      if (found && isFunctionLike(found)) return { kind: 'function', node: found, env: value.env, self: value };
      return found && ts.isPropertyDeclaration(found) && found.initializer ? run.evaluate(found.initializer) : scalar(node);
    }
    case 'foreign':
      return value.property(name, node, run) ?? scalar(node);
    case 'constant':
    case 'text': {
      const text = stringOf(value);
      return name === 'length' && text !== undefined ? constant(text.length) : scalar(node);
    }
    case 'scalar':
      return scalarMember(run, value, name, node, from);
    case 'function':
      return scalar(node);
  }
};

/** `value.name`; `node` is the property's name or the whole access, `from` the expression before the dot. */
export const readProperty = (run: Run, value: Value, name: string, node: ts.Node, from?: ts.Node): Value =>
  mapValue(value, (v) => single(run, v, name, node, from));

/** `value[key]` */
export const readElement = (run: Run, value: Value, key: Value, node: ts.ElementAccessExpression): Value =>
  mapValue(key, (k) => {
    if (k.kind === 'constant' && value.kind === 'array' && typeof k.value === 'number') {
      const exact = value.items.slice(0, k.value + 1).every((i) => i.presence === 'one');
      return exact ? (value.items[k.value]?.value ?? constant(undefined)) : readProperty(run, value, unknownKey, node, node.expression);
    }
    const text = k.kind === 'constant' ? String(k.value) : undefined;
    if (text !== undefined) return readProperty(run, value, text, node, node.expression);
    const keys = value.kind === 'object' ? run.host.literals(node.argumentExpression) : undefined;
    if (keys) return memberOfEach(run, value, keys, node);
    const anyOf = value.kind === 'object' || value.kind === 'array' ? run.host.literals(node) : undefined;
    if (anyOf) return literalUnion(anyOf);
    return readProperty(run, value, unknownKey, node, node.expression);
  });

/** The members under the keys that the type of a key allows: which one it is stays the same wherever the value is used. */
const memberOfEach = (run: Run, value: Value, keys: readonly (string | number | boolean)[], node: ts.ElementAccessExpression): Value => {
  const branch = newBranch();
  return unionOf(keys.flatMap((key, arm) => optionsOf(readProperty(run, value, String(key), node, node.expression)).map((o) => ({ path: through(o.path, branch, arm), value: o.value }))));
};

/** The alternatives of a literal type. */
export const literalUnion = (literals: readonly (string | number | boolean)[]): Value => {
  const [only] = literals;
  if (literals.length === 1 && only !== undefined) return constant(only);
  const branch = ++branches;
  return { kind: 'union', options: literals.map((l, arm) => ({ path: new Map([[branch, arm]]), value: constant(l) })) };
};
let branches = 1_000_000_000;

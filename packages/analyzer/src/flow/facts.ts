import type { ValueFacts } from '@tenantscope/core';
import { ts } from '#compiler';
import { spelled } from './origin.ts';
import type { Run } from './run.ts';
import { optionsOf, type ScalarValue, type Single, unknownKey, type Value } from './value.ts';

export interface TraceStep {
  readonly node: ts.Node;
  readonly message: string;
}

/** What is known of a bound value, and the steps that led there. */
export interface Judged {
  readonly facts: ValueFacts;
  /** It came from somebody who calls the function, and was judged by what the function declares: callers that are known may change that. */
  readonly open: boolean;
  readonly trace: readonly TraceStep[];
  /** Whether its trust had a say in the proof. */
  readonly isAsked: boolean;
}

/** Who answers about types, and what the configuration trusts. */
type Judge = Pick<Run, 'host' | 'trust'>;

interface Trust extends Pick<ValueFacts, 'trust' | 'origin' | 'rule'> {
  readonly open?: boolean;
}

/** The configured type of an expression, or of the property it reads. */
const typeTrust = (run: Judge, node: ts.Node): string | undefined => {
  if (node.pos < 0 || ts.isNewExpression(node) || ts.isBinaryExpression(node) || ts.isLiteralExpression(node) || run.host.isAny(node)) return undefined;
  const name = run.host.typeNames(node).find((n) => run.trust.typeNames.has(n));
  if (name !== undefined) return name;
  const access = ts.isPropertyAccessExpression(node) ? node : ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : undefined;
  return access && propertyTrust(run, access.expression, access.name.text);
};

const propertyTrust = (run: Judge, object: ts.Node, property: string): string | undefined => {
  const names = run.trust.properties.size === 0 ? [] : run.host.typeNames(object);
  const found = names.find((n) => run.trust.properties.get(n)?.has(property));
  return found && `${found}.${property}`;
};

const tenantNamed = (run: Judge, node: ts.Node, property: string | undefined): boolean => {
  const name = property ?? (ts.isIdentifier(node) ? node.text : ts.isPropertyAccessExpression(node) ? node.name.text : ts.isParameter(node) && ts.isIdentifier(node.name) ? node.name.text : '');
  return run.trust.tenantColumns.has(name) || run.trust.tenantColumns.has(name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`));
};

const where = (node: ts.Node): string => {
  if (node.pos < 0) return '';
  const file = node.getSourceFile();
  const short = file.fileName.split('/').slice(-2).join('/');
  return ` (${short}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1})`;
};

const unknownOrigin = (v: ScalarValue): string => {
  if (v.cause !== undefined) return v.cause;
  const { node } = v;
  if (ts.isParameter(node)) return `parameter ${spelled(node.name)}, whose callers are not known${where(node)}`;
  return `${spelled(node)}, of which nothing is known${where(node)}`;
};

/** Text or a value of type any becomes a tenant by a cast or a declaration only: that says what somebody wishes. */
const isLaundered = (run: Judge, origin: ts.Node): boolean => origin.pos >= 0 && !ts.isNewExpression(origin) && run.host.isPlain(origin);

const scalarTrust = (run: Judge, v: ScalarValue, use: ts.Node): Trust => {
  if (v.taint) return { trust: 'untrusted', origin: `${v.taint.origin}${where(v.taint.node)}` };
  if (v.trusted !== undefined) return { trust: 'trusted', origin: `${v.trusted}${where(v.node)}`, open: v.open === true };
  if (v.fetched) return { trust: 'unknown', origin: `${spelled(v.node)} is read from a row${where(v.node)}`, rule: 'unproven-value' };
  const parent = v.parent?.parent ? v.parent.node : v.parent?.node;
  const declared =
    typeTrust(run, v.node) ?? (isLaundered(run, v.node) ? undefined : typeTrust(run, use)) ?? (v.property !== undefined && v.property !== unknownKey && parent ? propertyTrust(run, parent, v.property) : undefined);
  if (declared !== undefined && v.cause === undefined) return { trust: 'trusted', origin: `declared type ${declared}${where(v.node)}`, open: true };
  if (run.trust.byName && tenantNamed(run, v.node, v.property)) return { trust: 'trusted', origin: `named like the tenant column${where(v.node)}`, open: true };
  // Asking for the type of `new …` would have the checker resolve the call it is an argument of.
  // The type of a member is that of what it is a member of, often a long chain.
  const any = v.node.pos >= 0 && !ts.isNewExpression(v.node) && v.parent === undefined && run.host.isAny(v.node);
  return { trust: 'unknown', origin: any && v.cause === undefined ? `${spelled(v.node)} is of type any${where(v.node)}` : unknownOrigin(v), rule: 'unproven-value', open: true };
};

const isNullish = (v: Single): boolean => v.kind === 'constant' && (v.value === null || v.value === undefined || v.value === '');

const rank = { trusted: 0, unknown: 1, untrusted: 2 } as const;

const worstOf = (parts: readonly Trust[]): Trust => ({
  ...parts.reduce<Trust>((a, b) => (rank[b.trust] > rank[a.trust] ? b : a), { trust: 'trusted', origin: '' }),
  open: parts.some((p) => p.open),
});

const singleTrust = (run: Judge, v: Single, use: ts.Node): Trust => {
  switch (v.kind) {
    case 'scalar':
      return scalarTrust(run, v, use);
    case 'constant':
      return { trust: 'unknown', origin: `the constant ${JSON.stringify(v.value) ?? 'undefined'}`, rule: 'unproven-value' };
    case 'array': {
      const parts = v.items.map((i) => valueTrust(run, i.value, use));
      return parts.length === 0 ? { trust: 'unknown', origin: 'an empty list', rule: 'unproven-value' } : { ...worstOf(parts), origin: worstOf(parts).origin || (parts[0]?.origin ?? '') };
    }
    case 'text': {
      const holes = v.pieces.flatMap((p) => (p.kind === 'hole' ? [valueTrust(run, p.value, p.node)] : []));
      const tainted = holes.find((h) => h.trust === 'untrusted');
      if (tainted) return tainted;
      const [only] = holes;
      if (only && v.pieces.length === 1) return only;
      return { trust: 'unknown', origin: `the text ${spelled(use)}`, rule: 'unproven-value' };
    }
    default:
      return { trust: 'unknown', origin: `${spelled(use)}, which is not a plain value`, rule: 'unproven-value' };
  }
};

const valueTrust = (run: Judge, value: Value, use: ts.Node): Trust => {
  const options = optionsOf(value).map((o) => o.value);
  // One untrusted alternative is enough; the types of the others need not be asked.
  const tainted = options.find((v) => v.kind === 'scalar' && v.taint !== undefined);
  // Which of several it is may be for a caller to say.
  if (tainted) return { ...singleTrust(run, tainted, use), open: options.length > 1 || (tainted as ScalarValue).open === true };
  // NULL and the empty string are no tenant: where they stand for a missing one, nothing is found.
  const real = options.filter((v) => !isNullish(v));
  const parts = (real.length === 0 ? options : real).map((v) => singleTrust(run, v, use));
  const worst = worstOf(parts);
  return worst.origin === '' ? { ...(parts[0] ?? worst), open: worst.open === true } : worst;
};

const withoutWish = (node: ts.Node): ts.Node => (ts.isNonNullExpression(node) ? node.expression : node);

const neverNull = (run: Judge, v: Single, use: ts.Node): boolean => {
  if (v.kind === 'constant') return v.value !== null && v.value !== undefined;
  if (v.kind !== 'scalar') return true;
  if (v.nonNull === true || v.fetched || v.taint) return v.nonNull === true;
  // `x!` is a wish, not a check: the type of what stands before it counts.
  const asked = [use, v.node].map(withoutWish).filter((n) => n.pos >= 0);
  return asked.some((n) => !run.host.mayBeNull(n) && !run.host.mayBeUndefined(n));
};

const traceOf = (value: Value, use: ts.Node): readonly TraceStep[] => {
  const steps: TraceStep[] = [{ node: use, message: `${spelled(use)} is used as a value` }];
  for (const { value: v } of optionsOf(value)) {
    if (v.kind !== 'scalar') continue;
    if (v.node !== use) steps.push({ node: v.node, message: `it comes from ${spelled(v.node)}` });
    if (v.taint && v.taint.node !== v.node) steps.push({ node: v.taint.node, message: v.taint.origin });
  }
  return steps.filter((s) => s.node.pos >= 0);
};

interface Once<T> {
  readonly value: T;
  readonly isMade: boolean;
}

const once = <T>(make: () => T): Once<T> => {
  let made: { readonly value: T } | undefined;
  return {
    get value() {
      return (made ??= { value: make() }).value;
    },
    get isMade() {
      return made !== undefined;
    },
  };
};

/** What is asked of a value, each answered when somebody asks: most values of a query say nothing of its rows, and types are slow. */
interface Answers {
  readonly label: string;
  readonly trust: Once<Trust>;
  readonly nonNull: Once<boolean>;
  readonly trace: Once<readonly TraceStep[]>;
}

const judged = ({ label, trust, nonNull, trace }: Answers): Judged => ({
  facts: {
    label,
    get trust() {
      return trust.value.trust;
    },
    get origin() {
      return trust.value.origin;
    },
    get rule() {
      return trust.value.rule;
    },
    get nonNull() {
      return nonNull.value;
    },
  },
  get open() {
    return trust.value.open === true;
  },
  get trace() {
    return trace.value;
  },
  get isAsked() {
    return trust.isMade;
  },
});

/** Judges a value bound at `use`. */
export const judge = ({ host, trust }: Judge, value: Value, use: ts.Node): Judged =>
  judged({
    label: spelled(use),
    trust: once(() => valueTrust({ host, trust }, value, use)),
    nonNull: once(() => optionsOf(value).every((o) => neverNull({ host, trust }, o.value, use))),
    trace: once(() => traceOf(value, use)),
  });

/** Of one value bound at two places, only what holds at both is known. */
export const judgedBoth = (a: Judged, b: Judged): Judged => {
  const worse = once(() => (rank[b.facts.trust] > rank[a.facts.trust] ? b : a));
  return judged({
    label: b.facts.label,
    trust: once(() => ({ ...worse.value.facts, open: a.open || b.open })),
    nonNull: once(() => a.facts.nonNull && b.facts.nonNull),
    trace: once(() => worse.value.trace),
  });
};

/** Whether a value may be `undefined`, so that a builder leaves its key out. */
export const mayBeUndefined = (run: Run, value: Value, use: ts.Node): boolean =>
  optionsOf(value).some(({ value: v }) => {
    if (v.kind === 'constant') return v.value === undefined;
    if (v.kind !== 'scalar' || v.nonNull === true) return false;
    if (ts.isBinaryExpression(v.node) || ts.isNewExpression(v.node) || ts.isPrefixUnaryExpression(v.node)) return false;
    if (v.trusted !== undefined && v.node === use) return false;
    return [use, v.node].map(withoutWish).every((n) => n.pos < 0 || run.host.mayBeUndefined(n));
  });

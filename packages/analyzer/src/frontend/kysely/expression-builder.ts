import { between, call, caseWhen, cast, type Expr, readExpression, row } from '@tenantscope/core';
import type { ts } from 'ts-morph';
import { alternatives } from '../../flow/branch.ts';
import { mayBeUndefined } from '../../flow/facts.ts';
import { type Arguments, Foreign } from '../../flow/foreign.ts';
import { spelled } from '../../flow/origin.ts';
import type { Run } from '../../flow/run.ts';
import { type ObjectValue, optionsOf, scalar, undefinedValue, type Value } from '../../flow/value.ts';
import { bindPlain } from '../bind.ts';
import { Builder } from './builder.ts';
import { emptyDraft } from './draft.ts';
import { ExpressionValue, functionCall, textOf } from './expression.ts';
import { methodOf } from './methods.ts';
import { columnFrom } from './name.ts';
import { combine, type Operand, plain } from './operand.ts';
import { atOf, binaryFrom, nameOf, operandFromArguments, referenceOperand, relationsFrom, settle, unread, valueOperand } from './operands.ts';
import { binary, unary } from './operator.ts';
import { SqlValue } from './sql-value.ts';

const first = (args: Arguments): Value => args.values[0] ?? undefinedValue;
const firstNode = (args: Arguments): ts.Node => args.nodes[0] ?? args.call;
const expression = (operand: Operand): ExpressionValue => new ExpressionValue(operand);
const of = (expr: Expr, at: ts.Node): ExpressionValue => expression(plain(expr, atOf(at)));

/** What the client sent is plain data: each key that it has makes one more equality with a bound value, never a raw expression. */
const isClientData = (value: Value): boolean => optionsOf(value).every(({ value: v }) => v.kind === 'scalar' && v.taint !== undefined);

/** `eb.and({ a: 1 })`: keys whose value is undefined make no condition. */
const objectFilter = (run: Run, object: ObjectValue): readonly Operand[] =>
  object.entries.flatMap((e, i): readonly Operand[] => {
    // Nothing stands before it that it could replace.
    if (e.kind === 'spread' && isClientData(e.value) && object.entries.slice(0, i).every((before) => before.kind === 'spread')) return [plain(bindPlain(run, scalar(e.node), e.node), atOf(e.node))];
    if (e.kind === 'spread') return [{ ...unread(`the filter ${spelled(e.node)} is only known at run time`, e.node), optional: true }];
    if (e.value.kind === 'constant' && e.value.value === undefined) return [];
    const right = valueOperand(run, e.value, e.node);
    const isTest = right.expr.kind === 'constant' && (right.expr.value === null || typeof right.expr.value === 'boolean');
    const operand = binary(plain(columnFrom(e.key, atOf(e.node)), atOf(e.node)), isTest ? 'is' : '=', right, atOf(e.node));
    return [{ ...operand, optional: e.optional || mayBeUndefined(run, e.value, e.node) || undefined }];
  });

const listFilter = (run: Run, items: readonly { readonly value: Value; readonly presence: string }[], node: ts.Node): readonly Operand[] =>
  items.map((item) => {
    const v = settle(run, item.value, node);
    const operand = v instanceof SqlValue ? v.operand(run) : unread(`the condition ${spelled(node)} is not followed`, node);
    return item.presence === 'one' ? operand : { ...operand, optional: true };
  });

const logic = (word: 'and' | 'or') => (run: Run, args: Arguments): Value => {
  const at = atOf(args.call);
  const v = settle(run, first(args), firstNode(args));
  if (v.kind === 'object') return expression(plain(combine(objectFilter(run, v), word, at), at));
  if (v.kind !== 'array') return expression(unread(v.kind === 'scalar' && v.cause !== undefined ? v.cause : `the conditions ${spelled(firstNode(args))} are not followed`, args.call));
  const operands = listFilter(run, v.items, firstNode(args));
  // Under OR a condition that may be missing takes nothing away, but what is there must hold.
  return expression(plain(combine(word === 'or' ? operands.map((o) => ({ ...o, optional: undefined })) : operands, word, at), at));
};

/** `eb.case().when(…).then(…).else(…).end()` */
class CaseBuilder extends Foreign {
  readonly state: { readonly operand?: Expr | undefined; readonly whens: readonly { when: Expr; then: Expr }[]; readonly pending?: Expr | undefined; readonly otherwise?: Expr | undefined };

  constructor(state: CaseBuilder['state']) {
    super();
    this.state = state;
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    const s = this.state;
    switch (name) {
      case 'when':
      case 'whenRef':
        if (s.operand && args.values.length === 1) return new CaseBuilder({ ...s, pending: valueOperand(run, first(args), firstNode(args)).expr });
        return new CaseBuilder({ ...s, pending: operandFromArguments(run, args, name === 'whenRef').expr });
      case 'then':
      case 'thenRef': {
        const then = (name === 'then' ? valueOperand : referenceOperand)(run, first(args), firstNode(args)).expr;
        return new CaseBuilder({ ...s, whens: [...s.whens, { when: s.pending ?? then, then }], pending: undefined });
      }
      case 'else':
      case 'elseRef':
        return new CaseBuilder({ ...s, otherwise: (name === 'else' ? valueOperand : referenceOperand)(run, first(args), firstNode(args)).expr });
      case 'end':
      case 'endCase':
        return of(caseWhen({ operand: s.operand, whens: s.whens, otherwise: s.otherwise, at: atOf(args.call) }), args.call);
      default:
        return undefined;
    }
  }
}

export const aggregates = new Set(['avg', 'count', 'max', 'min', 'sum', 'any', 'coalesce']);

/** `eb.fn`, `db.fn` */
export class FunctionModule extends Foreign {
  override call(args: Arguments, run: Run): Value {
    const name = nameOf(run, first(args), firstNode(args));
    if (name === undefined) return expression(unread(`the function ${spelled(firstNode(args))} is only known at run time`, args.call));
    return functionCall(run, name, args.values.slice(1), args.nodes.slice(1), args.call);
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (aggregates.has(name)) return functionCall(run, name, args.values, args.nodes, args.call);
    if (name === 'agg') return this.call(args, run);
    if (name === 'countAll') return of(call({ name: ['count'], args: [], star: true, at: atOf(args.call) }), args.call);
    if (name !== 'jsonAgg' && name !== 'toJson') return undefined;
    return functionCall(run, name === 'jsonAgg' ? 'json_agg' : 'to_json', args.values, args.nodes, args.call);
  }

  override property(name: string): Value | undefined {
    return aggregates.has(name) || name === 'agg' || name === 'countAll' ? new BoundMethod(this, name) : undefined;
  }
}

/** A method taken off its object: `({ eb, and, exists }) => …`. */
class BoundMethod extends Foreign {
  readonly owner: Foreign;
  readonly name: string;

  constructor(owner: Foreign, name: string) {
    super();
    this.owner = owner;
    this.name = name;
  }

  override call(args: Arguments, run: Run): Value | undefined {
    return this.owner.invoke(this.name, args, run);
  }
}

const unaryMethod = (op: string) => (run: Run, args: Arguments): Value => expression(unary(op, valueOrColumn(run, args), atOf(args.call)));
const valueOrColumn = (run: Run, args: Arguments): Operand => referenceOperand(run, first(args), firstNode(args));

const castMethod = (run: Run, args: Arguments): Value => {
  const [, type = undefinedValue] = args.values;
  const text = textOf(run, type, args.nodes[1] ?? args.call);
  const read = text === undefined ? undefined : readExpression(`null::${text}`);
  if (read?.kind !== 'cast') return expression(unread('the type of the cast is only known at run time', args.call));
  return of(cast({ arg: valueOrColumn(run, args).expr, type: read.type, at: atOf(args.call) }), args.call);
};

const betweenMethod = (run: Run, args: Arguments): Value => {
  const [, low = undefinedValue, high = undefinedValue] = args.values;
  const [, lowNode = args.call, highNode = args.call] = args.nodes;
  return of(between({ operand: valueOrColumn(run, args).expr, low: valueOperand(run, low, lowNode).expr, high: valueOperand(run, high, highNode).expr, negated: false, at: atOf(args.call) }), args.call);
};

const subSelect = (run: Run, args: Arguments): Value => {
  const from = relationsFrom(run, first(args), firstNode(args), undefined);
  return new Builder({ node: args.call, site: false }, { ...emptyDraft('select', atOf(args.call)), from }, methodOf);
};

const methods: Readonly<Record<string, (run: Run, args: Arguments) => Value>> = {
  selectFrom: subSelect,
  case: (run, args) => new CaseBuilder({ whens: [], operand: args.values.length === 0 ? undefined : valueOrColumn(run, args).expr }),
  ref: (run, args) => expression(valueOrColumn(run, args)),
  table: (run, args) => of(columnFrom(nameOf(run, first(args), firstNode(args)) ?? '?', atOf(args.call)), args.call),
  val: (run, args) => expression(valueOperand(run, first(args), firstNode(args))),
  lit: (run, args) => expression(valueOperand(run, first(args), firstNode(args))),
  refTuple: (run, args) => of(row({ items: args.values.map((v, i) => referenceOperand(run, v, args.nodes[i] ?? args.call).expr), at: atOf(args.call) }), args.call),
  tuple: (run, args) => of(row({ items: args.values.map((v, i) => valueOperand(run, v, args.nodes[i] ?? args.call).expr), at: atOf(args.call) }), args.call),
  unary: (run, args) => expression(unary(nameOf(run, first(args), firstNode(args)) ?? '?', referenceOperand(run, args.values[1] ?? undefinedValue, args.nodes[1] ?? args.call), atOf(args.call))),
  not: unaryMethod('not'),
  exists: unaryMethod('exists'),
  neg: unaryMethod('-'),
  between: betweenMethod,
  betweenSymmetric: betweenMethod,
  and: logic('and'),
  or: logic('or'),
  parens: (run, args) => of(operandFromArguments(run, args).expr, args.call),
  cast: castMethod,
  jsonPath: (_run, args) => expression(unread('JSON paths are not followed', args.call)),
};

/** The `eb` of callbacks: callable, with methods, and often taken apart. */
class ExpressionBuilder extends Foreign {
  override call(args: Arguments, run: Run): Value {
    return guarded(run, args, () => expression(binaryFrom(run, args, false)));
  }

  override invoke(name: string, args: Arguments, run: Run): Value | undefined {
    if (name === 'fn') return new FunctionModule().call(args, run);
    if (name === 'eb') return this.call(args, run);
    const method = methods[name];
    return method && guarded(run, args, () => method(run, args));
  }

  override property(name: string): Value | undefined {
    if (name === 'fn') return new FunctionModule();
    if (name === 'eb') return this;
    return Object.hasOwn(methods, name) ? new BoundMethod(this, name) : undefined;
  }

  override mergeWith(other: Foreign): Foreign | undefined {
    return other instanceof ExpressionBuilder ? this : undefined;
  }

  override fingerprint(): string {
    return 'eb';
  }
}

/** There is one: it has no state. */
export const expressionBuilder = new ExpressionBuilder();

const guarded = (run: Run, args: Arguments, compute: () => Value): Value =>
  alternatives(run, compute, () => expression(unread('the expression has more alternatives than are told apart', args.call)));

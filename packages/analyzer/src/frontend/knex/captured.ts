import { ts } from '#compiler';
import { same } from '../../flow/join.ts';
import { declarationOf } from '../../flow/names.ts';
import type { Run } from '../../flow/run.ts';
import { type FunctionValue, optionsOf, type Value } from '../../flow/value.ts';

const isConstant = (node: ts.Node): boolean => ts.isVariableDeclaration(node) && (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;

/** Whether code that runs later may find something else in a variable. */
const mayChange = (node: ts.Node, value: Value): boolean => !isConstant(node) || optionsOf(value).some(({ value: v }) => v.kind === 'object' || v.kind === 'array');

const isWithin = (now: Value, then: Value): boolean => optionsOf(now).every((n) => optionsOf(then).some((t) => same(n.value, t.value)));

/** Knex calls a callback when it sends the query. Tells whether the variables it reads hold then what they held when it was read here. */
export const currentOf = (run: Run, f: FunctionValue): (() => boolean) => {
  const held = new Map<ts.Node, Value>();
  const visit = (node: ts.Node): void => {
    const declaration = ts.isIdentifier(node) ? declarationOf(run.host, node) : undefined;
    const value = declaration && f.env?.get(declaration);
    if (declaration && value && mayChange(declaration, value)) held.set(declaration, value);
    ts.forEachChild(node, visit);
  };
  if (f.node.body) visit(f.node.body);
  return () => [...held].every(([declaration, value]) => isWithin(f.env?.get(declaration) ?? value, value));
};

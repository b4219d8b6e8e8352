import { ts } from '#compiler';
import { callMethod, callValue, evaluateArguments, handOver, taintIn } from './call.ts';
import type { Foreign } from './foreign.ts';
import { mapValue } from './join.ts';
import { namespaceMember, pathName } from './name.ts';
import { readElement, readProperty } from './property.ts';
import { unwrap } from './names.ts';
import { spelled } from './origin.ts';
import type { Run } from './run.ts';
import { construct } from './function.ts';
import { optionsOf, scalar, type Single, type Value } from './value.ts';

type Link = ts.CallExpression | ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.NonNullExpression | ts.TaggedTemplateExpression;

const isLink = (node: ts.Node): node is Link =>
  ts.isCallExpression(node) ||
  ts.isPropertyAccessExpression(node) ||
  ts.isElementAccessExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isTaggedTemplateExpression(node);

const inner = (link: Link): ts.Expression => (ts.isTaggedTemplateExpression(link) ? link.tag : link.expression);

const evaluateNew = (run: Run, node: ts.NewExpression): Value => {
  const callee = run.evaluate(node.expression);
  const all = evaluateArguments(run, node);
  const { values: args, open } = all;
  return mapValue(callee, (c) => {
    const made = c.kind === 'foreign' ? c.construct(all, run) : undefined;
    if (made) return made;
    if (c.kind === 'class') return construct(run, c, open ? undefined : args, node);
    handOver(run, all, spelled(node));
    return scalar(node, { nonNull: true, taint: args.map(taintIn).find((t) => t !== undefined) });
  });
};

/** The library value that a tag is by its type, or by the type of what flowed into it. */
const tagOf = (run: Run, t: Single, tag: ts.Expression): Foreign | undefined => {
  const found = run.libraries.typed(tag, '``', run) ?? (t.kind === 'scalar' && t.node.pos >= 0 && t.node !== tag ? run.libraries.typed(t.node as ts.Expression, '``', run) : undefined);
  return found ?? run.libraries.alike(tag, '``', run);
};

const applyTag = (run: Run, tag: Value, node: ts.TaggedTemplateExpression): Value => {
  // `global.prisma ?? new PrismaClient()`: what is known of one alternative stands for the other.
  const isKnown = optionsOf(tag).some((o) => o.value.kind === 'foreign');
  return mapValue(tag, (t) => {
    const { template } = node;
    const holes = ts.isNoSubstitutionTemplateLiteral(template) ? [] : template.templateSpans.map((s) => s.expression);
    const pieces = ts.isNoSubstitutionTemplateLiteral(template) ? [template] : [template.head, ...template.templateSpans.map((s) => s.literal)];
    const values = holes.map((h) => run.evaluate(h));
    const handle = t.kind === 'foreign' ? t : tagOf(run, t, node.tag);
    if (handle) run.log.reached.add(node);
    else if (t.kind === 'scalar' && !isKnown) run.libraries.suspiciousTag(node, run);
    return handle?.tag(pieces, { values, nodes: holes, call: node, open: false }, run) ?? scalar(node);
  });
};

/** A property access that is called is part of the call: the method needs its receiver. */
const methodOf = (call: ts.CallExpression): ts.PropertyAccessExpression | undefined => {
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee : undefined;
};

const readLink = (run: Run, link: Link, receiver: Value): Value => {
  if (ts.isPropertyAccessExpression(link)) {
    const refined = pathName(run, link);
    const known = refined === undefined ? undefined : run.stack.at(-1)?.env.get(refined);
    return known ?? namespaceMember(run, link) ?? readProperty(run, receiver, link.name.text, link.name, link.expression);
  }
  if (ts.isElementAccessExpression(link)) return readElement(run, receiver, run.evaluate(link.argumentExpression), link);
  return receiver;
};

const isOptional = (link: Link): boolean => (ts.isCallExpression(link) || ts.isPropertyAccessExpression(link) || ts.isElementAccessExpression(link)) && link.questionDotToken !== undefined;

/**
 * Calls and accesses, from the innermost outwards. Chains are thousands of links long in the worst case,
 * so they are walked with a loop.
 */
export const evaluateChain = (run: Run, node: ts.Expression): Value => {
  const links: Link[] = [];
  let base: ts.Expression = node;
  while (isLink(base)) {
    links.push(base);
    base = ts.isParenthesizedExpression(inner(base)) && isLink(unwrap(inner(base))) ? unwrap(inner(base)) : inner(base);
  }
  let value = ts.isNewExpression(base) ? evaluateNew(run, base) : base.kind === ts.SyntaxKind.SuperKeyword ? superValue(run, base) : run.evaluate(base);
  for (let i = links.length - 1; i >= 0 && run.alive; i--) {
    const link = links[i];
    if (!link) break;
    const next = i > 0 ? links[i - 1] : undefined;
    if (next && ts.isCallExpression(next) && methodOf(next) === link && ts.isPropertyAccessExpression(link)) {
      const member = namespaceMember(run, link);
      value = member ? callValue(run, member, next) : callMethod(run, value, link, next);
      i--;
    } else if (ts.isCallExpression(link)) value = callValue(run, value, link);
    else if (ts.isTaggedTemplateExpression(link)) value = applyTag(run, value, link);
    else value = readLink(run, link, value);
    if (isOptional(link) && value.kind === 'scalar') value = { ...value, nonNull: undefined };
  }
  return value;
};

const superValue = (run: Run, node: ts.Node): Value => run.stack.at(-1)?.self ?? scalar(node);

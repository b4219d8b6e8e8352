import { ts } from '#compiler';
import type { TypeHost } from '../host/type-host.ts';
import { resume, snapshot } from './branch.ts';
import { type Constant, isKept } from './constant.ts';
import { Environment } from './environment.ts';
import { defineClass } from './class.ts';
import { evaluateExpression } from './expression.ts';
import { invokeFunction, makeUnknown, runLeftovers } from './function.ts';
import { isFunctionLike, isStatic, type Part } from './names.ts';
import { type Frame, type Libraries, maxDepth, maxSteps, type Run, type TrustPolicy } from './run.ts';
import type { RecordedFiles } from '../project/text-files.ts';
import type { Reads, Wide } from './reads.ts';
import { SiteLog } from './site.ts';
import { executeStatement } from './statement.ts';
import { mapValue } from './join.ts';
import { scalar, type Value } from './value.ts';

/** What all runs of one analysis share. */
export interface Shared extends Wide {
  readonly host: TypeHost;
  readonly trust: TrustPolicy;
  readonly libraries: Libraries;
  readonly log: SiteLog;
  readonly files: RecordedFiles;
  /** Constants of modules that take more steps than there are, with what was asked on the way: they are not begun again. */
  readonly endless: Map<ts.Node, Reads>;
  readonly constants: Map<ts.Node, Constant>;
}

/** Thrown when one entry has taken too many steps; its sites become unproven. */
export class OutOfSteps extends Error {}

const step = (run: Run): void => {
  if (++run.steps > (run.depth < maxDepth ? maxSteps / 4 : maxSteps)) throw new OutOfSteps();
};

/** What a run and those of the constants that it needs have in common. */
type Common = Pick<Run, 'bindings' | 'modules' | 'evaluating' | 'unkept'>;

const common = (): Common => ({ bindings: new Map(), modules: new Map(), evaluating: new Set(), unkept: { reads: 0 } });

/** What a constant makes of the sites in it is the run's that needs it; of one that is not worked out, the file's that has it. */
const constantOf = (shared: Shared, run: Run, initializer: ts.Expression): Value | undefined => {
  const kept = shared.constants.get(initializer);
  if (kept) {
    readAgain(shared, run, initializer);
    return kept.value;
  }
  const before = run.unkept.reads;
  const endless = shared.endless.get(initializer);
  if (endless) run.log.reads.absorb(endless);
  const made = endless ? undefined : workedOut(shared, run, initializer);
  if (made && run.unkept.reads === before && isKept(made)) shared.constants.set(initializer, made);
  else run.unkept.reads += 1;
  return made?.value;
};

/** Whoever is kept with what it reads must know all that it reads. */
const readAgain = ({ constants }: Shared, run: Run, initializer: ts.Expression): void => {
  const kept = constants.get(initializer);
  if (kept) run.log.repeat(kept.log, run.entry);
  else run.unkept.reads += 1;
};

const workedOut = (shared: Shared, run: Run, initializer: ts.Expression): Constant | undefined => {
  const log = new SiteLog(shared.log.model);
  const own = createRun(shared, log, run.entry, maxDepth, false, run);
  own.stack.push(frameOf(initializer.getSourceFile()));
  try {
    const value = own.evaluate(initializer);
    run.log.absorb(log);
    return { value, log };
  } catch (error) {
    if (!(error instanceof OutOfSteps)) throw error;
    shared.endless.set(initializer, log.reads);
    run.log.reads.absorb(log.reads);
    return undefined;
  }
};

const createRun = (shared: Shared, log: SiteLog, entry: ts.Node, depth: number, everything: boolean, { bindings, modules, evaluating, unkept }: Common): Run => {
  const run: Run = {
    ...shared,
    ...log.reads.noting(shared),
    log,
    files: {
      find: (path, from) => {
        log.finds.push({ path, from });
        return shared.files.find(path, from);
      },
    },
    bindings,
    modules,
    evaluating,
    unkept,
    entry,
    depth,
    everything,
    stack: [],
    alive: true,
    steps: 0,
    tries: [],
    choices: [],
    called: new Set(),
    evaluate: (node) => (step(run), evaluateExpression(run, node)),
    constant: (initializer) => constantOf(shared, run, initializer),
    readAgain: (initializer) => {
      readAgain(shared, run, initializer);
    },
    execute: (statement) => {
      step(run);
      executeStatement(run, statement);
    },
    call: (callee, args, at) =>
      mapValue(callee, (c) => {
        if (c.kind === 'function') return invokeFunction(run, c, args, c.node);
        if (c.kind === 'foreign') return c.call({ values: args, nodes: args.map(() => at), call: at, open: false }, run) ?? scalar(at);
        return scalar(at, { cause: c.kind === 'scalar' ? c.cause : undefined });
      }),
  };
  return run;
};

const frameOf = (node: ts.Node): Frame => ({ node, env: new Environment(undefined), returns: [], exits: [], targets: [], reassigned: new Set(), created: new Map() });

/** `this` of a method, or of a function that a field holds. */
const selfOf = (node: ts.FunctionLikeDeclaration): Value | undefined => {
  const member = ts.isPropertyDeclaration(node.parent) ? node.parent : node;
  const owner = member.parent;
  if (!ts.isClassLike(owner)) return undefined;
  return isStatic(member) ? { kind: 'class', node: owner } : { kind: 'instance', node: owner, fields: new Map() };
};

/** Functions and classes that stand in no function: each is run by itself, as if somebody unknown called it. A constructor is a part of its class. */
export const outermostParts = (file: ts.SourceFile): readonly Part[] => {
  const found: Part[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node)) found.push(node);
    if (ts.isConstructorDeclaration(node)) return;
    if (isFunctionLike(node) && node.body) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const runFile = (run: Run, file: ts.SourceFile): void => {
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) continue;
    run.alive = true;
    run.execute(statement);
  }
};

/** What the runs before have found out about an entry, and this one must know. */
export interface Known {
  /** Somebody was followed to it. */
  readonly isCalled: boolean;
  /** It was handed on as a value. */
  readonly isEscaped: boolean;
}

/** Somebody unknown makes an instance, unless those who do were followed. */
const runClass = (run: Run, node: ts.ClassLikeDeclaration, known: Known): void => {
  const made: Value = { kind: 'class', node };
  defineClass(run, made);
  run.alive = true;
  const isCalled = known.isCalled || run.log.callers.has(node);
  if (!isCalled || run.everything || known.isEscaped || run.log.escaped.has(node)) makeUnknown(run, made);
};

/** A run that nothing is started in yet: for expressions of the top level of files. */
export const openRun = (shared: Shared, file: ts.SourceFile): Run => {
  const run = createRun(shared, shared.log, file, maxDepth, false, common());
  run.stack.push(frameOf(file));
  return run;
};

/** Runs a function, or the top level of a file, as if somebody unknown called it; what it finds is written to the log. */
export const runEntry = (shared: Shared, log: SiteLog, entry: ts.Node, { depth, everything, known }: Pick<Run, 'depth' | 'everything'> & { readonly known: Known }): void => {
  const run = createRun(shared, log, entry, depth, everything, common());
  const top = frameOf(entry.getSourceFile());
  run.stack.push(top);
  if (isFunctionLike(entry)) {
    invokeFunction(run, { kind: 'function', node: entry, env: undefined, self: selfOf(entry) }, undefined, entry);
  } else if (ts.isClassLike(entry)) runClass(run, entry, known);
  else runFile(run, entry as ts.SourceFile);
  run.alive = true;
  const before = snapshot(run);
  // What stands at the top level of a file is an entry of its own.
  if (!ts.isSourceFile(entry)) runLeftovers(run, top);
  resume(run, [before]);
};

import { ts } from '#compiler';
import { bind } from './assignment.ts';
import { awaitValue, isAsync } from './await.ts';
import { localClass } from './class.ts';
import { branch, resume, snapshot } from './branch.ts';
import { assume, decided } from './condition.ts';
import type { Snapshot } from './environment.ts';
import { forEachItem, repeat } from './loop.ts';
import { unwrap } from './names.ts';
import type { Run, Target } from './run.ts';
import { arrayOf, optionsOf, scalar, undefinedValue, unknownKey, type Value } from './value.ts';

const block = (run: Run, statements: readonly ts.Statement[]): void => {
  for (const s of statements) {
    if (!run.alive) return;
    run.execute(s);
  }
};

const declare = (run: Run, list: ts.VariableDeclarationList): void => {
  for (const d of list.declarations) bind(run, d.name, d.initializer ? run.evaluate(d.initializer) : undefinedValue, d.initializer ?? d);
};

const executeIf = (run: Run, s: ts.IfStatement): void => {
  const tested = run.evaluate(s.expression);
  const known = decided(run, tested);
  const otherwise = (): void => {
    if (s.elseStatement) run.execute(s.elseStatement);
  };
  if (known !== undefined) {
    if (known) run.execute(s.thenStatement);
    else otherwise();
    return;
  }
  branch(run, [
    () => (assume(run, s.expression, tested, true), run.execute(s.thenStatement), undefinedValue),
    () => (assume(run, s.expression, tested, false), otherwise(), undefinedValue),
  ]);
};

const leave = (run: Run, kind: 'breaks' | 'continues', label: string | undefined): void => {
  const targets = run.stack.at(-1)?.targets ?? [];
  const target = targets.findLast((t) => (label === undefined ? kind === 'breaks' || t.loop : t.label === label));
  target?.[kind].push(snapshot(run));
  run.alive = false;
};

const executeReturn = (run: Run, s: ts.ReturnStatement): void => {
  const frame = run.stack.at(-1);
  const returned = s.expression ? run.evaluate(s.expression) : undefinedValue;
  if (!run.alive) return;
  const value = frame && isAsync(frame.node) ? awaitValue(run, returned, s) : returned;
  frame?.returns.push(value);
  frame?.exits.push(snapshot(run));
  run.alive = false;
};

const executeSwitch = (run: Run, s: ts.SwitchStatement, label: string | undefined): void => {
  run.evaluate(s.expression);
  const { clauses } = s.caseBlock;
  for (const c of clauses) if (ts.isCaseClause(c)) run.evaluate(c.expression);
  const target: Target = { label, loop: false, breaks: [], continues: [] };
  const frame = run.stack.at(-1);
  frame?.targets.push(target);
  // A clause is entered at its label or by falling out of the one before.
  const starts = clauses.map((_, i) => () => (clauses.slice(i).forEach((c) => { block(run, c.statements); }), undefinedValue));
  const hasDefault = clauses.some((c) => ts.isDefaultClause(c));
  branch(run, hasDefault ? starts : [...starts, () => undefinedValue]);
  frame?.targets.pop();
  resume(run, [...(run.alive ? [snapshot(run)] : []), ...target.breaks]);
};

const executeTry = (run: Run, s: ts.TryStatement): void => {
  const seen: Snapshot[] = [snapshot(run)];
  run.tries.push(seen);
  block(run, s.tryBlock.statements);
  run.tries.pop();
  const frame = run.stack.at(-1);
  const ends: Snapshot[] = run.alive ? [snapshot(run)] : [];
  if (s.catchClause) {
    resume(run, seen);
    const { variableDeclaration, block: body } = s.catchClause;
    if (variableDeclaration) bind(run, variableDeclaration.name, scalar(variableDeclaration), variableDeclaration);
    block(run, body.statements);
    if (run.alive) ends.push(snapshot(run));
  }
  const returned = frame && frame.exits.length > 0;
  resume(run, ends);
  if (!s.finallyBlock) return;
  if (!run.alive && (returned || seen.length > 0)) {
    // The block is left by return or throw, and the last statements still run.
    resume(run, seen);
    block(run, s.finallyBlock.statements);
    run.alive = false;
    return;
  }
  block(run, s.finallyBlock.statements);
};

const loopVariable = (run: Run, initializer: ts.ForInitializer, value: Value): void => {
  if (!ts.isVariableDeclarationList(initializer)) return;
  const [d] = initializer.declarations;
  if (d) bind(run, d.name, value, (initializer.parent as ts.ForOfStatement).expression);
};

const executeForOf = (run: Run, s: ts.ForOfStatement, label: string | undefined): void => {
  const list = run.evaluate(s.expression);
  const items = list.kind === 'array' ? list.items : undefined;
  const element: Value = list.kind === 'scalar' ? scalar(s.initializer, { taint: list.taint, parent: list, row: list.row, cause: list.cause, property: unknownKey, fetched: list.fetched }) : scalar(s.initializer);
  if (list.kind === 'union') {
    const all = optionsOf(list).map((o) => o.value);
    if (all.every((v) => v.kind === 'array')) {
      const body = (item: Value): void => {
        loopVariable(run, s.initializer, item);
        run.execute(s.statement);
      };
      branch(run, all.map((v) => () => {
        forEachItem(run, v.items, s, body, label);
        return undefinedValue;
      }));
      return;
    }
  }
  forEachItem(run, items, s, (item) => {
    loopVariable(run, s.initializer, items ? item : list.kind === 'scalar' && ts.isVariableDeclarationList(s.initializer) && isEntries(s) ? arrayOf([scalar(s), element]) : element);
    run.execute(s.statement);
  }, label);
};

/** `for (const [i, x] of xs.entries())` */
const isEntries = (s: ts.ForOfStatement): boolean => {
  const e = unwrap(s.expression);
  return ts.isCallExpression(e) && ts.isPropertyAccessExpression(e.expression) && e.expression.name.text === 'entries';
};

const executeLoop = (run: Run, s: ts.IterationStatement, label: string | undefined): void => {
  if (ts.isForOfStatement(s)) { executeForOf(run, s, label); return; }
  if (ts.isForInStatement(s)) {
    run.evaluate(s.expression);
    repeat(run, s, () => {
      loopVariable(run, s.initializer, scalar(s.initializer));
      run.execute(s.statement);
    }, label);
    return;
  }
  if (ts.isForStatement(s)) {
    if (s.initializer && ts.isVariableDeclarationList(s.initializer)) declare(run, s.initializer);
    else if (s.initializer) run.evaluate(s.initializer);
    repeat(run, s, () => {
      if (s.condition) run.evaluate(s.condition);
      run.execute(s.statement);
      if (s.incrementor && run.alive) run.evaluate(s.incrementor);
    }, label); return;
  }
  const test = (s as ts.WhileStatement).expression;
  repeat(run, s, () => {
    run.evaluate(test);
    run.execute(s.statement);
  }, label, ts.isDoStatement(s));
};

const executeNamespace = (run: Run, s: ts.ModuleDeclaration): void => {
  if (!s.body) return;
  if (ts.isModuleBlock(s.body)) block(run, s.body.statements);
  else if (ts.isModuleDeclaration(s.body)) executeNamespace(run, s.body);
};

const isAmbient = (s: ts.Statement): boolean => ts.canHaveModifiers(s) && ts.getModifiers(s)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword) === true;

/** Runs one statement. */
export const executeStatement = (run: Run, s: ts.Statement, label?: string): void => {
  if (ts.isExpressionStatement(s)) run.evaluate(s.expression);
  else if (isAmbient(s)) return;
  else if (ts.isVariableStatement(s)) declare(run, s.declarationList);
  else if (ts.isReturnStatement(s)) executeReturn(run, s);
  else if (ts.isIfStatement(s)) executeIf(run, s);
  else if (ts.isBlock(s)) block(run, s.statements);
  else if (ts.isTryStatement(s)) executeTry(run, s);
  else if (ts.isSwitchStatement(s)) executeSwitch(run, s, label);
  else if (ts.isIterationStatement(s, false)) executeLoop(run, s, label);
  else if (ts.isBreakStatement(s)) leave(run, 'breaks', s.label?.text);
  else if (ts.isContinueStatement(s)) leave(run, 'continues', s.label?.text);
  else if (ts.isLabeledStatement(s)) executeStatement(run, s.statement, s.label.text);
  else if (ts.isThrowStatement(s)) {
    run.evaluate(s.expression);
    run.alive = false;
  } else if (ts.isExportAssignment(s)) run.evaluate(s.expression);
  else if (ts.isClassDeclaration(s)) localClass(run, s);
  else if (ts.isEnumDeclaration(s)) s.members.forEach((m) => { if (m.initializer) run.evaluate(m.initializer); });
  else if (ts.isModuleDeclaration(s)) executeNamespace(run, s);
  for (const seen of run.tries) if (run.alive) seen.push(snapshot(run));
};

import { ts } from 'ts-morph';
import { type App } from '../app.ts';
import { edited, type Edit, replace, replaceBetween, textOf } from '../edit.ts';
import { unmarked } from '../marker.ts';
import { type ProgramRewrite } from '../rewrite.ts';

interface Helper {
  readonly declaration: ts.FunctionDeclaration;
  readonly body: ts.Expression;
  readonly parameters: readonly string[];
}

const helperOf = (declaration: ts.Declaration | undefined): Helper | undefined => {
  if (!declaration || !ts.isFunctionDeclaration(declaration) || ts.getModifiers(declaration)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)) return undefined;
  const [only, ...rest] = declaration.body?.statements ?? [];
  if (!only || rest.length > 0 || !ts.isReturnStatement(only) || !only.expression) return undefined;
  const parameters = declaration.parameters.map((p) => (ts.isIdentifier(p.name) && !p.initializer && !p.dotDotDotToken ? p.name.text : ''));
  return parameters.includes('') ? undefined : { declaration, body: only.expression, parameters };
};

const declarationOf = (name: ts.Identifier, app: App): ts.Declaration | undefined => {
  const symbol = app.checker.getSymbolAtLocation(name);
  return (symbol && symbol.flags & ts.SymbolFlags.Alias ? app.checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
};

/** The body with arguments for parameters; undefined when it names what the caller's file does not know. */
const inlined = (helper: Helper, call: ts.CallExpression, app: App): string | undefined => {
  const edits: Edit[] = [];
  const foreign: string[] = [];
  const known = new Set(app.checker.getSymbolsInScope(call, ts.SymbolFlags.Value | ts.SymbolFlags.Alias | ts.SymbolFlags.Type).map((s) => s.name));
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && !known.has(textOf(node.typeName))) {
      edits.push(replace(node, 'any'));
      return;
    }
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) {
      const declaration = app.checker.getSymbolAtLocation(node)?.declarations?.[0];
      const index = declaration?.parent === helper.declaration ? helper.parameters.indexOf(node.text) : -1;
      const argument = call.arguments[index];
      const local = declaration !== undefined && declaration.getSourceFile() === helper.declaration.getSourceFile() && declaration.pos >= helper.body.pos && declaration.end <= helper.body.end;
      if (index >= 0) edits.push(replace(node, ts.isShorthandPropertyAssignment(node.parent) ? `${node.text}: (${argument ? textOf(argument) : 'undefined'})` : `(${argument ? textOf(argument) : 'undefined'})`));
      else if (!local && !known.has(node.text)) foreign.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(helper.body);
  return foreign.length > 0 ? undefined : `(${textOf(helper.body, edits)})`;
};

/** Helpers of one expression stand where they were called; what is left of them is not looked at. */
const rewrite: ProgramRewrite = {
  id: 'inlined',
  effect: 'keeps',
  at: 'program',
  atLeast: 8,
  rewrite: (app) => {
    const calls: Edit[] = [];
    const helpers = new Set<ts.FunctionDeclaration>();
    const visit = (node: ts.Node): void => {
      const helper = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? helperOf(declarationOf(node.expression, app)) : undefined;
      const text = helper && ts.isCallExpression(node) && /tenant/i.test(helper.declaration.getText()) ? inlined(helper, node, app) : undefined;
      if (helper && text !== undefined && !helpers.has(helper.declaration)) helpers.add(helper.declaration);
      if (text !== undefined) calls.push(replace(node, text));
      else ts.forEachChild(node, visit);
    };
    app.files.forEach(visit);
    const leftovers = [...helpers].filter((h) => !calls.some((c) => c.file === h.getSourceFile() && c.start >= h.pos && c.end <= h.end));
    const edits = [...calls, ...leftovers.map((h) => replaceBetween(h.getSourceFile(), h.getStart(), h.end, unmarked(textOf(h))))];
    const files = new Map(app.files.map((file) => [app.project.pathOf(file), edited(file, edits.filter((e) => e.file === file))]));
    return { files, applied: calls.length };
  },
};
export default rewrite;

import { ts } from 'ts-morph';

const plugin = 'eslint-plugin-tenantscope';
const element = '...tenantscope.configs.recommended';

interface Insertion {
  readonly at: number;
  readonly text: string;
}

const parse = (text: string): ts.SourceFile => ts.createSourceFile('eslint.config.ts', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);

const isSound = (text: string): boolean => (ts.transpileModule(text, { reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext } }).diagnostics ?? []).length === 0;

const unwrap = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? unwrap(node.expression) : node;

/** What a file exports by default, followed to the constant that a name means. */
const exported = (file: ts.SourceFile): ts.Expression | undefined => {
  const assignments = file.statements.filter(ts.isExportAssignment).filter((s) => !s.isExportEquals);
  const [only] = assignments;
  if (!only || assignments.length > 1) return undefined;
  const value = unwrap(only.expression);
  if (!ts.isIdentifier(value)) return value;
  const constants = file.statements.filter(ts.isVariableStatement).filter((s) => (s.declarationList.flags & ts.NodeFlags.Const) !== 0);
  const made = constants.flatMap((s) => [...s.declarationList.declarations]).find((d) => ts.isIdentifier(d.name) && d.name.text === value.text)?.initializer;
  return made && unwrap(made);
};

/** Functions that take configurations one after the other, and lists of them. */
const joins = /^(defineConfig|(tseslint|ts|tsEslint|typescriptEslint)\.config)$/;

/** The list that a configuration stands at the end of. */
const listOf = (value: ts.Expression | undefined): { readonly items: ts.NodeArray<ts.Expression>; readonly end: number } | undefined => {
  if (value && ts.isArrayLiteralExpression(value)) return { items: value.elements, end: value.end - 1 };
  if (!value || !ts.isCallExpression(value) || !joins.test(value.expression.getText())) return undefined;
  const [first] = value.arguments;
  if (value.arguments.length === 1 && first && ts.isArrayLiteralExpression(first)) return { items: first.elements, end: first.end - 1 };
  return { items: value.arguments, end: value.end - 1 };
};

const indentAt = (text: string, position: number): string => /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', position - 1) + 1))?.[0] ?? '';

const elementAt = (file: ts.SourceFile, eol: string): Insertion | undefined => {
  const list = listOf(exported(file));
  if (!list) return undefined;
  const last = list.items.at(-1);
  if (!last) return { at: list.end, text: element };
  const broken = file.text.slice(last.end, list.end).includes('\n');
  return { at: last.end, text: broken ? `,${eol}${indentAt(file.text, last.getStart())}${element}` : `, ${element}` };
};

const importAt = (file: ts.SourceFile, eol: string): Insertion => {
  const last = file.statements.filter(ts.isImportDeclaration).at(-1);
  const quote = last?.moduleSpecifier.getText().startsWith('"') === true ? '"' : "'";
  const line = `import tenantscope from ${quote}${plugin}${quote}${!last || last.getText().endsWith(';') ? ';' : ''}`;
  return last ? { at: last.end, text: `${eol}${line}` } : { at: file.statements[0]?.getStart() ?? 0, text: `${line}${eol}${eol}` };
};

const isTaken = (file: ts.SourceFile): boolean => /\btenantscope\b/.test(file.text);

/**
 * Adds the plugin to a flat configuration in ESM whose list can be seen; undefined where it cannot be done for certain.
 * Everything that is there stays as it is.
 */
export const addPlugin = (text: string): string | undefined => {
  const file = parse(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const addition = elementAt(file, eol);
  if (!addition || isTaken(file) || !isSound(text)) return undefined;
  const edited = [addition, importAt(file, eol)].sort((a, b) => b.at - a.at).reduce((t, { at, text: added }) => t.slice(0, at) + added + t.slice(at), text);
  return isSound(edited) && listOf(exported(parse(edited))) ? edited : undefined;
};

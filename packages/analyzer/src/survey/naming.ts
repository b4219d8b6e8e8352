import { ts } from '#compiler';
import type { LoadedProject } from '../project/setup.ts';
import { isTest } from '../tests.ts';

/** Where a plugin of Kysely changes the names of tables and columns. */
export interface NamingPlugin {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Whether it has options, which may name things in another way than `naming: 'camelCase'` does. */
  readonly options: boolean;
}

/** The first `new CamelCasePlugin()`. */
export const findNaming = (project: LoadedProject): NamingPlugin | undefined => {
  for (const file of project.files.filter((f) => !isTest(f) && f.text.includes('CamelCasePlugin'))) {
    let found: NamingPlugin | undefined;
    const visit = (node: ts.Node): void => {
      if (found) return;
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'CamelCasePlugin')
        found = { file: project.pathOf(file), line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, options: (node.arguments ?? []).length > 0 };
      ts.forEachChild(node, visit);
    };
    visit(file);
    if (found) return found;
  }
  return undefined;
};

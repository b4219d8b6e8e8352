import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { defineRule } from '../../session/rule.ts';
import type { Context, Judged } from '../../session/verdicts.ts';
import { madeByCall, madeByNew } from './making.ts';
import { dependsOnScopedKysely, isDeclared, isNamedForIt, makesScopedDatabase, pathFrom } from './modules.ts';

interface Options {
  readonly modules?: readonly string[];
  readonly always?: boolean;
}

interface Reason {
  readonly messageId: 'undeclared' | 'beside' | 'unnamed';
  readonly data?: Readonly<Record<string, string>>;
}

/** Why a file may make no client; undefined when it may. */
const reasonIn = ({ filename, cwd, sourceCode, options }: Context, { configuration }: Judged): Reason | undefined => {
  const { modules, always = false } = (options[0] ?? {}) as Options;
  const path = pathFrom(configuration.file === undefined ? cwd : dirname(configuration.file), filename);
  if (modules) return isDeclared(path, modules) ? undefined : { messageId: 'undeclared', data: { modules: modules.join(', ') } };
  if (makesScopedDatabase(sourceCode.ast)) return undefined;
  if (always) return isNamedForIt(path) ? undefined : { messageId: 'unnamed' };
  return dependsOnScopedKysely(filename) ? { messageId: 'beside' } : undefined;
};

export default defineRule({
  id: 'no-raw-client',
  description: 'Disallow making a database client outside of the modules that are declared for it',
  messages: {
    undeclared: 'This makes {{client}} outside of the modules declared for it ({{modules}}), where nobody looks for it: every query on it that forgets the tenant reaches the rows of all tenants.',
    beside: 'This makes {{client}} beside the scoped one, which attaches no tenant: a query on it reaches the rows of every tenant unless it says otherwise.',
    unnamed: 'This makes {{client}} outside of a module named db, database, pool, kysely or client, where nobody looks for it: every query on it that forgets the tenant reaches the rows of all tenants.',
  },
  schema: [
    {
      type: 'object',
      properties: {
        modules: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true, description: 'Globs of the modules that may make clients, relative to the directory of tenantscope.config, else to the working directory.' },
        always: { type: 'boolean', description: 'Without modules: also in projects that do not use scoped-kysely.' },
      },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{}],
  strictOptions: [{ always: true }],
  create: (context, judged) => {
    const { types } = judged;
    const { sourceCode } = context;
    // Asked only of files that make a client: it may read a package.json.
    const reported = (node: TSESTree.NewExpression | TSESTree.CallExpression, client: string | undefined): void => {
      const reason = client === undefined ? undefined : reasonIn(context, judged);
      if (reason) context.report({ loc: { start: node.loc.start, end: node.callee.loc.end }, messageId: reason.messageId, data: { ...reason.data, client } });
    };
    return {
      NewExpression: (node) => {
        reported(node, madeByNew(types, sourceCode, node));
      },
      CallExpression: (node) => {
        reported(node, madeByCall(types, sourceCode, node));
      },
    };
  },
});

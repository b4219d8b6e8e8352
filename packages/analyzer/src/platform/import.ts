import { dirname, join } from 'node:path';
import type { ts } from 'ts-morph';
import type { Run } from '../flow/run.ts';
import { constant, scalar, type Value } from '../flow/value.ts';
import { contentOf, platformExport, platformGlobal } from './modules.ts';

const isSql = /\.(sql|psql|pgsql)(\?raw)?$/i;

/** `import text from './list.sql?raw'`: what the file holds. */
const importedText = (run: Run, specifier: string, node: ts.Identifier): Value =>
  specifier.startsWith('.')
    ? contentOf(run, constant(join(dirname(node.getSourceFile().fileName), specifier.replace(/\?raw$/, ''))), node, node)
    : scalar(node, { cause: `${specifier} is no relative path, so it is not read` });

/** What a name means that nothing in the project declares: a file, a part of the platform, or nobody knows what. */
export const platformName = (run: Run, node: ts.Identifier): Value | undefined => {
  const written = run.host.source(node);
  if (!written) return platformGlobal(node.text, node.getSourceFile());
  if (isSql.test(written.module)) return written.name === 'default' ? importedText(run, written.module, node) : undefined;
  return platformExport(written.module, written.name);
};

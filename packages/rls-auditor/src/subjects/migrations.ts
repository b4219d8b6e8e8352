import { readFileSync } from 'node:fs';
import { filesOf, shownPath, UsageError } from '@tenantscope/command';
import { migrate } from '../catalog/migrations.ts';
import { kyselyMigration } from './kysely.ts';
import type { Subject } from './subject.ts';

/** What migrations make. */
export const fromMigrations = (globs: readonly string[]): Subject => {
  const empty = globs.find((glob) => filesOf(glob, process.cwd()).length === 0);
  if (empty !== undefined) throw new UsageError(`--migrations: no file matches ${empty}`);
  const files = filesOf(globs, process.cwd()).map((file) => (/\.[cm]?[jt]s$/.test(file) ? kyselyMigration(file) : { name: shownPath(file), text: readFileSync(file, 'utf8') }));
  return {
    name: globs.join(', '),
    read: async () => {
      const { snapshot, refused, assumptions } = await migrate(files);
      return { snapshot, assumptions, incomplete: refused.map((r) => `${r.file}:${String(r.line)}: ${r.message}`) };
    },
  };
};

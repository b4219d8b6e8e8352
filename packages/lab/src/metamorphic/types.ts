import { loadProject } from '@tenantscope/analyzer';
import { ts } from 'ts-morph';
import { type App, withCopy } from './app.ts';
import { filesAfter, marked } from './copy.ts';
import { pack, placesOf } from './pack.ts';
import { type SiteRewrite } from './rewrite.ts';

const errorsIn = (directory: string): readonly { readonly file: string; readonly message: string }[] => {
  const { program, files, pathOf } = loadProject({ directory });
  return files.flatMap((file) => program.getSemanticDiagnostics(file).map((d) => ({ file: pathOf(file), message: `TS${d.code} ${ts.flattenDiagnosticMessageText(d.messageText, ' ').slice(0, 160)}` })));
};

/** Type errors in copies of a program that it does not have itself, with the rewrites that touched the file. Slow: seconds a copy. */
export const newTypeErrors = async (rewrites: readonly SiteRewrite[], app: App, share: number): Promise<readonly string[]> => {
  const key = (e: { readonly file: string; readonly message: string }): string => `${e.file} ${e.message}`;
  const before = new Set((await withCopy(app.source, marked(app), errorsIn)).map(key));
  const found: string[] = [];
  const placed = rewrites.flatMap((rewrite, offset) => placesOf(rewrite, app).filter((_, i) => (i + offset) % share === 0));
  for (const round of pack(placed)) {
    const errors = await withCopy(app.source, filesAfter(app, round), errorsIn);
    const by = (file: string): string => round.filter((p) => p.site.path === file).map((p) => p.rewrite.id).join(', ');
    found.push(...errors.filter((e) => !before.has(key(e))).map((e) => `${key(e)} [${by(e.file)}]`));
  }
  return found;
};

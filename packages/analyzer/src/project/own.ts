import type { ts } from 'ts-morph';
import { isOfScopedKysely } from '../host/package.ts';

/** Whether a file of a program is the project's own source: no declarations, nothing installed. */
export const isOwn = (file: ts.SourceFile): boolean =>
  !file.isDeclarationFile && !file.fileName.includes('/node_modules/') && !file.fileName.endsWith('.json') && !isOfScopedKysely(file.fileName);

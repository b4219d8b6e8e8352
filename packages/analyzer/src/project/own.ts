import type { ts } from 'ts-morph';
import { frontEnds } from '../frontend/registry.ts';

/** Whether a file of a program is the project's own source: no declarations, nothing installed, nothing of a library that is linked or generated into it. */
export const isOwn = (file: ts.SourceFile): boolean =>
  !file.isDeclarationFile && !file.fileName.includes('/node_modules/') && !file.fileName.endsWith('.json') && !frontEnds.some((f) => f.declares(file.fileName));

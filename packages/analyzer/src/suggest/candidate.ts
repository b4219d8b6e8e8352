import type { ts } from 'ts-morph';
import type { TextEdit } from './edited-file.ts';
import type { Names } from './edited-host.ts';

/** A way to mend a finding, which is offered only when the edited file is proved. */
export interface Candidate {
  /** What it does, as the editor shows it. */
  readonly title: string;
  /** In the order of their places. */
  readonly edits: readonly TextEdit[];
  readonly names: Names;
}

/** A finding of a tenant-owned table, and where it is underlined. */
export interface Target {
  readonly rule: string;
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly end: number;
  /** The query site. */
  readonly site: ts.Node;
  /** Its tenant column, as the code writes it. */
  readonly columnOf: (table: string) => string | undefined;
}

import { frontEnds } from '../frontend/registry.ts';
import type { Workspace, WorkspacePackage } from './workspace.ts';

/** An import of a package of the workspace that does not lead to its source. */
export interface LostImport {
  readonly specifier: string;
  /** The file that has it. */
  readonly from: string;
  readonly to: WorkspacePackage;
  /** What it leads to instead. */
  readonly found: string | undefined;
}

/** Whether a package may hold a handle of a database: it, or one that it depends on, depends on a library for one. */
export const mayReachDatabase = (start: WorkspacePackage, { packages }: Workspace): boolean => {
  const byName = new Map(packages.map((p) => [p.name, p]));
  const seen = new Set([start]);
  for (const at of seen) {
    if (at.dependencies.some((name) => frontEnds.some((f) => f.modules.test(name)))) return true;
    for (const name of at.dependencies) {
      const next = byName.get(name);
      if (next) seen.add(next);
    }
  }
  return false;
};

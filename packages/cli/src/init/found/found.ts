import type { HandlePlace, NamingPlugin, TenantCandidates } from '@tenantscope/analyzer';
import type { Ci } from './ci.ts';
import type { Guess } from './guess.ts';
import type { Manifest } from './manifest.ts';
import type { FoundTables } from './ownership.ts';
import type { Installation } from './package-manager.ts';
import type { Repository } from './repository.ts';
import type { FoundSchema } from './schema.ts';
import type { SessionSetting } from './setting.ts';

/** All that was found of a project. */
export interface Found {
  readonly directory: string;
  readonly repository: Repository;
  readonly manifest: Manifest;
  readonly installation: Installation;
  readonly ci: Ci;
  /** The database libraries that its program has, by their names for people. */
  readonly libraries: readonly string[];
  readonly handles: readonly HandlePlace[];
  readonly naming?: NamingPlugin | undefined;
  readonly schema: FoundSchema;
  readonly column?: Guess<string> | undefined;
  readonly overrides: ReadonlyMap<string, string>;
  readonly root?: Guess<string> | undefined;
  readonly session: SessionSetting;
  readonly roles: readonly Guess<string>[];
  readonly tables: FoundTables;
  readonly candidates: TenantCandidates;
  /** Whether a compiler would take a configuration in TypeScript for a source of the product. */
  readonly compiled: boolean;
}

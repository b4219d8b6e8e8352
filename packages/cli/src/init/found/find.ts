import { loadParser } from '@tenantscope/command';
import type * as Analyzer from '@tenantscope/analyzer';
import { usable } from '../../project.ts';
import { isAside } from './aside.ts';
import { findCi } from './ci.ts';
import type { Found } from './found.ts';
import { requireLibraries } from './libraries.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { findOwnership } from './ownership.ts';
import { findInstallation } from './package-manager.ts';
import { findRepository, type Repository } from './repository.ts';
import { findRoles } from './roles.ts';
import { findSchema } from './schema.ts';
import { findSetting } from './setting.ts';
import { assumedColumn, findOverrides, findTenantColumn } from './tenant-column.ts';
import { findTenantRoot } from './tenant-root.ts';

const noAccess = { comparisons: [], functions: [], roles: [] };

interface Surroundings {
  readonly directory: string;
  readonly repository: Repository;
  readonly manifest: Manifest;
}

const surroundingsOf = (directory: string): Surroundings => {
  const repository = findRepository(directory);
  return { directory, repository, manifest: readManifest(directory, repository.root) };
};

const lookAt = (analyzer: typeof Analyzer, project: Analyzer.LoadedProject, { directory, repository, manifest }: Surroundings): Found => {
  const installation = findInstallation(directory, repository.root);
  const libraries = requireLibraries(analyzer.findLibraries(project), project, { manifest, install: installation.install });
  const naming = analyzer.findNaming(project);
  const declared = analyzer.readDeclaredSchema(project, naming && !naming.options ? { naming: 'camelCase' } : {});
  const schema = findSchema(directory, repository.root, declared && { schema: declared.schema, types: declared.reference?.() });
  const access = schema.sql?.access ?? noAccess;
  const column = findTenantColumn(schema.schema, schema.sql, project.files.map((f) => f.text));
  const name = column?.value ?? assumedColumn;
  const overrides = findOverrides(schema.schema, name);
  const root = findTenantRoot(schema.schema, name, access.comparisons);
  return {
    directory,
    repository,
    manifest,
    installation,
    ci: findCi(repository),
    libraries,
    handles: [...analyzer.findHandles(project)].sort((a, b) => Number(isAside(a.file)) - Number(isAside(b.file))),
    naming,
    schema,
    column,
    overrides,
    root,
    session: findSetting(access, name, root?.value),
    roles: findRoles(access),
    tables: findOwnership({ tenant: { column: { default: name, overrides: Object.fromEntries(overrides) }, ...(root && { root: root.value }) } }, schema.schema),
    candidates: analyzer.findTenantCandidates(project, name),
    compiled: analyzer.compilesFile(directory, 'tenantscope.config.ts'),
  };
};

/** Looks through a project. It is read as `check` reads it, and nothing is written. */
export const findAll = async (directory: string, tsconfig: string | undefined): Promise<Found> => {
  await loadParser();
  const surroundings = surroundingsOf(directory);
  return usable((analyzer) => lookAt(analyzer, analyzer.loadProject({ directory, tsconfig }), surroundings));
};

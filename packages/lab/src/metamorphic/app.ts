import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Analysis, analyzeProject, type CheckedProject, loadProject, type Site } from '@tenantscope/analyzer';
import { buildModel, type Configuration, loadSqlReader, readExpression, readSchema, type TenantModel, type Verdict } from '@tenantscope/core';
import { type ts } from 'ts-morph';
import { edited, insertAt } from './edit.ts';
import { markerAt, markerText } from './marker.ts';
import { type QuerySite, rootAt, sitesIn } from './site.ts';

/** An application to rewrite: where it lies, and how it is read. */
export interface AppSource {
  readonly name: string;
  readonly directory: string;
  readonly configuration: Configuration;
  /** A `node_modules` with the database libraries. */
  readonly packages: string;
  /** Paths of the SQL that makes the schema, relative to the directory. */
  readonly migrations: string;
  /** Text that may be put at the end of any file: names that changes may use. */
  readonly ambient: string;
}

/** Worst verdict of every marked site. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export interface App {
  readonly source: AppSource;
  readonly model: TenantModel;
  /** The application with a marker in every query site. */
  readonly project: CheckedProject;
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
  readonly sites: readonly QuerySite[];
  readonly verdicts: Verdicts;
}

const rank: Record<Verdict, number> = { scoped: 0, unproven: 1, unscoped: 2 };

const isOwnText = (path: string): boolean => !path.includes('node_modules');

export const textsOf = (directory: string): ReadonlyMap<string, string> =>
  new Map(globSync('{src/**/*.ts,*.json,*.ts}', { cwd: directory }).filter(isOwnText).map((path) => [path.replaceAll('\\', '/'), readFileSync(join(directory, path), 'utf8')]));

/** Lays a copy of an application out on disk, hands it over, and removes it. */
export const withCopy = async <T>(source: AppSource, files: ReadonlyMap<string, string>, use: (directory: string) => T | Promise<T>): Promise<T> => {
  const directory = mkdtempSync(join(tmpdir(), 'metamorphic-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    symlinkSync(source.packages, join(directory, 'node_modules'));
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const modelOf = async (source: AppSource): Promise<TenantModel> => {
  await loadSqlReader();
  const paths = globSync(source.migrations, { cwd: source.directory }).sort();
  const { schema } = readSchema(paths.map((name) => ({ name, text: readFileSync(join(source.directory, name), 'utf8') })));
  return buildModel(source.configuration, schema, readExpression);
};

export const analyze = (source: AppSource, model: TenantModel, directory: string): Promise<Analysis> =>
  analyzeProject({ directory, configuration: source.configuration, model });

/** The worst verdict at each marker; sites without one are leftovers of a rewrite. */
export const verdictsOf = (sites: readonly Site[], textOf: (file: string) => string): Verdicts => {
  const worst = new Map<string, Verdict>();
  for (const site of sites) {
    const marker = markerAt(textOf(site.file), site);
    if (marker === undefined) continue;
    const before = worst.get(marker);
    if (before === undefined || rank[site.verdict] > rank[before]) worst.set(marker, site.verdict);
  }
  return worst;
};

const mark = (project: CheckedProject, sites: readonly Site[], texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const edits = sites.map((site, i) => {
    const file = project.files.find((f) => project.pathOf(f) === site.file);
    const root = file && rootAt(file, site);
    if (!root) throw new Error(`no query root at ${site.file}:${site.line}`);
    return insertAt(file, root.inside, markerText(`${i}`));
  });
  const changed = project.files.map((file) => [project.pathOf(file), edited(file, edits.filter((e) => e.file === file))] as const);
  return new Map([...texts, ...changed]);
};

/** Sites that touch a table of tenants: nothing else can be unscoped. */
const ownedSites = (sites: readonly Site[], model: TenantModel): ReadonlySet<string> => {
  const shared = new Set(model.tables.filter((t) => t.ownership.kind === 'shared').map((t) => t.key));
  return new Set(sites.flatMap((site, i) => (site.tables.some((t) => !shared.has(t)) ? [`${i}`] : [])));
};

/** Reads an application, and marks its query sites. Throws when marking changes what is found. */
export const openApp = async (source: AppSource): Promise<App> => {
  const model = await modelOf(source);
  const texts = textsOf(source.directory);
  const plain = loadProject({ directory: source.directory });
  const before = await analyze(source, model, source.directory);
  return withCopy(source, mark(plain, before.sites, texts), async (directory) => {
    const project = loadProject({ directory });
    const after = await analyze(source, model, directory);
    const verdicts = verdictsOf(after.sites, (path) => readFileSync(join(directory, path), 'utf8'));
    const same = before.sites.length === verdicts.size && before.sites.every((s, i) => verdicts.get(`${i}`) === s.verdict);
    if (!same || after.incomplete.length > 0) throw new Error(`${source.name}: comments change what is found`);
    const sites = project.files.flatMap((file) => sitesIn(file, project.pathOf(file), verdicts, ownedSites(before.sites, model)));
    if (sites.length !== verdicts.size) throw new Error(`${source.name}: ${sites.length} of ${verdicts.size} markers found again`);
    return { source, model, project, checker: project.program.getTypeChecker(), files: project.files, sites, verdicts };
  });
};

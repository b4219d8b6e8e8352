import { buildModel, type Configuration, emptySchema, readExpression, type Schema, withDatabaseNames } from '@tenantscope/core';
import type { ts } from '#compiler';
import { openAnalysis, type Subject, type Surroundings } from '../analysis.ts';
import { openRun } from '../flow/interpreter.ts';
import type { Run } from '../flow/run.ts';
import { undefinedValue } from '../flow/value.ts';
import type { Evaluator } from '../frontend/front-end.ts';
import { configuredDbType } from '../frontend/kysely/db-type.ts';

/** Sources of a program, with the files beside them. */
export interface Typed extends Subject {
  /** The paths of all files of the program, declarations of libraries among them. */
  readonly paths: () => readonly string[];
  /** A file of the program, under its absolute path; not necessarily one of the project's own. Undefined of a library that is read elsewhere. */
  readonly fileAt: (path: string) => ts.SourceFile | undefined;
}

/** The tables that a project's own code declares: a Kysely `DB` interface, the tables of another library. */
export interface DeclaredSchema {
  readonly schema: Schema;
  /** Where it is written down: as long as these files are the same, so is the schema. */
  readonly files: readonly ts.SourceFile[];
  /** What `schema.types` would call it, where it can be named: `src/db.ts#DB`. */
  readonly reference?: (() => string | undefined) | undefined;
}

/** Evaluates what stands at the top level of files; nothing is trusted, and no table is known. */
const evaluatorOf = (project: Typed): Evaluator => {
  let run: Run | undefined;
  const surroundings: Surroundings = { methods: new Set(), names: new Set(), relevant: new Set(), classes: () => [], mutated: () => [] };
  const opened = (node: ts.Node): Run => (run ??= openRun(openAnalysis(project, {}, buildModel({}, emptySchema, readExpression), surroundings), node.getSourceFile()));
  return {
    evaluate: (node) => opened(node).evaluate(node),
    call: (callee, args) => (run && callee.kind === 'function' ? run.call(callee, args, callee.node) : undefinedValue),
  };
};

const inferred = (project: Typed): DeclaredSchema | undefined => {
  const evaluator = evaluatorOf(project);
  for (const f of project.libraries) {
    const found = f.schemaOf?.(project, evaluator);
    if (found) return found;
  }
  return undefined;
};

/**
 * The tables that the code declares: those of the configured Kysely type (`schema.types: 'src/db.ts#DB'`), else those that a library finds.
 * Undefined when there are none.
 */
export const readDeclaredSchema = (project: Typed, configuration: Configuration): DeclaredSchema | undefined => {
  const reference = configuration.schema?.types;
  const found = reference === undefined ? inferred(project) : configuredDbType(project, reference);
  return found && { ...found, schema: withDatabaseNames(found.schema, configuration) };
};

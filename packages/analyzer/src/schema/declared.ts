import { type Configuration, type Schema, withDatabaseNames } from '@tenantscope/core';
import type { ts } from '#compiler';
import type { Subject } from '../analysis.ts';
import { configuredDbType } from '../frontend/kysely/db-type.ts';

/** Sources of a program, with the program. */
export interface Typed extends Subject {
  readonly program: ts.Program;
}

/** The tables that a project's own code declares: a Kysely `DB` interface, the tables of another library. */
export interface DeclaredSchema {
  readonly schema: Schema;
  /** Where it is written down: as long as these files are the same, so is the schema. */
  readonly files: readonly ts.SourceFile[];
}

const inferred = (project: Typed): DeclaredSchema | undefined => {
  for (const f of project.libraries) {
    const found = f.schemaOf?.(project);
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

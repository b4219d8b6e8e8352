import type { Proof, Statement, ValueFacts } from '@tenantscope/core';
import { prove } from '@tenantscope/core';
import { labModel } from '../judge.ts';

/** A parameter of a statement, and what a program knows of it. */
export interface Parameter {
  readonly key: string;
  /** The tenant's, by its type; the others come from a request. */
  readonly trusted: boolean;
  readonly nonNull: boolean;
}

/** A statement as SQL text, to be said with a builder too. */
export interface Case {
  readonly sql: string;
  readonly statement: Statement;
  readonly parameters: readonly Parameter[];
}

/** The variable that holds a parameter in a program. */
export const variableOf = ({ key, trusted }: Parameter): string => `${trusted ? 'tenant' : 'input'}${key.slice(1)}`;

const factsOf = ({ trusted, nonNull, key }: Parameter): ValueFacts => ({ trust: trusted ? 'trusted' : 'untrusted', nonNull, label: key, origin: trusted ? 'declared trusted' : 'a parameter of the request' });

/** The prover's answer, with what the case says of its parameters. */
export const proofOf = (statement: Statement, parameters: readonly Parameter[]): Proof =>
  prove(statement, labModel, (key) => factsOf(parameters.find((p) => p.key === key) ?? { key, trusted: false, nonNull: false }));

import type { ts } from 'ts-morph';
import type { Mutation } from '../flow/mutation.ts';
import type { Reads, Wide } from '../flow/reads.ts';
import type { Lookup } from '../flow/run.ts';
import type { NodeReader, NodeTable } from '../parts/node-table.ts';
import { isOwn } from '../project/own.ts';

/** What was answered with yes, and with no. */
type Answered<T> = readonly [yes: readonly T[], no: readonly T[]];

/** `Reads` as data; numbers are those of nodes and files. */
export interface Asked {
  readonly methods: Answered<string>;
  readonly names: Answered<string>;
  readonly relevant: Answered<number>;
  readonly subclasses: readonly (readonly [above: number, below: readonly number[]])[];
  readonly mutations: readonly (readonly [declaration: number, mutation: Mutation | null])[];
  readonly searches: readonly (readonly [words: string, files: readonly number[]])[];
}

const answered = <K, T>(answers: ReadonlyMap<K, boolean>, written: (key: K) => T): Answered<T> => {
  const those = (wanted: boolean): readonly T[] => [...answers].flatMap(([key, answer]) => (answer === wanted ? [written(key)] : []));
  return [those(true), those(false)];
};

/** What a declaration of a library is asked is always answered in the same way. */
const ofOwn = <K extends ts.Node, V>(answers: ReadonlyMap<K, V>): ReadonlyMap<K, V> => new Map([...answers].filter(([node]) => isOwn(node.getSourceFile())));

export const writeAsked = ({ methods, names, relevant, subclasses, mutations, searches }: Reads, nodes: NodeTable): Asked => ({
  methods: answered(methods, (name) => name),
  names: answered(names, (name) => name),
  relevant: answered(ofOwn(relevant), (node) => nodes.node(node)),
  subclasses: [...ofOwn(subclasses)].map(([above, below]) => [nodes.node(above), below.map((b) => nodes.node(b))] as const),
  mutations: [...ofOwn(mutations)].map(([declaration, mutation]) => [nodes.node(declaration), mutation ?? null] as const),
  searches: [...searches].map(([words, files]) => [words, files.map((f) => nodes.file(f.fileName))] as const),
});

const isAnswered = <T, K>([yes, no]: Answered<T>, read: (written: T) => K, now: Lookup<K>): boolean => yes.every((t) => now.has(read(t))) && !no.some((t) => now.has(read(t)));

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

const itself = (name: string): string => name;

/** Whether all of it is answered in the same way now. Throws `Unreadable` when a place is gone. */
export const isAnsweredAlike = (asked: Asked, reader: NodeReader, wide: Wide): boolean => {
  const node = (index: number): ts.Node => reader.node(index);
  return (
    isAnswered(asked.methods, itself, wide.methods) &&
    isAnswered(asked.names, itself, wide.names) &&
    isAnswered(asked.relevant, node, wide.relevant) &&
    asked.mutations.every(([declaration, mutation]) => (wide.mutation(node(declaration) as ts.Declaration) ?? null) === mutation) &&
    asked.subclasses.every(([above, below]) => isSameList(wide.subclasses(node(above) as ts.ClassLikeDeclaration), below.map(node))) &&
    asked.searches.every(([words, files]) => isSameList(wide.filesWith(new RegExp(words)), files.map((f) => reader.source(f))))
  );
};

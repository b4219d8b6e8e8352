import type { ts } from 'ts-morph';
import type { Mutation } from './mutation.ts';
import type { Run } from './run.ts';

/** What a run asks of the project that the imports of its file do not lead to. */
export type Wide = Pick<Run, 'methods' | 'names' | 'relevant' | 'subclasses' | 'mutation' | 'filesWith'>;

const copyTo = <K, V>(to: Map<K, V>, from: ReadonlyMap<K, V>): void => {
  for (const [key, value] of from) to.set(key, value);
};

const noted = <K, V>(answers: Map<K, V>, key: K, answer: V): V => {
  answers.set(key, answer);
  return answer;
};

/** Such questions, with their answers: while they are the same, and the files that the run came through, so is what it finds. */
export class Reads {
  readonly methods = new Map<string, boolean>();
  readonly names = new Map<string, boolean>();
  readonly relevant = new Map<ts.Node, boolean>();
  readonly subclasses = new Map<ts.Node, readonly ts.ClassLikeDeclaration[]>();
  readonly mutations = new Map<ts.Declaration, Mutation | undefined>();
  /** The source of a regular expression → the files that it was found in. */
  readonly searches = new Map<string, readonly ts.SourceFile[]>();

  /** Asks as it is asked, and notes what is answered. */
  noting({ methods, names, relevant, subclasses, mutation, filesWith }: Wide): Wide {
    return {
      methods: { has: (name) => noted(this.methods, name, methods.has(name)) },
      names: { has: (name) => noted(this.names, name, names.has(name)) },
      relevant: { has: (node) => noted(this.relevant, node, relevant.has(node)) },
      subclasses: (node) => noted(this.subclasses, node, subclasses(node)),
      mutation: (declaration) => noted(this.mutations, declaration, mutation(declaration)),
      filesWith: (words) => noted(this.searches, words.source, filesWith(words)),
    };
  }

  absorb(other: Reads): void {
    copyTo(this.methods, other.methods);
    copyTo(this.names, other.names);
    copyTo(this.relevant, other.relevant);
    copyTo(this.subclasses, other.subclasses);
    copyTo(this.mutations, other.mutations);
    copyTo(this.searches, other.searches);
  }
}

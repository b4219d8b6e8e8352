import type { ts } from 'ts-morph';
import type { Surroundings } from './analysis.ts';
import { isTest } from './tests.ts';
import { outermostParts } from './flow/interpreter.ts';
import { type MutatedName, mutatedNames } from './flow/mutation.ts';
import { outermostPart } from './flow/names.ts';
import type { FrontEnd } from './frontend/front-end.ts';
import type { Starts } from './frontend/starts.ts';
import { isOwn } from './project/own.ts';
import { presentIn } from './project/present.ts';
import { derivedClasses, functionNames, methodNames } from './relevance.ts';

interface Indexed {
  readonly file: ts.SourceFile;
  readonly methods: readonly string[];
  readonly names: readonly string[];
  readonly classes: readonly ts.ClassLikeDeclaration[];
  readonly mutated: readonly MutatedName[];
  readonly words: ReadonlySet<string>;
}

const count = (counts: Map<string, number>, words: Iterable<string>, by: 1 | -1): void => {
  for (const word of words) {
    const now = (counts.get(word) ?? 0) + by;
    if (now > 0) counts.set(word, now);
    else counts.delete(word);
  }
};

/**
 * What one-file analyses ask of the other files of a program. It is kept from program to program: in an editor each keystroke makes a
 * new one, in which all files but one are the same.
 */
export class ProgramIndex {
  readonly #files = new Map<string, Indexed>();
  /** By how many functions a name is used as a method's. */
  readonly #uses = new Map<string, number>();
  /** By how many functions a name is used at all. */
  readonly #names = new Map<string, number>();
  /** In how many files a word stands. Tests do not count: what they do is no use of the product. */
  readonly #words = new Map<string, number>();
  #starts = new WeakMap<ts.Node, boolean>();
  #program: ts.Program | undefined;
  #libraries: readonly FrontEnd[] = [];

  /** Takes up what has changed since the last program. */
  update(program: ts.Program): void {
    if (program === this.#program) return;
    this.#program = program;
    // Binds the files: their nodes have parents from then on.
    program.getTypeChecker();
    const gone = new Set(this.#files.keys());
    for (const file of program.getSourceFiles()) {
      if (!isOwn(file)) continue;
      gone.delete(file.fileName);
      if (this.#files.get(file.fileName)?.file !== file) this.#add(file);
    }
    for (const name of gone) this.#remove(name);
    const libraries = presentIn(program.getSourceFiles().map((f) => f.fileName), this.files);
    if (libraries.length !== this.#libraries.length) this.#starts = new WeakMap();
    this.#libraries = libraries;
  }

  /** The project's own files, in the order of the program. */
  get files(): readonly ts.SourceFile[] {
    return [...this.#files.values()].map((f) => f.file);
  }

  /** The database libraries that the program uses. */
  get libraries(): readonly FrontEnd[] {
    return this.#libraries;
  }

  /** `own`: the functions of the file that may start a query or call one that does. Of other files only the first is asked. */
  surroundings(own: ReadonlySet<ts.Node>, file: ts.SourceFile, starts: Starts): Surroundings {
    return {
      methods: { has: (name) => this.#uses.has(name) },
      names: { has: (name) => this.#names.has(name) },
      relevant: { has: (node) => (node.getSourceFile() === file ? own.has(node) : this.#mayStart(node, starts)) },
      classes: () => [...this.#files.values()].flatMap((f) => f.classes),
      mutated: () => [...this.#files.values()].flatMap((f) => f.mutated),
    };
  }

  /** Whether any file but tests has a word. */
  has(word: string): boolean {
    return this.#words.has(word);
  }

  /** Whether a file other than this one has a word, and is no test. */
  mentions(word: string, except: ts.SourceFile): boolean {
    return (this.#words.get(word) ?? 0) > (this.#files.get(except.fileName)?.words.has(word) ? 1 : 0);
  }

  #mayStart(node: ts.Node, starts: Starts): boolean {
    const part = outermostPart(node);
    const known = this.#starts.get(part) ?? starts.in(part.getText());
    this.#starts.set(part, known);
    return known;
  }

  #add(file: ts.SourceFile): void {
    this.#remove(file.fileName);
    const parts = outermostParts(file);
    const methods = methodNames(parts);
    const names = functionNames(file, parts);
    const words = new Set(isTest(file) ? [] : file.text.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d-]*/gu));
    count(this.#uses, methods, 1);
    count(this.#names, names, 1);
    count(this.#words, words, 1);
    this.#files.set(file.fileName, { file, methods, names, classes: derivedClasses(file), mutated: mutatedNames(file), words });
  }

  #remove(name: string): void {
    const known = this.#files.get(name);
    count(this.#uses, known?.methods ?? [], -1);
    count(this.#names, known?.names ?? [], -1);
    count(this.#words, known?.words ?? [], -1);
    this.#files.delete(name);
  }
}

import type { ts } from 'ts-morph';
import { isTest, type Surroundings } from './analysis.ts';
import { outermostParts } from './flow/interpreter.ts';
import { outermostPart } from './flow/names.ts';
import { isOwn } from './project/own.ts';
import { extendingClasses, methodNames, startsQuery } from './relevance.ts';

interface Indexed {
  readonly file: ts.SourceFile;
  readonly methods: readonly string[];
  readonly classes: readonly ts.ClassLikeDeclaration[];
  readonly words: ReadonlySet<string>;
}

/**
 * What one-file analyses ask of the other files of a program. It is kept from program to program: in an editor each keystroke makes a
 * new one, in which all files but one are the same.
 */
export class ProgramIndex {
  readonly #files = new Map<string, Indexed>();
  readonly #uses = new Map<string, number>();
  readonly #starts = new WeakMap<ts.Node, boolean>();
  #program: ts.Program | undefined;

  /** Takes up what has changed since the last program. */
  update(program: ts.Program): void {
    if (program === this.#program) return;
    this.#program = program;
    const gone = new Set(this.#files.keys());
    for (const file of program.getSourceFiles()) {
      if (!isOwn(file)) continue;
      gone.delete(file.fileName);
      if (this.#files.get(file.fileName)?.file !== file) this.#add(file);
    }
    for (const name of gone) this.#remove(name);
  }

  /** The project's own files, in the order of the program. */
  get files(): readonly ts.SourceFile[] {
    return [...this.#files.values()].map((f) => f.file);
  }

  /** `own`: the functions of the file that may start a query or call one that does. Of other files only the first is asked. */
  surroundings(own: ReadonlySet<ts.Node>, file: ts.SourceFile): Surroundings {
    return {
      methods: { has: (name) => this.#uses.has(name) },
      relevant: { has: (node) => (node.getSourceFile() === file ? own.has(node) : this.#mayStart(node)) },
      classes: () => [...this.#files.values()].flatMap((f) => f.classes),
    };
  }

  /** Whether a file other than this one has a word. Tests do not count: what they do is no use of the product. */
  mentions(word: string, except: ts.SourceFile): boolean {
    return [...this.#files.values()].some((f) => f.file.fileName !== except.fileName && !isTest(f.file) && f.words.has(word));
  }

  #mayStart(node: ts.Node): boolean {
    const part = outermostPart(node);
    const known = this.#starts.get(part) ?? startsQuery(part.getText());
    this.#starts.set(part, known);
    return known;
  }

  #add(file: ts.SourceFile): void {
    this.#remove(file.fileName);
    const methods = methodNames(outermostParts(file));
    for (const m of methods) this.#uses.set(m, (this.#uses.get(m) ?? 0) + 1);
    this.#files.set(file.fileName, { file, methods, classes: extendingClasses(file), words: new Set(file.text.match(/[A-Za-z_$][\w$-]*/g)) });
  }

  #remove(name: string): void {
    for (const m of this.#files.get(name)?.methods ?? []) {
      const left = (this.#uses.get(m) ?? 0) - 1;
      if (left > 0) this.#uses.set(m, left);
      else this.#uses.delete(m);
    }
    this.#files.delete(name);
  }
}

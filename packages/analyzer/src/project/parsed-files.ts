import type { ts } from 'ts-morph';

/** What a file is parsed from. */
interface Source {
  readonly path: string;
  readonly text: string;
  /** By what else: the language version, whether it is a module of ECMAScript. */
  readonly manner: string;
}

interface Parsed extends Source {
  readonly file: ts.SourceFile;
}

/** The files of the last program that a process has loaded: who loads one after the other, with most files as they were, parses and binds the others only. */
export class ParsedFiles {
  #settings = '';
  #last: ReadonlyMap<string, Parsed> = new Map();
  #now = new Map<string, Parsed>();

  /** Begins a program: by other options, the same text may mean something else. */
  begin(settings: string): void {
    this.#last = settings === this.#settings ? this.#now : new Map();
    this.#now = new Map();
    this.#settings = settings;
  }

  /** The file as it was, when it was made of the same. */
  take(source: Source, parse: () => ts.SourceFile): ts.SourceFile {
    const { path, text, manner } = source;
    const known = this.#last.get(path);
    const file = known?.text === text && known.manner === manner ? known.file : parse();
    // A file that is left out has another text; that is said of each program.
    if (file.text === text) this.#now.set(path, { ...source, file });
    return file;
  }
}

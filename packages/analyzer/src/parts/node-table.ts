import { ts } from '#compiler';

/** A node as a part names it: an index into the files, position, end, kind. */
export type NodeReference = readonly [file: number, pos: number, end: number, kind: number];

/** Something that cannot be said of in a part: its entry is run again where the parts are merged. */
export class Unwritable extends Error {}

/** The node of a file with this place and kind, if there is one. */
const nodeAt = (file: ts.SourceFile, [, pos, end, kind]: NodeReference): ts.Node | undefined => {
  const find = (node: ts.Node): ts.Node | undefined => {
    if (node.pos === pos && node.end === end && (node.kind as number) === kind) return node;
    return node.pos <= pos && end <= node.end ? ts.forEachChild(node, find) : undefined;
  };
  return find(file);
};

/** Gives numbers to the nodes and files that a part speaks of. */
export class NodeTable {
  readonly #paths: string[] = [];
  readonly #references: NodeReference[] = [];
  readonly #files = new Map<string, number>();
  readonly #nodes = new Map<ts.Node, number>();
  readonly #pathOf: (fileName: string) => string;

  constructor(pathOf: (fileName: string) => string) {
    this.#pathOf = pathOf;
  }

  get files(): readonly string[] {
    return this.#paths;
  }

  get nodes(): readonly NodeReference[] {
    return this.#references;
  }

  file(fileName: string): number {
    const known = this.#files.get(fileName) ?? this.#paths.push(this.#pathOf(fileName)) - 1;
    this.#files.set(fileName, known);
    return known;
  }

  /** Throws `Unwritable` for a node that its place and kind do not lead back to. */
  node(node: ts.Node): number {
    const known = this.#nodes.get(node);
    if (known !== undefined) return known;
    const source = node.pos < 0 ? undefined : (node.getSourceFile() as ts.SourceFile | undefined);
    if (!source) throw new Unwritable();
    const reference: NodeReference = [this.file(source.fileName), node.pos, node.end, node.kind];
    if (nodeAt(source, reference) !== node) throw new Unwritable();
    const index = this.#references.push(reference) - 1;
    this.#nodes.set(node, index);
    return index;
  }
}

/** Where the nodes and files are that something written speaks of. */
export interface Places {
  readonly files: readonly string[];
  readonly nodes: readonly NodeReference[];
}

/** Reads the numbers of a part, on the same sources. */
export class NodeReader {
  readonly #files: readonly string[];
  readonly #references: readonly NodeReference[];
  readonly #nodes: (ts.Node | undefined)[] = [];
  readonly #sourceOf: (path: string) => ts.SourceFile | undefined;

  constructor({ files, nodes }: Places, sourceOf: (path: string) => ts.SourceFile | undefined) {
    this.#files = files;
    this.#references = nodes;
    this.#sourceOf = sourceOf;
  }

  path(index: number): string {
    const path = this.#files[index];
    if (path === undefined) throw new Unreadable(`it speaks of a file ${index} that it does not list`);
    return path;
  }

  source(index: number): ts.SourceFile {
    const source = this.#sourceOf(this.path(index));
    if (!source) throw new Unreadable(`there is no ${this.path(index)} in the project`);
    return source;
  }

  node(index: number): ts.Node {
    const known = this.#nodes[index];
    if (known) return known;
    const reference = this.#references[index];
    const found = reference && nodeAt(this.source(reference[0]), reference);
    if (!found) throw new Unreadable(`it speaks of a node ${index} that is not in the project`);
    this.#nodes[index] = found;
    return found;
  }
}

/** A part that does not fit the project: nothing is concluded from it. */
export class Unreadable extends Error {}

import type { Declaration, Node, SourceFile, SyntaxKind } from '@typescript/native/ast';
import type { NodeHandle, Program } from '@typescript/native/sync';
import { ts } from '#compiler';
import { NativeFailure } from './failure.ts';
import type { NativeCompiler } from './compiler.ts';

/** Kinds by their names: the two compilers number them differently. */
const kinds = (theirs: NativeCompiler['ast']['SyntaxKind']) => {
  const numbers = new Map(Object.entries(theirs) as [string, SyntaxKind][]);
  const renamed: Readonly<Record<string, string>> = { EndOfFileToken: 'EndOfFile' };
  const there = new Map<ts.SyntaxKind, SyntaxKind>();
  const here = new Map<SyntaxKind, ts.SyntaxKind>();
  for (const [name, kind] of Object.entries(ts.SyntaxKind)) {
    if (typeof kind !== 'number' || /^(First|Last)/.test(name)) continue;
    const other = numbers.get(renamed[name] ?? name);
    if (other === undefined) continue;
    there.set(kind, other);
    here.set(other, kind);
  }
  return { there, here };
};

/** A declaration in a file that is not read in this process: of what kind it is, and where. */
const standIn = (kind: ts.SyntaxKind, position: number, file: ts.SourceFile): ts.Declaration =>
  Object.assign(Object.create(Object.getPrototypeOf(file.endOfFileToken) as object) as ts.Declaration, { kind, pos: position, end: position, parent: file, flags: 0 });

/** The nodes of one compiler as nodes of the other: both have the same tree with the same positions. */
export const createNodeMap = (program: Program, { SyntaxKind: theirs }: NativeCompiler['ast'], fileAt: (path: string) => ts.SourceFile | undefined) => {
  const { there, here } = kinds(theirs);
  const files = new Map<string, SourceFile>();
  const remotes = new WeakMap<ts.Node, Node>();
  const children = new WeakMap<Node, readonly Node[]>();
  const foreign = new Map<string, ts.SourceFile>();
  const declarations = new WeakMap<NodeHandle, ts.Declaration>();

  const fileOf = (file: ts.SourceFile): SourceFile => {
    let found = files.get(file.fileName);
    if (!found) {
      found = program.getSourceFile(file.fileName);
      if (!found) throw new NativeFailure(`${file.fileName} is not read there`);
      files.set(file.fileName, found);
      remotes.set(file, found);
    }
    return found;
  };

  const childrenOf = (node: Node): readonly Node[] => {
    let known = children.get(node);
    if (!known) {
      const found: Node[] = [];
      node.forEachChild((child) => {
        found.push(child);
        return undefined;
      });
      children.set(node, (known = found));
    }
    return known;
  };

  const findIn = (around: Node, pos: number, end: number, kind: SyntaxKind): Node | undefined => {
    const near = childrenOf(around).filter((c) => c.pos <= pos && c.end >= end);
    for (const child of near) if (child.pos === pos && child.end === end && child.kind === kind) return child;
    for (const child of near) {
      const found = findIn(child, pos, end, kind);
      if (found) return found;
    }
    return undefined;
  };

  /** Here and there a node that stands around others is of another kind there. */
  const find = (node: ts.Node): Node | undefined => {
    if (ts.isSourceFile(node)) return fileOf(node);
    const kind = there.get(node.kind);
    return kind === undefined ? undefined : findIn(around(node.parent), node.pos, node.end, kind);
  };

  const around = (node: ts.Node): Node => seek(node) ?? around(node.parent);

  /** The node there, where there is one. */
  const seek = (node: ts.Node): Node | undefined => {
    const known = remotes.get(node) ?? find(node);
    if (known) remotes.set(node, known);
    return known;
  };

  /** The node there. */
  const remoteOf = (node: ts.Node): Node => {
    const known = seek(node);
    if (!known) throw new NativeFailure(`${node.getSourceFile().fileName} has no ${ts.SyntaxKind[node.kind]} at ${node.pos} there`);
    return known;
  };

  const localIn = (around: ts.Node, pos: number, end: number, kind: ts.SyntaxKind): ts.Node | undefined =>
    ts.forEachChild(around, (child) => {
      if (child.pos > pos || child.end < end) return undefined;
      return child.pos === pos && child.end === end && child.kind === kind ? child : localIn(child, pos, end, kind);
    });

  const foreignFile = (path: string): ts.SourceFile => {
    let known = foreign.get(path);
    if (!known) foreign.set(path, (known = ts.createSourceFile(path, '', ts.ScriptTarget.ESNext)));
    return known;
  };

  const findDeclaration = (handle: NodeHandle): ts.Declaration => {
    const kind = here.get(handle.kind);
    if (kind === undefined) throw new NativeFailure(`${handle.path} has a declaration of a kind that is not known`);
    const file = fileAt(handle.path);
    if (!file) return standIn(kind, handle.index, foreignFile(handle.path));
    const remote = handle.resolve();
    const found = remote && (kind === ts.SyntaxKind.SourceFile ? file : localIn(file, remote.pos, remote.end, kind));
    if (!remote || !found) throw new NativeFailure(`${handle.path} has no ${ts.SyntaxKind[kind]} at ${remote?.pos ?? '?'} here`);
    remotes.set(found, remote);
    return found as ts.Declaration;
  };

  /** The declaration here. */
  const declarationOf = (handle: NodeHandle<Declaration>): ts.Declaration => {
    let known = declarations.get(handle);
    if (!known) declarations.set(handle, (known = findDeclaration(handle)));
    return known;
  };

  return { seek, remoteOf, declarationOf };
};

export type NodeMap = ReturnType<typeof createNodeMap>;

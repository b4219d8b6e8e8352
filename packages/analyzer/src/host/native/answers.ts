import type { Node } from '@typescript/native/ast';
import type { API, Checker, Symbol as NativeSymbol, Type } from '@typescript/native/sync';
import { ts } from '#compiler';
import type { NodeMap } from './nodes.ts';

/** How many nodes are asked about at once. */
const many = 4000;

type IsAlias = (symbol: NativeSymbol) => boolean;

const isShorthand = (node: ts.Node): boolean => ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;

/** A name that is read: no member's and no declaration's. */
const isRead = (node: ts.Node): node is ts.Identifier => ts.isIdentifier(node) && (node.parent as { readonly name?: ts.Node }).name !== node && !ts.isTypeNode(node.parent);

/** What is called: its type says whether it is a handle. */
const isCalled = (node: ts.Identifier): boolean => ts.isCallExpression(node.parent) && node.parent.expression === node;

/** Symbols and types of nodes. A question costs a message and a reply, however much is asked by it. */
export class Answers {
  readonly #checker: Checker;
  readonly #api: API;
  readonly #nodes: NodeMap;
  readonly #symbols = new Map<ts.Node, NativeSymbol | undefined>();
  readonly #targets = new Map<NativeSymbol, NativeSymbol>();
  readonly #types = new Map<ts.Node, Type>();

  constructor(checker: Checker, api: API, nodes: NodeMap) {
    this.#checker = checker;
    this.#api = api;
    this.#nodes = nodes;
  }

  typeAt(node: ts.Node): Type {
    return this.#types.get(node) ?? this.#checker.getTypeAtLocation(this.#nodes.remoteOf(node));
  }

  /** What a name means, aliases followed. */
  symbolAt(node: ts.Node, isAlias: IsAlias): NativeSymbol | undefined {
    const found = this.#symbols.has(node) ? this.#symbols.get(node) : this.#ask(node);
    return found && isAlias(found) ? this.#targetOf(found) : found;
  }

  /** Asks for what the names that are read in the code mean, and for the types of those that are called. */
  prepare(code: readonly ts.Node[], isAlias: IsAlias): void {
    const read = new Set<ts.Identifier>();
    const shorthand = new Set<ts.ShorthandPropertyAssignment>();
    const visit = (node: ts.Node): void => {
      if (isRead(node)) read.add(node);
      if (ts.isShorthandPropertyAssignment(node)) shorthand.add(node);
      ts.forEachChild(node, visit);
    };
    code.filter((c) => !ts.isSourceFile(c)).forEach(visit);
    const names = [...read];
    for (let from = 0; from < names.length; from += many) this.#prepareNames(this.#known(names.slice(from, from + many)), isAlias);
    this.#prepareShorthand(this.#known([...shorthand]));
  }

  #known<T extends ts.Node>(nodes: readonly T[]): readonly { readonly node: T; readonly remote: Node }[] {
    return nodes.flatMap((node) => {
      const remote = this.#nodes.seek(node);
      return remote ? [{ node, remote }] : [];
    });
  }

  #prepareNames(names: readonly { readonly node: ts.Identifier; readonly remote: Node }[], isAlias: IsAlias): void {
    const symbols = this.#checker.getSymbolAtLocation(names.map((n) => n.remote));
    names.forEach(({ node }, i) => this.#symbols.set(node, symbols[i]));
    const aliases = [...new Set(symbols)].filter((s): s is NativeSymbol => s !== undefined && isAlias(s) && !this.#targets.has(s));
    const targets = this.#api.batch(...aliases.map((s) => this.#checker.getAliasedSymbol.gen(s)));
    aliases.forEach((alias, i) => this.#targets.set(alias, targets[i] as NativeSymbol));
    const called = names.filter((n) => isCalled(n.node));
    const types = this.#checker.getTypeAtLocation(called.map((n) => n.remote));
    called.forEach(({ node }, i) => this.#types.set(node, types[i] as Type));
  }

  #prepareShorthand(properties: readonly { readonly node: ts.ShorthandPropertyAssignment; readonly remote: Node }[]): void {
    const symbols = this.#api.batch(...properties.map((p) => this.#checker.getShorthandAssignmentValueSymbol.gen(p.remote)));
    properties.forEach(({ node }, i) => this.#symbols.set(node.name, symbols[i]));
  }

  #ask(node: ts.Node): NativeSymbol | undefined {
    const { remoteOf } = this.#nodes;
    return isShorthand(node) ? this.#checker.getShorthandAssignmentValueSymbol(remoteOf(node.parent)) : this.#checker.getSymbolAtLocation(remoteOf(node));
  }

  #targetOf(alias: NativeSymbol): NativeSymbol {
    let target = this.#targets.get(alias);
    if (!target) this.#targets.set(alias, (target = this.#checker.getAliasedSymbol(alias)));
    return target;
  }
}

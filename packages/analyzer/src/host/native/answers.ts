import type { Node } from '@typescript/native/ast';
import type { API, Checker, Symbol as NativeSymbol, Type } from '@typescript/native/sync';
import { ts } from '#compiler';
import { outermostPart } from '../../flow/names.ts';
import type { NodeMap } from './nodes.ts';
import { wantedIn } from './wanted.ts';

/** How many nodes are asked about at once. */
const many = 4000;

type IsAlias = (symbol: NativeSymbol) => boolean;

interface Known<T extends ts.Node> {
  readonly node: T;
  readonly remote: Node;
}

const isShorthand = (node: ts.Node): boolean => ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;

/** What has a type, but is no name of anything. */
const isNameless = (node: ts.Node): boolean => ts.isParameter(node) || ts.isTypeReferenceNode(node) || (ts.isToken(node) && ts.isTypeNode(node));

/** Symbols and types of nodes. A question costs a message and a reply, however much is asked by it. */
export class Answers {
  readonly #checker: Checker;
  readonly #api: API;
  readonly #nodes: NodeMap;
  readonly #isAlias: IsAlias;
  readonly #prepared = new Set<ts.Node>();
  readonly #symbols = new Map<ts.Node, NativeSymbol | undefined>();
  readonly #targets = new Map<NativeSymbol, NativeSymbol>();
  readonly #types = new Map<ts.Node, Type>();

  constructor(checker: Checker, api: API, nodes: NodeMap, isAlias: IsAlias) {
    this.#checker = checker;
    this.#api = api;
    this.#nodes = nodes;
    this.#isAlias = isAlias;
  }

  typeAt(node: ts.Node): Type {
    const known = this.#types.get(node);
    if (known) return known;
    this.#prepareAround(node);
    return this.#types.get(node) ?? this.#checker.getTypeAtLocation(this.#nodes.remoteOf(node));
  }

  /** What a name means, aliases followed. */
  symbolAt(node: ts.Node): NativeSymbol | undefined {
    const found = this.localAt(node);
    return found && this.#isAlias(found) ? this.#targetOf(found) : found;
  }

  /** What a name is in its file. */
  localAt(node: ts.Node): NativeSymbol | undefined {
    if (isNameless(node)) return undefined;
    if (!this.#symbols.has(node)) this.#prepareAround(node);
    if (!this.#symbols.has(node)) this.#symbols.set(node, this.#ask(node));
    return this.#symbols.get(node);
  }

  /** Asks at once for what will be asked about the code. */
  prepare(code: readonly ts.Node[]): void {
    const fresh = code.filter((c) => !ts.isSourceFile(c) && !this.#prepared.has(c));
    for (const c of fresh) this.#prepared.add(c);
    const { names, shorthand, typed } = wantedIn(fresh);
    this.#inParts(names, (part) => { this.#prepareNames(part); });
    this.#inParts(shorthand, (part) => { this.#prepareShorthand(part); });
    this.#inParts(typed, (part) => { this.#prepareTypes(part); });
  }

  /** Where one thing is asked about that nobody has announced, more will be. */
  #prepareAround(node: ts.Node): void {
    const part = outermostPart(node);
    if (part !== node && !this.#prepared.has(part)) this.prepare([part]);
  }

  #inParts<T extends ts.Node>(nodes: readonly T[], prepare: (known: readonly Known<T>[]) => void): void {
    for (let from = 0; from < nodes.length; from += many) prepare(this.#known(nodes.slice(from, from + many)));
  }

  #known<T extends ts.Node>(nodes: readonly T[]): readonly Known<T>[] {
    return nodes.flatMap((node) => {
      const remote = this.#nodes.seek(node);
      return remote ? [{ node, remote }] : [];
    });
  }

  #prepareNames(names: readonly Known<ts.Node>[]): void {
    const symbols = this.#checker.getSymbolAtLocation(names.map((n) => n.remote));
    names.forEach(({ node }, i) => this.#symbols.set(node, symbols[i]));
    const aliases = [...new Set(symbols)].filter((s): s is NativeSymbol => s !== undefined && this.#isAlias(s) && !this.#targets.has(s));
    const targets = this.#api.batch(...aliases.map((s) => this.#checker.getAliasedSymbol.gen(s)));
    aliases.forEach((alias, i) => this.#targets.set(alias, targets[i] as NativeSymbol));
  }

  #prepareShorthand(properties: readonly Known<ts.ShorthandPropertyAssignment>[]): void {
    const symbols = this.#api.batch(...properties.map((p) => this.#checker.getShorthandAssignmentValueSymbol.gen(p.remote)));
    properties.forEach(({ node }, i) => this.#symbols.set(node.name, symbols[i]));
  }

  #prepareTypes(typed: readonly Known<ts.Node>[]): void {
    const types = this.#checker.getTypeAtLocation(typed.map((n) => n.remote));
    typed.forEach(({ node }, i) => this.#types.set(node, types[i] as Type));
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

import { ownerState, PUBLIC } from './columns.ts';
import { contradict } from './contradiction.ts';
import type { Level } from './level.ts';
import { TENANT, type Cause, type Edge, type Guard, type Tag, type Term } from './structure.ts';

/** What partitions are made of: terms, and one node for each tag. */
type Node = Term | { readonly tagNode: Tag };

class Partition {
  readonly #parent = new Map<Node, Node>();
  readonly #tags: { readonly node: Node; readonly tag: Tag }[] = [];

  has(node: Node): boolean {
    return this.#parent.has(node);
  }

  find(node: Node): Node {
    const parent = this.#parent.get(node);
    if (parent === undefined) {
      this.#parent.set(node, node);
      return node;
    }
    if (parent === node) return node;
    const root = this.find(parent);
    this.#parent.set(node, root);
    return root;
  }

  union(a: Node, b: Node): void {
    this.#parent.set(this.find(a), this.find(b));
  }

  /** Notes that a term carries a key tag, which does not make it equal to others that do. */
  tag(node: Node, tag: Tag): void {
    this.find(node);
    this.#tags.push({ node, tag });
  }

  tagsOf(node: Node): readonly Tag[] {
    return this.#tags.filter((t) => this.find(t.node) === this.find(node)).map((t) => t.tag);
  }

  nodes(): Iterable<Node> {
    return [...this.#parent.keys()];
  }
}

type TagNodes = (tag: Tag) => Node;

const tagNodes = (): TagNodes => {
  const made = new Map<Tag, Node>();
  return (tag) => {
    const node = made.get(tag) ?? { tagNode: tag };
    made.set(tag, node);
    return node;
  };
};

const addTrusted = (partition: Partition, term: Term, tags: TagNodes, optimistic: boolean): void => {
  if (term.trust === true || (optimistic && term.trust)) partition.union(term, tags(TENANT));
};

/** A row of a table with declared public rows is fine when it is the tenant's own. */
const addPublic = (partition: Partition, publicTerms: readonly Term[], tags: TagNodes): void => {
  for (const term of publicTerms) {
    const binding = term.source?.binding;
    if (binding?.source.kind !== 'table') continue;
    const owner = ownerState(binding, binding.source.table);
    if (owner && partition.find(owner.term) === partition.find(tags(owner.tag))) partition.union(term, tags(TENANT));
  }
};

const partitionOf = (edges: readonly Edge[], tags: TagNodes, optimistic: boolean, publicTerms: readonly Term[]): Partition => {
  const partition = new Partition();
  for (const edge of edges) {
    if (edge.cause && !optimistic) continue;
    if (edge.kind === 'equal') {
      partition.union(edge.a, edge.b);
      addTrusted(partition, edge.a, tags, optimistic);
      addTrusted(partition, edge.b, tags, optimistic);
    } else if (edge.kind === 'tagged') {
      // All that is the tenant is one value; two keys of the tenant's rows are not.
      if (edge.tag === TENANT) partition.union(edge.a, tags(TENANT));
      else partition.tag(edge.a, edge.tag);
    }
  }
  addPublic(partition, publicTerms, tags);
  return partition;
};

const groupBySignature = (partitions: readonly Partition[]): readonly (readonly Node[])[] => {
  const [first, ...rest] = partitions;
  if (!first) return [];
  const ids = new Map<Node, number>();
  const idOf = (node: Node): number => {
    const id = ids.get(node) ?? ids.size;
    ids.set(node, id);
    return id;
  };
  const groups = new Map<string, Node[]>();
  for (const node of first.nodes()) {
    if (!rest.every((p) => p.has(node))) continue;
    const signature = partitions.map((p) => idOf(p.find(node))).join(',');
    const group = groups.get(signature);
    if (group) group.push(node);
    else groups.set(signature, [node]);
  }
  return [...groups.values()];
};

const isTag = (node: Node): node is { readonly tagNode: Tag } => 'tagNode' in node;

const edgesOfGroup = (group: readonly Node[], strict: boolean, guard: Guard, cause: Cause | undefined): readonly Edge[] => {
  const terms = group.filter((n): n is Term => !isTag(n));
  const [first, ...rest] = terms;
  const says = 'every branch of an OR says so';
  const tagged = group.filter(isTag).flatMap(({ tagNode }) => terms.map((a): Edge => ({ kind: 'tagged', a, tag: tagNode, guard, cause, says })));
  return first ? [...rest.map((b): Edge => ({ kind: 'equal', a: first, b, strict, guard, cause, says })), ...tagged] : tagged;
};

/** Key tags that the terms of a group carry in every branch. */
const keyTags = (group: readonly Node[], partitions: readonly Partition[], guard: Guard, cause: Cause | undefined): readonly Edge[] => {
  const [term] = group.filter((n): n is Term => !isTag(n));
  const [first, ...rest] = partitions;
  if (!term || !first) return [];
  return first
    .tagsOf(term)
    .filter((tag) => rest.every((p) => p.tagsOf(term).includes(tag)))
    .map((tag): Edge => ({ kind: 'tagged', a: term, tag, guard, cause, says: 'every branch of an OR says so' }));
};

/**
 * `(p.t = o.t AND …) OR (p.t = $1 AND …)`: `p.t` carries the tenant if `o.t` does. In every branch the term is the tenant or
 * equals the same other term.
 */
const conditional = (partitions: readonly Partition[], tags: TagNodes, guard: Guard, cause: Cause | undefined): readonly Edge[] => {
  const terms = [...new Set(partitions.flatMap((p) => [...p.nodes()]))].filter((n): n is Term => !isTag(n));
  return terms.flatMap((a): readonly Edge[] => {
    const open = partitions.filter((p) => !p.has(a) || p.find(a) !== p.find(tags(TENANT)));
    if (open.length === 0 || open.length === partitions.length || !open.every((p) => p.has(a))) return [];
    const same = terms.filter((b) => b !== a && b.depth > 0 && open.every((p) => p.has(b) && p.find(b) === p.find(a)));
    return same.map((b): Edge => ({ kind: 'implies', a, tagA: TENANT, b, tagB: TENANT, guard, cause, says: `every branch of an OR makes ${a.label} the tenant’s or equal to ${b.label}` }));
  });
};

const intersect = (
  branches: readonly (readonly Edge[])[],
  given: readonly Edge[],
  guard: Guard,
  optimistic: Cause | undefined,
): readonly Edge[] => {
  const tags = tagNodes();
  const strict = [given, ...branches].every((edges) => edges.every((e) => e.kind !== 'equal' || e.strict));
  const publicTerms = [
    ...new Set(branches.flatMap((edges) => edges.flatMap((e) => (e.kind === 'tagged' && e.a.source?.column === PUBLIC ? [e.a] : [])))),
  ];
  const partitions = branches.map((edges) => partitionOf([...given, ...edges], tags, optimistic !== undefined, publicTerms));
  const keyed = groupBySignature(partitions).flatMap((group) => keyTags(group, partitions, guard, optimistic));
  const implied = strict ? conditional(partitions, tags, guard, optimistic) : [];
  return [...groupBySignature(partitions).flatMap((group) => edgesOfGroup(group, strict, guard, optimistic)), ...keyed, ...implied];
};

const firstCause = (branches: readonly (readonly Edge[])[]): Cause | undefined => {
  const trustCause = (term: Term): Cause | undefined => (term.trust === true ? undefined : term.trust);
  for (const edge of branches.flat()) {
    if (edge.cause) return edge.cause;
    const cause = edge.kind === 'equal' ? (trustCause(edge.a) ?? trustCause(edge.b)) : undefined;
    if (cause) return cause;
  }
  return undefined;
};

const noteLost = (level: Level, branches: readonly (readonly Edge[])[]): void => {
  for (const edge of branches.flat())
    if (edge.kind === 'equal')
      for (const term of [edge.a, edge.b])
        if (term.source) level.remarks.push({ term, why: `the condition on ${term.label} holds in only one branch of an OR` });
};

/** What is known when at least one branch holds: only what every branch says. A branch that is never true says everything. */
export const eitherFacts = (
  level: Level,
  branches: readonly (readonly Edge[])[],
  given: readonly Edge[],
  guard: Guard,
): readonly Edge[] => {
  const possible = branches.filter((edges) => !edges.some((e) => e.kind === 'never' && !e.cause) && !contradict([...given, ...edges]));
  if (possible.length === 0) return [{ kind: 'never', guard, says: 'no branch of an OR can be true' }];
  if (possible.length === 1 && possible[0]) return possible[0];
  const certain = intersect(possible, given, guard, undefined);
  const cause = firstCause(possible);
  if (certain.length === 0) noteLost(level, possible);
  if (!cause) return certain;
  const likely = possible.filter((edges) => !edges.some((e) => e.kind === 'never'));
  if (likely.length === 0) return [...certain, { kind: 'never', guard, cause }];
  return [...certain, ...intersect(likely, given, guard, cause)];
};

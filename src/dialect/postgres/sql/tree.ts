import type { Node } from 'libpg-query';

/** The name of each kind of node in a parse tree, as in PostgreSQL's `parsenodes.h`. */
export type NodeKind = Node extends infer Each ? (Each extends object ? keyof Each : never) : never;

/** What a node of this kind holds. PostgreSQL leaves out what is false, zero or empty. */
export type NodeOf<K extends NodeKind> = Extract<Node, { readonly [P in K]: unknown }>[K];

/** What to do with nodes, by their kind, in a scope. */
export type Readers<T, Scope> = { readonly [K in NodeKind]?: (node: NodeOf<K>, scope: Scope) => T };

/** What the reader of its kind makes of `node`; `undefined` for a kind without one. */
export function readNode<T, Scope>(node: Node, readers: Readers<T, Scope>, scope: Scope): T | undefined {
  const [kind, body] = unwrap(node);
  const reader = readers[kind] as ((body: unknown, scope: Scope) => T) | undefined;
  return reader?.(body, scope);
}

/** What `node` holds if it is of this kind. */
export const as = <K extends NodeKind>(kind: K, node: Node | undefined): NodeOf<K> | undefined =>
  node !== undefined && kind in node ? (node as unknown as { readonly [P in K]: NodeOf<K> })[kind] : undefined;

/** All of `nodes` that are of this kind. */
export const all = <K extends NodeKind>(kind: K, nodes: readonly Node[] = []): readonly NodeOf<K>[] =>
  nodes.flatMap((node) => as(kind, node) ?? []);

/** The texts of a list of string nodes, as the parts of a name are. */
export const texts = (nodes: readonly Node[] = []): readonly string[] => all('String', nodes).map(({ sval = '' }) => sval);

const unwrap = (node: Node): readonly [NodeKind, unknown] => Object.entries(node)[0] as [NodeKind, unknown];

/** Every node of this kind at or below `tree`, from the outside to the inside. */
export function within<K extends NodeKind>(kind: K, tree: unknown): readonly NodeOf<K>[] {
  const found: NodeOf<K>[] = [];
  collect(kind, tree, found);
  return found;
}

/** A loop into one list, as each statement of a revision is gone through several times. */
function collect<K extends NodeKind>(kind: K, tree: unknown, found: NodeOf<K>[]): void {
  if (typeof tree !== 'object' || tree === null) return;
  for (const key in tree) {
    const value: unknown = tree[key as keyof typeof tree];
    if (key === kind) found.push(value as NodeOf<K>);
    collect(kind, value, found);
  }
}

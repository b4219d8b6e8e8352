import { ts } from '#compiler';

/** A replacement of a stretch of a file's text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A file as it would be, and which of its nodes are those of the file as it is. */
export interface EditedFile {
  readonly file: ts.SourceFile;
  readonly before: (node: ts.Node) => ts.Node | undefined;
  readonly after: (node: ts.Node) => ts.Node | undefined;
}

const applied = (text: string, edits: readonly TextEdit[]): string => edits.reduceRight((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);

/** Where a position of the new text is in the old one; undefined inside of what was written. */
const oldPosition = (edits: readonly TextEdit[], atEnd: boolean) => (position: number): number | undefined => {
  let shift = 0;
  for (const { start, end, text } of edits) {
    const from = start + shift;
    if (position < from || (atEnd && position === from)) return position - shift;
    if (position < from + text.length || (atEnd && position === from + text.length)) return undefined;
    shift += text.length - (end - start);
  }
  return position - shift;
};

const keyOf = (node: ts.Node, start: number, end: number): string => `${node.kind}:${start}:${end}`;

const nodesOf = (file: ts.SourceFile): readonly ts.Node[] => {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

const keysOf = new WeakMap<ts.SourceFile, ReadonlyMap<string, ts.Node>>();

/** A node by kind and place; of two in one place the outer one. */
const byPlace = (file: ts.SourceFile): ReadonlyMap<string, ts.Node> => {
  const known = keysOf.get(file);
  if (known) return known;
  const map = new Map([...nodesOf(file)].reverse().map((node) => [keyOf(node, node.getStart(file), node.end), node] as const));
  keysOf.set(file, map);
  return map;
};

/** `edits`: in the order of their places, none in another. Undefined when the text would not parse. */
export const editedFile = (old: ts.SourceFile, edits: readonly TextEdit[]): EditedFile | undefined => {
  const file = ts.createSourceFile(old.fileName, applied(old.text, edits), old.languageVersion, true);
  if ((file as unknown as { readonly parseDiagnostics: readonly unknown[] }).parseDiagnostics.length > 0) return undefined;
  const [startOf, endOf] = [oldPosition(edits, false), oldPosition(edits, true)];
  const places = byPlace(old);
  const before = new Map<ts.Node, ts.Node>([[file, old]]);
  for (const node of nodesOf(file)) {
    const [start, end] = [startOf(node.getStart(file)), endOf(node.end)];
    const twin = start === undefined || end === undefined ? undefined : places.get(keyOf(node, start, end));
    if (twin && !before.has(node)) before.set(node, twin);
  }
  const after = new Map([...before].map(([fresh, twin]) => [twin, fresh]));
  return { file, before: (node) => before.get(node), after: (node) => after.get(node) };
};

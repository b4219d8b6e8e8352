import { ts } from '#compiler';

const countFrames = (): number => {
  let frames = 0;
  const descend = (): void => {
    frames++;
    descend();
  };
  try {
    descend();
  } catch {
    // The stack's end is what was looked for.
  }
  return frames;
};

/** Frames that the compiler's binder takes for one level of the syntax tree, with some to spare. */
const framesPerLevel = 12;

let limit: number | undefined;

/** How deep a tree may nest before the compiler's recursion runs out of stack; `node --stack-size` raises it. */
export const maxTreeDepth = (): number => (limit ??= Math.floor(countFrames() / framesPerLevel));

/** The deepest node of a file and its level, found without recursion. The left side of operators does not count: the compiler loops over it. */
export const deepestNode = (file: ts.SourceFile): { readonly depth: number; readonly node: ts.Node } => {
  const stack: { node: ts.Node; depth: number }[] = [{ node: file, depth: 0 }];
  let deepest: { depth: number; node: ts.Node } = { depth: 0, node: file };
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, depth } = top;
    if (depth > deepest.depth) deepest = { depth, node };
    ts.forEachChild(node, (child) => {
      stack.push({ node: child, depth: ts.isBinaryExpression(node) && node.left === child ? depth : depth + 1 });
    });
  }
  return deepest;
};

/** Which arm was taken at each branch on the way to a value. Two values whose paths contradict each other never meet. */
export type Path = ReadonlyMap<number, number>;

export const noPath: Path = new Map();

let branches = 0;
/** A fresh branch: executing the same `if` twice is two branches. */
export const newBranch = (): number => ++branches;

export const through = (path: Path, branch: number, arm: number): Path => new Map(path).set(branch, arm);

/** Both paths, or undefined when they contradict each other. */
export const meetPaths = (a: Path, b: Path): Path | undefined => {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  for (const [branch, arm] of b) if (a.has(branch) && a.get(branch) !== arm) return undefined;
  return new Map([...a, ...b]);
};

/** What two paths have in common. */
export const agreement = (a: Path, b: Path): Path => {
  const kept = new Map<number, number>();
  for (const [branch, arm] of a) if (b.get(branch) === arm) kept.set(branch, arm);
  return kept;
};

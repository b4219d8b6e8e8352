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
  let fresh = 0;
  for (const [branch, arm] of b) {
    const known = a.get(branch);
    if (known === undefined) fresh++;
    else if (known !== arm) return undefined;
  }
  if (fresh === 0) return a;
  const met = new Map(a);
  for (const [branch, arm] of b) met.set(branch, arm);
  return met;
};

/** What two paths have in common. */
export const agreement = (a: Path, b: Path): Path => {
  const kept = new Map<number, number>();
  for (const [branch, arm] of a) if (b.get(branch) === arm) kept.set(branch, arm);
  return kept;
};

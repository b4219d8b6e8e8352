/**
 * An upper bound for how deep PostgreSQL's parse tree of one statement can be, from its tokens.
 * The WASM parser recurses over that tree on the JavaScript stack, and overflowing it corrupts the instance.
 */
export interface Nesting {
  readonly deepest: number;
  readonly see: (token: string) => void;
}

/** Measured on Node's default stack: brackets alone overflow at 8,000, operators at 6,000, sub-selects at 1,500. In half operators. */
export const nestingLimit = 6_000;

const bracketCost = 1;
const operatorCost = 2;
const caseCost = 4;
const queryCost = 8;

/** Tokens that deepen the tree for what stands on their left. */
const leftDeep = /^(?:[-+*/<>=~!@#%^&|`?:]+|not|is|isnull|notnull|collate|like|ilike|similar|in|at|operator)$/i;
/** The same, but a comma or AND does not end their chain. */
const chained = /^(?:union|intersect|except|join)$/i;
const separator = /^(?:,|and|or)$/i;
const opensQuery = /^(?:select|with|values|insert|update|delete|merge)$/i;

interface Frame {
  run: number;
  chain: number;
  cost: number;
}

export const measureNesting = (): Nesting => {
  const frames: Frame[] = [];
  let frame: Frame = { run: 0, chain: 0, cost: 0 };
  let base = 0;
  let deepest = 0;
  let opened = false;
  const push = (cost: number): void => {
    frames.push(frame);
    base += frame.run + frame.chain + frame.cost;
    frame = { run: 0, chain: 0, cost };
  };
  const pop = (): void => {
    frame = frames.pop() ?? frame;
    base = Math.max(0, base - frame.run - frame.chain - frame.cost);
  };
  const see = (token: string): void => {
    const first = opened;
    opened = false;
    if (token === '(' || token === '[') {
      push(bracketCost);
      opened = true;
    } else if (token === ')' || token === ']') pop();
    else if (token === ',') frame.run = 0;
    else if (token.length > 9) return;
    else if (leftDeep.test(token)) frame.run += operatorCost;
    else if (separator.test(token)) frame.run = 0;
    else if (chained.test(token)) frame.chain += operatorCost;
    else if (first && opensQuery.test(token)) frame.cost += queryCost;
    else if (/^case$/i.test(token)) push(caseCost);
    else if (/^end$/i.test(token)) pop();
    deepest = Math.max(deepest, base + frame.run + frame.chain + frame.cost);
  };
  return {
    get deepest() {
      return deepest;
    },
    see,
  };
};
